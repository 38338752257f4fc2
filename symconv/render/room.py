"""About how much room a block takes, in ems: what surely fits need not be measured, which is slow."""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil, inf

from symconv.lesson.blocks import Bullets, Display, Panel, Panels, Paragraph, Table, VerdictTable, Words
from symconv.lesson.slide import Frames, Legend, Question, Shown, Slide
from symconv.notation.text import text
from symconv.notation.tree import BigSum, Node, Partial, Sum, Symbol
from symconv.render.unfolded import unfolded

SIGN, INDEX, LINE, FRACTION, ROW = 0.75, 0.42, 1.7, 2.7, 2.4
"""Width of a sign and of one in an index; height of a line, of a line with fractions, of a row of a matrix."""

PAGE, FREE = 38, 13
"""Width of a slide, and the height that is surely free below its title."""

NARROWEST = 1.75
"""Width of the narrowest columns of a matrix."""


GAP = 2
"""Between two matrices, with their brackets."""

FULL = 62
"""Signs of a sum on one line, as plain text writes them."""


def column(panel: Panel) -> float:
    """The width of every column of a matrix."""
    return round(max(NARROWEST, 0.25 + max(_cell(cell.node) for row in panel.matrix.rows for cell in row)), 2)


def wide(panel: Panel) -> float:
    """The width of a matrix."""
    return 1 + len(panel.matrix.rows[0]) * (column(panel) + 0.1)


def fullest(pages: Iterable[list[tuple[str, Shown]]]) -> int | None:
    """Which page, given as blocks with their kinds, has the most on it; None where each surely fits."""
    heights = [tall(tuple(block for _, block in page)) for page in pages]
    return heights.index(max(heights)) if max(heights) > FREE else None


def tall(blocks: tuple[Shown, ...], page: float = PAGE) -> float:
    """The height of blocks below each other, matrices beside each other as far as a page is wide."""
    return sum(_height(block, page) for block in blocks)


def fitting(slide: Slide, sizes: tuple[int, ...], width: float, height: float) -> int:
    """The largest of these sizes of type, in pixels, at which each step of a slide stays within a width and height."""
    pages = [page.blocks for page in unfolded(slide)]
    widest = max((_beside(block) for page in pages for block in page), default=1)
    needed = min(width / widest, height / max(tall(page, inf) for page in pages))
    return next((size for size in sizes if size <= needed), sizes[-1])


def _beside(block: Shown) -> float:
    """The width of matrices beside each other."""
    panels = block.pictures[-1][0] if isinstance(block, Frames) else block
    return sum(GAP + wide(panel) for panel in panels.panels) if isinstance(panels, Panels) else 1


@lru_cache(maxsize=10_000)
def _cell(node: Node) -> float:
    if isinstance(node, Partial):
        return 0.3 + 0.7 * (SIGN + _cell(node.by))
    if isinstance(node, Symbol):
        scripts = (len(text(Symbol("", node.index))), len(text(Symbol("", (), node.upper))))
        return SIGN * len(node.name) + INDEX * max(*scripts, 1) - INDEX
    return SIGN + INDEX * max(len(text(node)) - 1, 0)


def _height(block: Shown, page: float) -> float:
    match block:
        case Paragraph(words=words):
            return _lines(words)
        case Bullets(items=items):
            return sum(map(_lines, items)) + LINE
        case Question(asked=asked, choices=choices, because=because):
            return _lines(asked) + sum(map(_lines, choices)) + _lines(because) + 3 * LINE
        case Display(formulas=formulas):
            return sum(_formula(formula) for formula in formulas) + LINE
        case Panels(panels=panels):
            lines = ceil(sum(map(wide, panels)) / page) or 1
            return lines * (max(len(panel.matrix.rows) for panel in panels) * ROW + 2 * LINE) + LINE
        case Frames(pictures=pictures):
            return sum(_height(panels, page) + _under(words) for panels, words in pictures)
        case Table(rows=rows) | VerdictTable(rows=rows):
            return (len(rows) + 2) * LINE
        case Legend(meanings=meanings):
            return ceil(len(meanings) / 2) * LINE
    return LINE


def _under(words: Words) -> float:
    formulas = tuple(word for word in words if not isinstance(word, str))
    return _height(Display(formulas=formulas), PAGE) if len(formulas) == len(words) else _lines(words)


def _formula(formula: Node) -> float:
    sides = [side for side in getattr(formula, "sides", ())[1:] if isinstance(side, Sum | BigSum)]
    return sum(map(_side, sides)) or FRACTION


def _side(side: Sum | BigSum) -> float:
    """A sum ends its line after four terms, or where a line is full; what a Σ runs over stands in lines below it."""
    if isinstance(side, BigSum):
        return FRACTION + LINE * len(side.over)
    return FRACTION * max(ceil(len(side.terms) / 4), ceil(len(text(side)) / FULL))


def _lines(words: Words) -> float:
    signs = sum(len(part if isinstance(part, str) else text(part)) for part in words)
    return LINE * ceil(signs / (2 * PAGE))
