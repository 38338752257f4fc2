"""How large the type of a slide in Markdown may be: the largest at which all of it fits, lines counted at that size.

Heights are ems of the type, as Marp sets them; the width of signs is an estimate, with room to spare.
"""

import re
from math import ceil

from symconv.lesson.blocks import Bullets, Chart, Display, Paragraph, Picture, Table, VerdictTable, Words
from symconv.lesson.slide import Frames, Legend, Question, Shown, Slide
from symconv.notation.text import text
from symconv.notation.tree import BigSum, Equation, Node, Partial
from symconv.notation.walk import walk
from symconv.render.room import FULL, beside, tall
from symconv.render.unfolded import unfolded

LINE, BETWEEN, SIGN = 1.5, 0.73, 0.52
"""Height of a line of words, what is left free below a block, and the width of a sign."""

EQUATION, FRACTION, SUM = 1.4, 2.6, 3.3
"""Height of a formula on one line, of one with fractions, of one with a Σ."""

ROW, LABEL = 2.05, 2.2
"""Height of a row of cells, and of what stands above them."""

SILENT = re.compile(r"[ _^{}·]")
"""What a formula as plain text has more of than one that is set."""

AROUND = 0.8
"""What is left free around formulas."""


def fitting(slide: Slide, sizes: tuple[int, ...], width: float, height: float) -> int:
    """The largest of these sizes of type, in pixels, at which each step of a slide stays within a width and height."""
    pages = [page.blocks for page in unfolded(slide)]
    widest = max((beside(block) for page in pages for block in page), default=1)

    def fits(size: int) -> bool:
        signs = int(width / size / SIGN)
        tallest = max(sum(high(block, signs) for block in page) for page in pages)
        return widest * size <= width and tallest * size <= height

    return next(filter(fits, sizes), sizes[-1])


def high(block: Shown, signs: int) -> float:
    """The height of a block where a line holds so many signs."""
    match block:
        case Paragraph(words=words):
            return _words(words, signs) + BETWEEN
        case Bullets(items=items):
            return sum(_words(item, signs - 4) + BETWEEN / 3 for item in items) + BETWEEN
        case Question(asked=asked, choices=choices, because=because):
            return sum(_words(words, signs) + BETWEEN for words in (asked, *choices, because))
        case Display(formulas=formulas):
            return sum(map(_formula, formulas)) + AROUND
        case Picture(stop=stop):
            made = Display(formulas=stop.formulas) if stop and stop.formulas else None
            return _grids(block) + (high(made, signs) if made else 0)
        case Frames(pictures=pictures):
            return sum(_grids(picture) + _under(words, signs) for picture, words in pictures)
        case Chart():
            return 4 * LINE + BETWEEN
        case Table(rows=rows) | VerdictTable(rows=rows):
            return (len(rows) + 1) * 1.3 * LINE + BETWEEN
        case Legend(meanings=meanings):
            return ceil(len(meanings) / 4) * 1.3 * LINE + BETWEEN
    return tall((block,))


def _words(words: Words, signs: int) -> float:
    return LINE * ceil(sum(len(part if isinstance(part, str) else text(part)) for part in words) / max(signs, 1))


def _under(words: Words, signs: int) -> float:
    formulas = tuple(word for word in words if not isinstance(word, str))
    block = Display(formulas=formulas) if len(formulas) == len(words) else Paragraph(words=words)
    return high(block, signs)


def _grids(picture: Picture) -> float:
    """Grids with their labels, row by row."""
    return sum(ROW * max(len(grid.matrix.rows) for grid in row) + LABEL + BETWEEN for row in picture.rows)


def _formula(formula: Node) -> float:
    """A formula goes on below where a line is full."""
    sides = formula.sides[1:] if isinstance(formula, Equation) else (formula,)
    one = max(map(_line, sides), default=EQUATION)
    signs = sum(len(SILENT.sub("", text(side))) for side in sides)
    return one * max(1, ceil(signs / FULL))


def _line(side: Node) -> float:
    inside = list(walk(side))
    if any(isinstance(node, BigSum) for node in inside):
        return SUM
    return FRACTION if any(isinstance(node, Partial) for node in inside) else EQUATION
