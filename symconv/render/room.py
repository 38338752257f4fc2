"""About how much room a block takes, in ems: what surely fits need not be measured, which is slow."""

from math import ceil

from symconv.lesson.blocks import Bullets, Display, Panel, Panels, Paragraph, Table, VerdictTable, Words
from symconv.lesson.slide import Frames, Legend, Question, Shown
from symconv.notation.text import text
from symconv.notation.tree import Node, Partial, Sum

SIGN, INDEX, LINE, FRACTION, ROW = 0.75, 0.45, 1.7, 2.7, 2.4
"""Width of a sign and of one in an index; height of a line, of a line with fractions, of a row of a matrix."""

PAGE = 38
"""Width of a slide."""


def wide(panel: Panel) -> float:
    """The width of a matrix."""
    rows = panel.matrix.rows
    return 1 + len(rows[0]) * max(0.6 + _cell(cell.node) for row in rows for cell in row)


def tall(blocks: tuple[Shown, ...]) -> float:
    """The height of blocks below each other."""
    return sum(map(_height, blocks))


def _cell(node: Node) -> float:
    if isinstance(node, Partial):
        return 0.7 * (SIGN + _cell(node.by))
    return SIGN + INDEX * max(len(text(node)) - 1, 0)


def _height(block: Shown) -> float:
    match block:
        case Paragraph(words=words):
            return _lines(words)
        case Bullets(items=items) | Question(choices=items):
            return sum(map(_lines, items)) + LINE
        case Display(formulas=formulas):
            return sum(FRACTION * _rows(formula) for formula in formulas) + LINE
        case Panels(panels=panels):
            lines = ceil(sum(map(wide, panels)) / PAGE)
            return lines * (max(len(panel.matrix.rows) for panel in panels) * ROW + 2 * LINE) + LINE
        case Frames(pictures=pictures):
            return sum(_height(panels) + _lines(words) for panels, words in pictures)
        case Table(rows=rows) | VerdictTable(rows=rows):
            return (len(rows) + 2) * LINE
        case Legend(meanings=meanings):
            return ceil(len(meanings) / 2) * LINE
    return LINE


def _rows(formula: Node) -> int:
    terms = [len(side.terms) for side in getattr(formula, "sides", ()) if isinstance(side, Sum)]
    return sum(ceil(count / 4) for count in terms) or 1


def _lines(words: Words) -> float:
    signs = sum(len(part if isinstance(part, str) else text(part)) for part in words)
    return LINE * ceil(signs / (2 * PAGE))
