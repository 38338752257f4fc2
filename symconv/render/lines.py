"""Formulas cut into the rows of an aligned display: ``left &= right``, long sums continued below."""

import re
from collections.abc import Iterator

from symconv.notation.latex import SIGNS, latex
from symconv.notation.tree import Equation, Node, Sum, absolute

LINE = 62
"""Signs of a formula that fit beside its left side."""

COMMANDS = re.compile(r"\\[a-z]+|[{}_^ ]")


def rows(formulas: tuple[Node, ...]) -> Iterator[str]:
    """The rows of a display, without the line ends."""
    for formula in formulas:
        if not isinstance(formula, Equation):
            yield f"& {latex(formula)}"
            continue
        left, *sides = formula.sides
        start, sign = latex(left), SIGNS[formula.relation]
        written = [latex(side) for side in sides]
        if sum(map(_width, written)) < LINE:
            yield f"{start} &{sign} {f' {sign} '.join(written)}"
            continue
        for side in sides:
            first, *rest = _cut(side)
            yield f"{start} &{sign} {first}"
            yield from (rf"&\quad {part}" for part in rest)
            start = ""


def aligned(formulas: tuple[Node, ...]) -> str:
    """A display on its own, as notebooks show it."""
    body = " \\\\\n".join(rows(formulas))
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def _cut(side: Node) -> list[str]:
    """A side in pieces of at most about a line, cut before the signs of its sum."""
    if not isinstance(side, Sum) or len(side.terms) < 3:
        return [latex(side)]
    each = max(_width(latex(side.terms[0])), _width(latex(side.terms[-1]))) + 2
    count = max(1, LINE // each)
    pieces = [side.terms[at : at + count] for at in range(0, len(side.terms), count)]
    return [latex(Sum(pieces[0])), *(_continued(piece) for piece in pieces[1:])]


def _continued(terms: tuple[Node, ...]) -> str:
    written = latex(Sum(terms))
    return written if absolute(terms[0])[0] else f"+ {written}"


def _width(written: str) -> int:
    """About how many signs a formula is wide; of a fraction the longer half is seen."""
    fraction = re.compile(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}")
    flat = fraction.sub(lambda match: max(match.groups(), key=len), written)
    return len(COMMANDS.sub("", flat))
