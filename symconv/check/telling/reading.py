"""How a text was understood: what it says, what its definitions and its use of letters tell, and what was assumed."""

from collections.abc import Iterator

from symconv.check.evaluating.questions import STAR, TURNED
from symconv.check.facts.given import placed
from symconv.check.facts.letters import letter_of
from symconv.check.readings.lengths import Places
from symconv.check.readings.saved import ROLES, counting
from symconv.check.telling.basis import LAYER, WORD, Understood, answered, written
from symconv.check.telling.found import layer_values
from symconv.check.telling.stretches import stretches
from symconv.check.understanding.convolved import CONVOLVED
from symconv.check.understood import ASSUMED, DEFINITION, OPTIONS, READING, TEXT, USE, Fact, Reading
from symconv.notation.text import text
from symconv.notation.tree import Symbol


def understood(all_: Understood) -> Reading:
    """How the text was understood."""
    lost = (one.named for start, one in placed(all_.parts, all_.whole.reading, all_.found) if start is None)
    notes = [
        *all_.grounds[0].assumptions,
        *([CONVOLVED] if any(trial.used.get(TURNED) for _, trial in all_.asked) else []),
    ]
    return Reading(
        letters=dict(_letters(all_)),
        text=dict(_whole(all_)),
        sizes=dict(_sizes(all_)),
        parts=tuple(stretches(all_)),
        assumptions=(*notes, *(f"the text has no part {name}, of which the reading tells" for name in lost)),
    )


def _letters(all_: Understood) -> Iterator[tuple[str, Fact]]:
    """Each role's first letter; the definition that names it, where one does."""
    first: dict[str, str] = {}
    for name, role in all_.grounds[0].context.binding.roles.items():
        first.setdefault(role, name)
    forward = [one for ground in all_.grounds for one in ground.claims if one.kind == "forward"]
    for role in sorted(first, key=ROLES.index):
        name = first[role]
        line = next((one.statement.start for one in forward if name in {part.name for part in one.known}), None)
        if role in all_.whole.names:
            origin = all_.origin(role in all_.whole.reading.letters)
            yield role, Fact(value=all_.whole.names[role], origin=origin, told=True)
        else:
            yield role, Fact(value=name, origin=USE if line is None else DEFINITION, line=all_.line(line))


def _whole(all_: Understood) -> Iterator[tuple[str, Fact]]:
    """What holds for the whole text: what was given for it, and what ∗ does."""
    spec, told = all_.whole.spec, all_.whole.reading.text
    shown = dict(layer_values(spec)) if spec is not None else {}
    for name in LAYER:
        if name in all_.whole.layer:
            yield name, Fact(value=written(all_.whole.layer[name]), origin=all_.origin(name in told.layer), told=True)
        elif name in shown:
            given = "input_size" not in all_.whole.layer
            yield name, Fact(value=shown[name], origin=OPTIONS if given else ASSUMED, told=given)
    if all_.whole.base is not None:
        yield "index_base", Fact(value=all_.whole.base, origin=all_.origin(told.base is not None), told=True)
    yield from (("star", fact) for fact in _star(all_))


def _star(all_: Understood) -> Iterator[Fact]:
    """What ∗ does: told by the text or the reading, or by the definitions, or assumed."""
    first = all_.grounds[0]
    if "star" in first.said and first.star and not first.part.star:
        yield Fact(value=WORD[first.star], origin=TEXT, line=all_.line(first.said["star"]), told=True)
    elif (star := all_.whole.reading.text.star) is not None:
        yield Fact(value=WORD[star], origin=READING, told=True)
    else:
        yield from answered(STAR, all_.asked, all_, WORD.__getitem__)


def _sizes(all_: Understood) -> Iterator[tuple[str, Fact]]:
    """Letters for sizes: those that are told, then those that formulas ask for."""
    ground = all_.grounds[0]
    for declared, meaning in ground.declared.items():
        written, place = text(declared), ground.sized_at.get(declared)
        line, origin = all_.line(place), READING if place is None else TEXT
        yield written, Fact(value=counting(meaning), origin=origin, line=line, told=letter_of(written) == declared)
    for asked_ in dict.fromkeys(subject for _, trial in all_.asked for subject in trial.used if subject[0] == "size"):
        _, letter = asked_
        if not isinstance(letter, Symbol) or letter in ground.declared:
            continue
        for fact in answered(asked_, all_.asked, all_, lambda meant: counting(meant) if meant else ""):
            placed_ = ground.lengths.get(letter, Places()).ends and fact.origin == ASSUMED
            if fact.value:
                yield text(letter), Fact(value=fact.value, origin=USE) if placed_ else fact
