"""What was understood of each part of a text: its layer, where counting starts, and what tells them."""

from collections import Counter
from collections.abc import Iterator

from symconv.check.asking import Subject
from symconv.check.evaluating.questions import ENTRIES, GENERAL
from symconv.check.facts.headings import headings
from symconv.check.readings.ground import Ground
from symconv.check.telling.basis import LAYER, WORD, Understood, answered, written
from symconv.check.telling.found import found_layer
from symconv.check.understood import ASSUMED, HEADER, READING, TEXT, USE, Fact, Stretch


def stretches(all_: Understood) -> Iterator[Stretch]:
    """Each part, with its lines, its heading where no other is called so, and its facts."""
    titles = [(place, title.strip()) for place, title in headings(all_.found.text)]
    called = Counter(title for _, title in titles)
    begins = {place: title for place, title in titles if called[title] == 1}
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
            told[name] = Fact(value=written(value), origin=READING, told=True)
        else:
            origin = HEADER if part.headed else TEXT
            line = all_.line(part.said.get(name))
            told[name] = Fact(value=written(value), origin=origin, line=line, told=True)
    known = {} if whole else found_layer(ground, [trial for _, trial in all_.chosen(ground)], all_.line)
    for name in LAYER:
        if name in told or (name in known and name not in all_.whole.layer):
            yield name, told.get(name) or known[name]
    yield from (("index_base", fact) for fact in _base(ground, all_))
    if part.star is not None:
        yield "star", Fact(value=WORD[part.star], origin=READING, told=True)


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
        for fact in answered(subject, asked, all_, int):
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
