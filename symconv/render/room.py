"""About how much room a block takes, in ems."""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from symconv.lesson.blocks import Bullets, Chart, Code, Display, Grid, Paragraph, Picture, Table, VerdictTable, Words
from symconv.lesson.slide import Frames, Legend, Question, Shown, Slide
from symconv.notation.text import text
from symconv.notation.tree import Apply, BigSum, Node, Number, Partial, Sum, Symbol
from symconv.notation.walk import walk

SIGN, INDEX, LINE, FRACTION, ROW = 0.6, 0.36, 1.7, 2.7, 1.9
"""Width of a sign and of one in an index; height of a line, of a line with fractions, of a row of a matrix."""

WORD = 0.3
"""What is left free beside a name of several letters."""

PAGE = 38
"""Width of a slide."""

BRACKETS = 1.8
"""Width of a pair of brackets around what is higher than a line, with what browsers leave free beside them."""

NARROWEST = 1.9
"""Width of the narrowest columns of a matrix: as wide as they are high."""


CHART = 11.5
"""Height of a chart."""

GAP = 2
"""Between two matrices, with their brackets."""

LETTER = 0.7
"""No sign of a label is wider."""

FULL = 62
"""Signs of a sum on one line, as plain text writes them."""


def column(grid: Grid) -> float:
    """The width of every column of a grid."""
    return round(max(NARROWEST, 0.35 + max(_cell(cell.node) for row in grid.matrix.rows for cell in row)), 2)


def wide(grid: Grid) -> float:
    """The width of a grid."""
    return len(grid.matrix.rows[0]) * column(grid)


def broad(grids: Iterable[Grid]) -> float:
    """What a row of grids is at most as broad as, with the labels above them and the signs between."""
    return round(sum(GAP + max(wide(grid), _label(grid.label), _label(grid.lies)) for grid in grids), 2)


def _label(words: Words) -> float:
    return sum(LETTER * len(part if isinstance(part, str) else text(part)) for part in words)


def fullest(pages: Iterable[list[tuple[str, Shown]]]) -> int:
    """Which page, given as blocks with their kinds, has the most on it."""
    heights = [tall(tuple(block for _, block in page)) for page in pages]
    return heights.index(max(heights))


def tall(blocks: tuple[Shown, ...], page: float = PAGE) -> float:
    """The height of blocks below each other, matrices beside each other as far as a page is wide."""
    return sum(_height(block, page) for block in blocks)


ROOM = (40, 19.2)
"""Width and height, in ems of its type, of what lies below the title of a slide on the wall."""

LARGE = 2.0

MADE = 1.8
"""Height of a line below a picture whose window moves."""


def large(slide: Slide) -> float:
    """How much larger than its words the pictures of a slide may be drawn."""
    pictures = [block for block in slide.blocks if isinstance(block, Picture)]
    pictures += [picture for block in slide.blocks if isinstance(block, Frames) for picture, _ in block.pictures]
    if not pictures:
        return 1.0
    drawn = [block for block in slide.blocks if isinstance(block, Picture)] or pictures[-1:]
    words = sum(_height(block, PAGE) for block in slide.blocks if not isinstance(block, Picture | Frames))
    words += 0.8 * len(slide.blocks)
    words += max((MADE * len(stop.formulas) for picture in pictures for stop in picture.stops), default=0)
    words += 2 * LINE if len(drawn) < len(pictures) else 0
    words += LINE if any(grid.lies for picture in drawn for grid in picture.grids) else 0
    tall = sum(high(picture) for picture in drawn)
    wide = max(map(beside, pictures))
    return round(max(min((ROOM[1] - words) / tall, ROOM[0] / wide, LARGE), 0.5), 2)


def lettered(slide: Slide) -> float:
    """How much larger than usual the words of a slide without a picture may be."""
    if any(isinstance(block, Picture | Frames | Chart | Legend) for block in slide.blocks):
        return 1.0
    return round(min(max(ROOM[1] / (tall(slide.blocks) + 2), 1.0), 1.35), 2)


def high(picture: Picture) -> float:
    """The height of a picture's grids with their labels, where cells are as flat as on a slide."""
    return sum(1.65 * max(len(grid.matrix.rows) for grid in row) + 1.8 for row in picture.rows)


def beside(block: Shown) -> float:
    """The width of the widest row of grids."""
    picture = block.pictures[-1][0] if isinstance(block, Frames) else block
    return max(map(_row, picture.rows)) if isinstance(picture, Picture) else 1


def _row(grids: tuple[Grid, ...]) -> float:
    return sum(GAP + wide(grid) for grid in grids)


@lru_cache(maxsize=10_000)
def _cell(node: Node) -> float:
    if isinstance(node, Number):
        return 0.35 + 0.55 * len(text(node)) + (0.2 if node.value < 0 else 0)
    if isinstance(node, Partial):
        return 0.3 + 0.7 * (SIGN + _cell(node.by))
    if isinstance(node, Symbol):
        scripts = (len(text(Symbol("x", node.index))) - 1, len(text(Symbol("", (), node.upper))))
        name = SIGN * len(node.name) + (WORD if len(node.name) > 1 else 0)
        return name + INDEX * max(*scripts, 1) - INDEX + (0.6 if node.upper else 0)
    if isinstance(node, Apply):
        return 0.7 * SIGN * len(node.operator) + BRACKETS + sum(map(_cell, node.arguments))
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
        case Picture(rows=rows, stop=stop):
            made = _height(Display(formulas=stop.formulas), page) if stop and stop.formulas else 0
            return made + sum(
                (ceil(_row(row) / page) or 1) * (max(len(grid.matrix.rows) for grid in row) * ROW + 2 * LINE)
                for row in rows
            )
        case Frames(pictures=pictures):
            return sum(_height(picture, page) + _under(words) for picture, words in pictures)
        case Chart():
            return CHART
        case Code(lines=lines):
            return len(lines) * LINE
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
    high = FRACTION if any(isinstance(node, Partial) for side in sides for node in walk(side)) else LINE
    return sum(_side(side, high) for side in sides) or FRACTION


def _side(side: Sum | BigSum, high: float) -> float:
    """A sum ends its line after four terms, or where a line is full; what a Σ runs over stands in lines below it."""
    if isinstance(side, BigSum):
        return FRACTION + LINE * len(side.over)
    return high * max(ceil(len(side.terms) / 4), ceil(len(text(side)) / FULL))


def _lines(words: Words) -> float:
    signs = sum(len(part if isinstance(part, str) else text(part)) for part in words)
    return LINE * ceil(signs / (2 * PAGE))
