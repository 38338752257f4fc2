"""Formulas cut into the rows of an aligned display: ``left &= right``, long sums continued below."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from symconv.notation import mathml, typst
from symconv.notation.ink import TEX_SIGNS
from symconv.notation.latex import Pen
from symconv.notation.text import text
from symconv.notation.tree import BigSum, Equation, Node, Number, Partial, Product, Sum, Symbol, absolute
from symconv.notation.walk import children, units
from symconv.render.listing import listable

LINE = 62
"""Signs of a formula that fit beside its left side."""

SPACED = 3
"""What the brackets, signs and spaces of a factor take beside its letters."""

Hand = Callable[[Node], str]
"""Writes a tree in the format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a format writes the rows of a display.

    Attributes:
        signs: the signs of relations.
        indent: what a continued line starts with.
        fraction: finds a fraction with its two halves.
        stacked: finds an index with one above it, as two groups.
        silent: finds what takes no room.
        slash: writes a derivative on one line.
    """

    signs: Mapping[str, str]
    indent: str
    fraction: re.Pattern[str]
    stacked: re.Pattern[str]
    silent: re.Pattern[str]
    slash: str

    def width(self, written: str) -> int:
        """About how many signs a formula is wide; of a fraction and of stacked indices the longer half is seen."""
        for halves in (self.fraction, self.stacked):
            written = halves.sub(lambda match: max(match.groups(), key=len), written)
        return len(self.silent.sub("", written))


TEX = Manner(
    signs=TEX_SIGNS,
    indent=r"\quad ",
    fraction=re.compile(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}"),
    stacked=re.compile(r"_\{?([^{}_^]*)\}?\^\{([^{}]*)\}"),
    silent=re.compile(r"\\[a-z]+|[{}_^ ]"),
    slash=r"\partial {} / \partial {}",
)
TYPST = Manner(
    signs=typst.SIGNS,
    indent="quad ",
    fraction=re.compile(r"frac\(((?:[^(),]|\([^()]*\))*), ((?:[^(),]|\([^()]*\))*)\)"),
    stacked=re.compile(r"_\(([^()]*)\)\^\(\(?([^()]*)\)?\)"),
    silent=re.compile(r"[()_^ ]"),
    slash=r"∂ {} \/ ∂ {}",
)


def rows(formulas: tuple[Node, ...], hand: Hand, manner: Manner = TEX) -> Iterator[str]:
    """The rows of a display, without the line ends; what is only listed stands beside each other."""
    if listable(formulas):
        yield from _listed([next(_rows((formula,), hand, manner)) for formula in formulas], manner)
        return
    yield from _rows(formulas, hand, manner)


def _listed(written: list[str], manner: Manner) -> Iterator[str]:
    """Short formulas, as many in a row as there is room for, with commas between."""
    most = max(LINE // (max(map(manner.width, written)) + SPACED), 1)
    across = ceil(len(written) / ceil(len(written) / most))
    told = [*(f"{formula}," for formula in written[:-1]), written[-1]]
    for at in range(0, len(told), across):
        yield f"{manner.indent}& ".join(told[at : at + across])


def _rows(formulas: tuple[Node, ...], hand: Hand, manner: Manner) -> Iterator[str]:
    lefts = [_left(formula, hand, manner) if isinstance(formula, Equation) else "" for formula in formulas]
    sums = (isinstance(formula, Equation) and isinstance(formula.sides[0], Sum) for formula in formulas)
    margin = max((manner.width(left) for left, long in zip(lefts, sums, strict=True) if not long), default=0)
    for formula, start in zip(formulas, lefts, strict=True):
        if not isinstance(formula, Equation):
            yield f"& {hand(formula)}"
            continue
        left, *sides = formula.sides
        sign = manner.signs[formula.relation]
        if isinstance(left, Sum):
            parts = _cut(left, hand, manner, LINE)
            parts[-1] += f" {sign} {f' {sign} '.join(map(hand, sides))}"
            yield f"& {parts[0]}"
            yield from (f"&{manner.indent}{part}" for part in parts[1:])
            continue
        if len(sides) > 1 and sum(manner.width(hand(side)) for side in sides) < LINE:
            yield f"{start} &{sign} {f' {sign} '.join(map(hand, sides))}"
            continue
        for side in sides:
            first, *rest = _cut(side, hand, manner, LINE - margin)
            yield f"{start} &{sign} {first}"
            yield from (f"&{manner.indent}{part}" for part in rest)
            start = ""


def _left(formula: Equation, hand: Hand, manner: Manner) -> str:
    """A left side; a derivative with a slash, where no fraction stands on the right that it should look like."""
    left, *sides = formula.sides
    if isinstance(left, Partial) and not any(map(_stacked, sides)):
        return manner.slash.format(hand(left.of), hand(left.by))
    return hand(left)


def _stacked(node: Node) -> bool:
    """Whether a derivative stands in a node; what only names an entry is not looked into."""
    if isinstance(node, Symbol | Number):
        return False
    return isinstance(node, Partial) or any(map(_stacked, children(node)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a display on a page: what stands left of the relation, the relation, and pieces that may wrap."""

    left: str
    sign: str
    pieces: tuple[str, ...]


def pieces(formulas: tuple[Node, ...], pen: mathml.Pen) -> Iterator[Row]:
    """The rows of a display in pieces: a page is as wide as its reader has it, and breaks where it has to."""
    for formula in formulas:
        if not isinstance(formula, Equation):
            yield Row(left="", sign="", pieces=tuple(pen.pieces(formula)))
            continue
        left, *sides = formula.sides
        sign = mathml.sign(formula.relation)
        if isinstance(left, Sum):
            yield Row(left="", sign="", pieces=(*pen.pieces(left), *(sign + pen(side) for side in sides)))
            continue
        plain = not any(map(_stacked, sides))
        start = pen.inline(left) if plain else pen(left)
        if len(sides) > 1 and sum(len(text(side)) for side in sides) < LINE:
            first, *rest = (tuple(pen.pieces(side)) for side in sides)
            yield Row(left=start, sign=sign, pieces=sum(((sign, *side) for side in rest), first))
            continue
        for side in sides:
            yield Row(left=start, sign=sign, pieces=tuple(pen.pieces(side)))
            start = ""


def aligned(formulas: tuple[Node, ...]) -> str:
    """A display on its own, as notebooks show it."""
    body = " \\\\\n".join(rows(formulas, Pen()))
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def _cut(side: Node, hand: Hand, manner: Manner, room: int) -> list[str]:
    """A side in pieces of at most about a line, cut before the signs of its sum, or before factors."""
    if isinstance(side, BigSum | Product):
        return _filled(list(map(hand, units(side))), manner, room)
    if not isinstance(side, Sum) or len(side.terms) < 3:
        return [hand(side)]
    each = max(manner.width(hand(side.terms[0])), manner.width(hand(side.terms[-1]))) + 2
    count = max(1, LINE // each)
    parts = [side.terms[at : at + count] for at in range(0, len(side.terms), count)]
    return [hand(Sum(parts[0])), *(_continued(part, hand) for part in parts[1:])]


def _filled(written: list[str], manner: Manner, room: int) -> list[str]:
    """Pieces on as few lines as they fit, with the space around each."""
    lines, used = [written[0]], manner.width(written[0]) + SPACED
    for piece in written[1:]:
        width = manner.width(piece) + SPACED
        if used + width > room:
            lines, used = [*lines, piece], width
        else:
            lines[-1], used = f"{lines[-1]} {piece}", used + width
    return lines


def _continued(terms: tuple[Node, ...], hand: Hand) -> str:
    written = hand(Sum(terms))
    return written if absolute(terms[0])[0] else f"+ {written}"
