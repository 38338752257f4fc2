"""How a text was understood: what it says, what its definitions and its use of letters tell, and what was assumed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from symconv.check.asking import Subject
from symconv.check.evaluating.questions import ENTRIES, GENERAL, STAR, TURNED
from symconv.check.facts.declared import COUNTS
from symconv.check.facts.given import placed
from symconv.check.facts.headings import headings
from symconv.check.facts.letters import letter_of
from symconv.check.facts.parts import Part
from symconv.check.facts.whole import Whole
from symconv.check.readings.ground import Ground
from symconv.check.readings.lengths import Places
from symconv.check.readings.saved import ROLES, SIZES, STARS, counting
from symconv.check.readings.trial import Trial
from symconv.check.readings.worlds import Table, Worlds
from symconv.check.sources import Source
from symconv.check.telling.found import found_layer, layer_values
from symconv.check.telling.options import by_axis
from symconv.check.understanding.convolved import CONVOLVED
from symconv.check.understood import ASSUMED, DEFINITION, HEADER, OPTIONS, READING, TEXT, USE, Fact, Reading, Stretch
from symconv.notation.text import text
from symconv.notation.tree import Symbol

LAYER = (*SIZES, *COUNTS)
_WORD = {meant: word for word, meant in STARS.items()}


@dataclass(frozen=True, kw_only=True)
class Understood:
    """All that a reading is told from.

    Attributes:
        found: the text.
        parts: the parts that the text tells of itself.
        whole: what was given for the whole text.
        grounds: the common ground of each part.
        among: the readings that stay.
    """

    found: Source
    parts: Sequence[Part]
    whole: Whole
    grounds: Sequence[Ground]
    among: Worlds

    def line(self, offset: int | None) -> int | None:
        """The line of an offset; one behind the text's end lies in its comments, which are heard after it."""
        if offset is None:
            return None
        behind = offset - len(self.found.text)
        for start, said in self.found.comments if behind > 0 else ():
            if behind <= len(said) + 1:
                return self.found.place(start)[0]
            behind -= len(said) + 1
        return self.found.place(min(offset, len(self.found.text)))[0]

    @cached_property
    def asked(self) -> Sequence[tuple[Table, Trial]]:
        """The statements, each in its first reading that stays."""
        live = self.among.live
        return [(table, trial) for table in self.among.tables for trial in table.among(live)[:1]]

    def chosen(self, ground: Ground) -> Sequence[tuple[Table, Trial]]:
        """Those of one part."""
        return [(table, trial) for table, trial in self.asked if table.ground.part.start == ground.part.start]

    def origin(self, given: bool) -> str:
        """What tells something that is given for the whole text."""
        return READING if given else OPTIONS


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
        parts=tuple(_parts(all_)),
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
            yield name, Fact(value=_written(all_.whole.layer[name]), origin=all_.origin(name in told.layer), told=True)
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
        yield Fact(value=_WORD[first.star], origin=TEXT, line=all_.line(first.said["star"]), told=True)
    elif (star := all_.whole.reading.text.star) is not None:
        yield Fact(value=_WORD[star], origin=READING, told=True)
    else:
        yield from _answered(STAR, all_.asked, all_, _WORD.__getitem__)


def _written(value: Any) -> str | int:
    """A value of a layer's option as people write it: ``5x5``, ``1:2x0``."""
    if isinstance(value, list | tuple):
        return by_axis(value)
    return value if isinstance(value, int) else str(value)


def _answered(subject: Subject, asked: Sequence[tuple[Table, Trial]], all_: Understood, word: Any) -> Iterator[Fact]:
    """The answer to a question, where some statement asks it: the definitions', or one that is assumed."""
    for table, trial in asked:
        if subject in trial.used:
            defined = len(table.told.get(subject, ())) == 1 and bool(table.ground.definitions)
            line = all_.line(table.ground.definitions[0].statement.start) if defined else None
            yield Fact(value=word(trial.used[subject]), origin=DEFINITION if defined else ASSUMED, line=line)
            return


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
        for fact in _answered(asked_, all_.asked, all_, lambda meant: counting(meant) if meant else ""):
            placed_ = ground.lengths.get(letter, Places()).ends and fact.origin == ASSUMED
            if fact.value:
                yield text(letter), Fact(value=fact.value, origin=USE) if placed_ else fact


def _parts(all_: Understood) -> Iterator[Stretch]:
    called = Counter(title.strip() for _, title in headings(all_.found.text))
    begins = {place: title.strip() for place, title in headings(all_.found.text) if called[title.strip()] == 1}
    for ground in all_.grounds:
        part = ground.part
        line, column = all_.found.place(part.start)
        first = part.start == 0 or part.start == all_.found.offset(line, 0)
        written = all_.found.text[: part.end].rstrip()
        yield Stretch(
            line=1 if part.start == 0 else line,
            column=0 if first else column,
            end=max(line, all_.found.place(len(written) - 1)[0] if written else line),
            title=begins.get(part.start, "") if part.start else "",
            facts=dict(_facts(ground, all_)),
        )


def _facts(ground: Ground, all_: Understood) -> Iterator[tuple[str, Fact]]:
    """What was understood of one part: its layer, where counting starts, what ∗ does if it tells that itself."""
    part, told = ground.part, {}
    whole = all_.whole.spec is not None
    for name, value in {**part.options, **part.given}.items():
        if name in part.given:
            told[name] = Fact(value=_written(value), origin=READING, told=True)
        else:
            origin = HEADER if part.headed else TEXT
            line = all_.line(part.said.get(name))
            told[name] = Fact(value=_written(value), origin=origin, line=line, told=True)
    known = {} if whole else found_layer(ground, [trial for _, trial in all_.chosen(ground)], all_.line)
    for name in LAYER:
        if name in told or (name in known and name not in all_.whole.layer):
            yield name, told.get(name) or known[name]
    yield from (("index_base", fact) for fact in _base(ground, all_))
    if part.star is not None:
        yield "star", Fact(value=_WORD[part.star], origin=READING, told=True)


def _base(ground: Ground, all_: Understood) -> Iterator[Fact]:
    """Where counting starts: told by the part, by the text, by its numbers or its definitions, or assumed."""
    part = ground.part
    if part.base is not None:
        origin = READING if "index_base" not in part.said else HEADER if part.headed else TEXT
        yield Fact(value=part.base, origin=origin, line=all_.line(part.said.get("index_base")), told=True)
        return
    if all_.whole.base is not None:
        return
    asked = all_.chosen(ground)
    found: dict[Subject, Fact] = {}
    for subject in (GENERAL, ENTRIES):
        for fact in _answered(subject, asked, all_, int):
            if ground.base is not None:
                found[subject] = Fact(value=fact.value, origin=TEXT, line=all_.line(ground.said.get("index_base")))
            elif fact.origin == ASSUMED and ground.starts[subject] == fact.value:
                found[subject] = Fact(value=fact.value, origin=USE)
            else:
                found[subject] = fact
    if len({fact.value for fact in found.values()}) == 2:
        general, entries = found[GENERAL], found[ENTRIES]
        both = f"{general.value} in formulas, {entries.value} in numbered entries"
        yield Fact(value=both, origin=entries.origin, line=entries.line)
    else:
        yield from list(found.values())[:1]
