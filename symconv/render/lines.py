"""Formulas cut into the rows of an aligned display: ``left &= right``, long sums continued below."""

import re
from collections.abc import Iterator

from symconv.notation.ink import TEX_SIGNS
from symconv.notation.latex import Pen
from symconv.notation.tree import Equation, Node, Sum, absolute

LINE = 62
"""Signs of a formula that fit beside its left side."""

FRACTION = re.compile(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}")
COMMANDS = re.compile(r"\\[a-z]+|[{}_^ ]")


def rows(formulas: tuple[Node, ...], pen: Pen) -> Iterator[str]:
    """The rows of a display, without the line ends."""
    for formula in formulas:
        if not isinstance(formula, Equation):
            yield f"& {pen(formula)}"
            continue
        left, *sides = formula.sides
        start, sign = pen(left), TEX_SIGNS[formula.relation]
        if len(sides) > 1 and sum(_width(pen(side)) for side in sides) < LINE:
            yield f"{start} &{sign} {f' {sign} '.join(map(pen, sides))}"
            continue
        for side in sides:
            first, *rest = _cut(side, pen)
            yield f"{start} &{sign} {first}"
            yield from (rf"&\quad {part}" for part in rest)
            start = ""


def aligned(formulas: tuple[Node, ...]) -> str:
    """A display on its own, as notebooks show it."""
    body = " \\\\\n".join(rows(formulas, Pen()))
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def _cut(side: Node, pen: Pen) -> list[str]:
    """A side in pieces of at most about a line, cut before the signs of its sum."""
    if not isinstance(side, Sum) or len(side.terms) < 3:
        return [pen(side)]
    each = max(_width(pen(side.terms[0])), _width(pen(side.terms[-1]))) + 2
    count = max(1, LINE // each)
    pieces = [side.terms[at : at + count] for at in range(0, len(side.terms), count)]
    return [pen(Sum(pieces[0])), *(_continued(piece, pen) for piece in pieces[1:])]


def _continued(terms: tuple[Node, ...], pen: Pen) -> str:
    written = pen(Sum(terms))
    return written if absolute(terms[0])[0] else f"+ {written}"


def _width(written: str) -> int:
    """About how many signs a formula is wide; of a fraction the longer half is seen."""
    flat = FRACTION.sub(lambda match: max(match.groups(), key=len), written)
    return len(COMMANDS.sub("", flat))
