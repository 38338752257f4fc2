"""Matrices and tables drawn with signs, line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from math import ceil

from symconv.language.width import padded, width
from symconv.lesson.blocks import Frame
from symconv.notation.ink import Ink
from symconv.notation.text import text
from symconv.notation.tree import Cell, Matrix, Number
from symconv.render.wrapping import wrapped

GAP = "   "

UNDER = ("window", "met", "now")
"""Looks of cells that stand in brackets."""

CHOSEN = "*"
"""Before an entry that its window chooses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The signs that matrices and rules are drawn with; ``plain`` replaces signs in words."""

    top: tuple[str, str]
    middle: tuple[str, str]
    bottom: tuple[str, str]
    single: tuple[str, str]
    rule: str
    yes: str
    plain: dict[str, str]


DRAWN = Signs(
    top=("⎡", "⎤"),
    middle=("⎢", "⎥"),
    bottom=("⎣", "⎦"),
    single=("⎢", "⎥"),
    rule="─",
    yes="✓",
    plain={},
)
TYPED = Signs(
    top=("|", "|"),
    middle=("|", "|"),
    bottom=("|", "|"),
    single=("[ ", " ]"),
    rule="-",
    yes="+",
    plain={
        "⋆": "(*)",
        "⊙": ".*",
        "×": "x",
        "“": '"',
        "”": '"',
        "°": " degrees",
        "∂": "d",
        "δ": "delta",
        "−": "-",
        "∞": "infinity",
        "–": "-",
    },
)


def matrix(matrix: Matrix, ink: Ink, signs: Signs, window: Frame | None = None) -> list[str]:
    """The lines of a matrix; what lies under the window stands in brackets, and what is not yet made is empty."""
    cells = [[_written(cell, ink) for cell in row] for row in matrix.rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    numbers = all(isinstance(cell.node, Number) for row in matrix.rows for cell in row)
    placed = str.rjust if numbers else _centred
    rows = []
    for at, (row, written) in enumerate(zip(matrix.rows, cells, strict=True)):
        held = [window is not None and window.holds(at, column) for column in range(len(row))]
        between = _between([cell.look in UNDER or inside for cell, inside in zip(row, held, strict=True)])
        padded_cells = [placed(cell, width) for cell, width in zip(written, widths, strict=True)]
        rows.append("".join(map("".join, zip_longest(between, padded_cells, fillvalue=""))))
    edges = [signs.top, *[signs.middle] * (len(rows) - 2), signs.bottom] if len(rows) > 1 else [signs.single]
    return [f"{left}{row}{right}" for row, (left, right) in zip(rows, edges, strict=True)]


def _written(cell: Cell, ink: Ink) -> str:
    """What stands in a cell."""
    if cell.look == "open":
        return ""
    return (CHOSEN if cell.look == "chosen" else "") + text(cell.node, ink)


def _between(under: list[bool]) -> list[str]:
    """What stands before, between and after the cells of a row: a bracket where the window begins or ends."""
    around = [False, *under, False]
    return ["[" if after > before else "]" if before > after else " " for before, after in pairwise(around)]


def _centred(cell: str, width: int) -> str:
    """A cell in the middle of its column; what is left over stands to its left, as with numbers."""
    right = (width - len(cell)) // 2
    return " " * (width - len(cell) - right) + cell + " " * right


def side_by_side(blocks: list[list[str]]) -> Iterator[str]:
    """The lines of blocks that stand beside each other."""
    height = max(map(len, blocks))
    padded = [block + [" " * len(block[0])] * (height - len(block)) for block in blocks]
    for lines in zip(*padded, strict=True):
        yield ("    " + "".join(lines)).rstrip()


def listed(formulas: list[str], room: int) -> Iterator[str]:
    """The lines of short formulas, as many beside each other as there is room for, with commas between."""
    written = [f"{formula}," for formula in formulas[:-1]] + formulas[-1:]
    widest = max(map(len, written))
    most = max(1, (room - 4 + len(GAP)) // (widest + len(GAP)))
    across = ceil(len(written) / ceil(len(written) / most))
    for at in range(0, len(written), across):
        yield ("    " + GAP.join(f"{formula:<{widest}}" for formula in written[at : at + across])).rstrip()


def columns(rows: list[list[str]], rule: str, room: int) -> Iterator[str]:
    """The lines of a table, a rule under its first row.

    One that is too wide has columns wrapped, the widest first; where that is not enough, columns become rows.
    """
    turned = [[*column] for column in zip(*rows, strict=True)]
    if _least(turned) > room - 4 >= _least(rows):
        rows, turned = turned, rows
    widths, gap = _fitted([*map(tuple, turned)], room - 4)
    for position, row in enumerate(rows):
        cells = [wrapped(cell, columns) or [""] for cell, columns in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            yield (
                "    " + gap.join(padded(cell, columns) for cell, columns in zip(line, widths, strict=True))
            ).rstrip()
        if not position:
            yield "    " + gap.join(rule * columns for columns in widths)


def _least(columns: list[list[str]]) -> int:
    """How wide a table with these columns is at least, where no word is cut."""
    return sum(map(_longest, columns)) + len(GAP[1:]) * (len(columns) - 1)


def _longest(column: Iterable[str]) -> int:
    """The width of the longest word of a column."""
    return max(width(word) for cell in column for word in cell.split(" "))


def _fitted(columns: list[tuple[str, ...]], room: int) -> tuple[list[int], str]:
    """How wide columns are, and what stands between them; no word is cut, so they may still be too wide."""
    widths = [max(map(width, column)) for column in columns]
    least = [*map(_longest, columns)]
    gap = GAP if sum(least) + len(GAP) * (len(columns) - 1) <= room else GAP[1:]
    over = sum(widths) + len(gap) * (len(columns) - 1) - room
    for widest in sorted(range(len(widths)), key=widths.__getitem__, reverse=True):
        fewer = min(max(over, 0), widths[widest] - least[widest])
        widths[widest] -= fewer
        over -= fewer
    return widths, gap
