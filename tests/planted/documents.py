"""Drafts of texts: a layer, right statements and one with a mistake, before it is decided how they are written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from planted import entries, loops, operators
from planted.chance import seeded
from planted.document import Document, Line
from planted.domain import layer, right
from planted.formula import Formula, Layer, counted
from planted.prose import conventions, stated
from planted.slips import slips
from planted.truths import Family, family, formulas
from planted.voices import Voice, voice

KINDS = ("general", "general", "general", "chain", "entries", "entries", "operators", "loops")

Written = Callable[[Voice, Random], Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that is yet to be written in somebody's voice."""

    kind: str
    axes: int
    written: Written
    limits: bool = True

    def voice(self, rng: Random) -> Voice:
        """Any voice that can say it."""
        while True:
            found = replace(voice(rng, self.axes), limits=self.limits)
            if self.kind != "chain" or not (found.plain or found.upstream == "d"):
                return found


def draft(rng: Random, *, planted: bool = True, kinds: tuple[str, ...] = KINDS) -> Draft:
    """Any text; with ``planted`` its last statement is wrong for sure, else all are right."""
    return MAKERS[rng.choice(kinds)](rng, planted)


def documents(number: int, seed: int, *, planted: bool = True) -> Iterator[Document]:
    for n in range(number):
        rng = seeded(seed, n)
        one = draft(rng, planted=planted)
        yield one.written(one.voice(rng), rng)


def _general(rng: Random, planted: bool) -> Draft:
    about, limits = family(rng), rng.random() < 0.6
    there = formulas(about)
    names = rng.sample([name for name in there if name != "forward"], 3 if len(there) > 3 else 2)
    mistake, last = planted_in(there[names[0]], about, rng, limits=limits) if planted else ("", there[names[0]])
    pieces = (*((there[name], "") for name in ("forward", *names[1:])), (last, mistake))

    def written(said: Voice, prose: Random) -> Document:
        lines = tuple(Line(text=said.formula(counted(one, said.base)), mistake=slip) for one, slip in pieces)
        return Document(kind="general", prose=conventions(about, said, prose), lines=lines, plain=said.plain)

    return Draft(kind="general", axes=about.axes, written=written, limits=limits)


def _chain(rng: Random, planted: bool) -> Draft:
    """A = B = C, where B has the local derivative and C is the formula."""
    about, limits = family(rng), rng.random() < 0.6
    forward, one = (formulas(about)[name] for name in ("forward", "filter"))
    mistake, end = planted_in(one, about, rng, limits=limits) if planted else ("", one)
    glue = rng.choice((" = ", " \\\\\n = "))

    def written(said: Voice, prose: Random) -> Document:
        first = counted(one, said.base)
        output, tap = said.entry("y", first.factors[0][1]), said.entry("w", tuple(((1, (name,)),) for name in one.left))
        upstream = said.gradient("y", first.factors[0][1])
        link = "".join(map(said.sum, first.sums)) + rf"{upstream} \frac{{\partial {output}}}{{\partial {tap}}}"
        chain = f"{said.left(one)} = {link}{glue}{said.right(counted(end, said.base))}"
        lines = (Line(text=said.formula(counted(forward, said.base))), Line(text=chain, mistake=mistake))
        return Document(kind="chain", prose=conventions(about, said, prose), lines=lines)

    return Draft(kind="chain", axes=about.axes, written=written, limits=limits)


def planted_in(one: Formula, about: Family, rng: Random, *, limits: bool) -> tuple[str, Formula]:
    """A mistake that is one on every layer tried, and that shows on paper."""
    found = list(slips(one))
    rng.shuffle(found)
    for mistake, wrong in found:
        if wrong == one or (not limits and _forgiven(mistake, one)):
            continue
        try:
            if not right(wrong, about, rng, alike=True):
                return mistake, wrong
        except ValueError:
            continue
    raise AssertionError("no mistake can be planted")


def _forgiven(mistake: str, one: Formula) -> bool:
    """What does not show without limits, or holds where such sums run over all integers."""
    return mistake == "limits" or (mistake == "off-by-one" and len(one.factors) == 1)


def _entries(rng: Random, planted: bool) -> Draft:
    about = Family(
        axes=rng.choice((1, 2, 2)), stride=rng.random() < 0.5, padding=rng.random() < 0.4, dilation=rng.random() < 0.3
    )
    here = layer(about, rng)
    there = [entries.entry(here, kind, _somewhere(here, kind, rng)) for kind in rng.sample("xxxwwy", 4)]
    slipped = [(name, one) for name, one in entries.slips(there[-1], here, rng) if not entries.right(one, here)]
    mistake, last = rng.choice(slipped) if planted else ("", there[-1])
    pieces = (*((one, "") for one in there[:-1]), (last, mistake))

    def written(said: Voice, prose: Random) -> Document:
        lines = tuple(Line(text=entries.written(one, said), mistake=slip) for one, slip in pieces)
        said_first = stated(here, prose, base=said.base, upstream=said, plain=said.plain)
        return Document(kind="entries", prose=said_first, lines=lines, plain=said.plain)

    return Draft(kind="entries", axes=about.axes, written=written)


def _somewhere(here: Layer, kind: str, rng: Random) -> tuple[int, ...]:
    shape = [{"x": one.size, "w": one.kernel, "y": one.outputs}[kind] for one in here.axes]
    return tuple(map(rng.randrange, shape))


def _operators(rng: Random, planted: bool) -> Draft:
    here, left = operators.layer(rng), rng.choice("WX")
    slipped = [(name, one) for name, one in operators.SLIPS[left] if not operators.right(one, here, rng)]
    mistake, recipe = rng.choice(slipped) if planted else ("", operators.RIGHT[left])
    pieces = ((operators.RIGHT["X" if left == "W" else "W"], ""), (recipe, mistake))

    def written(said: Voice, prose: Random) -> Document:
        names = prose.choice(
            ({"X": "X", "W": "W", "Y": "Y"}, {"X": "X", "W": "F", "Y": "O"}, {"X": "A", "W": "K", "Y": "Z"})
        )
        lines = tuple(
            Line(text=operators.written(one, here, names, plain=said.plain), mistake=slip) for one, slip in pieces
        )
        first = stated(here, prose, words=names, plain=said.plain)
        return Document(kind="operators", prose=first, lines=lines, plain=said.plain)

    return Draft(kind="operators", axes=2, written=written)


def _loops(rng: Random, planted: bool) -> Draft:
    here = layer(Family(axes=rng.choice((1, 2, 2)), stride=rng.random() < 0.6, dilation=rng.random() < 0.2), rng)
    first, second = rng.sample("xw", 2)
    one = loops.loop(second, here)
    slipped = [(name, wrong) for name, wrong in loops.slips(one) if loops.right(wrong, here, rng) is False]
    mistake, last = rng.choice(slipped) if planted else ("", one)
    pieces = ((loops.loop(first, here), ""), (last, mistake))

    def written(said: Voice, prose: Random) -> Document:
        names = dict(zip(("m0", "m1", "a0", "a1"), prose.choice(("ijuv", "ijab", "pqrs", "mnuv")), strict=True))
        names |= prose.choice(
            ({"x": "X", "w": "W", "g": "dY"}, {"x": "x", "w": "w", "g": "dy"}, {"x": "X", "w": "F", "g": "dO"})
        )
        lines = tuple(Line(text=loops.written(one, names), mistake=slip) for one, slip in pieces)
        return Document(kind="loops", prose=stated(here, prose, base=0), lines=lines)

    return Draft(kind="loops", axes=len(here.axes), written=written)


MAKERS: dict[str, Callable[[Random, bool], Draft]] = {
    "general": _general,
    "chain": _chain,
    "entries": _entries,
    "operators": _operators,
    "loops": _loops,
}
