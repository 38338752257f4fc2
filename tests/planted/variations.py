"""The same text said otherwise: letters, base, displays, neighbours, spelling. No verdict may change."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from planted.chance import seeded
from planted.document import Document, Line
from planted.documents import KINDS, draft
from planted.voices import Voice

UNREADABLE = (
    r"$$ \clubsuit \mathfrak{Q} \mapsto \oint \heartsuit ?! $$",
    r"$$ \left\langle \text{see above} \right. \propto \dagger $$",
)

SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"\frac", r"\dfrac"),
    (r"\sum_", r"\sum\limits_"),
    (" = ", r" \;=\; "),
    (r"\partial ", r"\partial{}"),
    (",", ", "),
    (r"\sum", r"\displaystyle\sum"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text, and the same said otherwise."""

    kind: str
    first: Document
    second: Document


def letters(rng: Random) -> Pair:
    """Every letter, the upstream gradient's name, brackets and the order of factors."""
    one = draft(rng, planted=rng.random() < 0.5, kinds=("general", "chain", "entries"))
    said = one.voice(rng)
    other = replace(one.voice(rng), base=said.base)
    seed = rng.random()
    return Pair(kind="letters", first=one.written(said, seeded(seed)), second=one.written(other, seeded(seed)))


def base(rng: Random) -> Pair:
    one = draft(rng, planted=rng.random() < 0.5, kinds=("general", "chain", "entries"))
    said = one.voice(rng)
    seed = rng.random()
    other = replace(said, base=1 - said.base)
    return Pair(kind="base", first=one.written(said, seeded(seed)), second=one.written(other, seeded(seed)))


def displays(rng: Random) -> Pair:
    first = _text(rng, ("general", "chain", "entries", "operators"))
    return Pair(kind="displays", first=first, second=replace(first, joined=True))


def section(rng: Random) -> Pair:
    """Another layer in a section of its own, before or after."""
    first, other = _text(rng, KINDS), _text(rng, ("general", "entries", "operators"), planted=False)
    heading, name = ("## The first example",), ("## Another layer",)
    shown = ("\n\n".join(other.parts()),)
    if rng.random() < 0.5:
        second = replace(first, prose=(*name, *shown, *heading, *first.prose))
    else:
        second = replace(first, prose=(*heading, *first.prose), tail=(*name, *shown))
    return Pair(kind="section", first=first, second=second)


def unreadable(rng: Random) -> Pair:
    first = _text(rng, KINDS)
    return Pair(kind="unreadable", first=first, second=replace(first, between=rng.choice(UNREADABLE)))


def spelling(rng: Random) -> Pair:
    first = _text(rng, ("general", "chain", "entries"))
    chosen = rng.sample(SPELLINGS, 3)

    def respelt(text: str) -> str:
        for usual, other in chosen:
            text = text.replace(usual, other)
        return text

    lines = tuple(Line(text=respelt(line.text), mistake=line.mistake) for line in first.lines)
    return Pair(kind="spelling", first=first, second=replace(first, lines=lines))


def _text(rng: Random, kinds: tuple[str, ...], *, planted: bool | None = None) -> Document:
    """Any text with TeX."""
    one = draft(rng, planted=rng.random() < 0.5 if planted is None else planted, kinds=kinds)
    said: Voice = one.voice(rng)
    while said.plain:
        said = one.voice(rng)
    return one.written(said, rng)


VARIATIONS: dict[str, Callable[[Random], Pair]] = {
    "letters": letters,
    "base": base,
    "displays": displays,
    "section": section,
    "unreadable": unreadable,
    "spelling": spelling,
}
