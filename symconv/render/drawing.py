"""Matrices and tables drawn with signs, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass

from symconv.notation.ink import Ink
from symconv.notation.text import text
from symconv.notation.tree import Cell, Mark, Matrix

GAP = "   "


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The signs that matrices, rules and marks are drawn with; ``plain`` replaces signs in words."""

    top: tuple[str, str]
    middle: tuple[str, str]
    bottom: tuple[str, str]
    single: tuple[str, str]
    cues: dict[Mark, str]
    rule: str
    yes: str
    plain: dict[str, str]


DRAWN = Signs(
    top=("⎡", "⎤"),
    middle=("⎢", "⎥"),
    bottom=("⎣", "⎦"),
    single=("[ ", " ]"),
    cues={"window": "[ ]", "inserted": "0", "padding": "·"},
    rule="─",
    yes="✓",
    plain={},
)
TYPED = Signs(
    top=("|", "|"),
    middle=("|", "|"),
    bottom=("|", "|"),
    single=("[ ", " ]"),
    cues={"window": "[ ]", "inserted": "0", "padding": "."},
    rule="-",
    yes="+",
    plain={"⋆": "(*)", "⊙": ".*", "×": "x", "“": '"', "”": '"', "°": " degrees", "∂": "d", "δ": "delta", "−": "-"},
)


def matrix(matrix: Matrix, ink: Ink, signs: Signs) -> list[str]:
    """The lines of a matrix."""
    cells = [[_cell(cell, ink, signs) for cell in row] for row in matrix.rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rows = [" ".join(cell.center(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    edges = [signs.top, *[signs.middle] * (len(rows) - 2), signs.bottom] if len(rows) > 1 else [signs.single]
    return [f"{left}{row}{right}" for row, (left, right) in zip(rows, edges, strict=True)]


def _cell(cell: Cell, ink: Ink, signs: Signs) -> str:
    """A cell with its mark."""
    written = text(cell.node, ink)
    if cell.mark == "window":
        return f"[{written}]"
    return signs.cues.get(cell.mark, f" {written} ")


def side_by_side(panels: list[list[str]]) -> Iterator[str]:
    """The lines of panels that stand beside each other."""
    height = max(map(len, panels))
    padded = [panel + [" " * len(panel[0])] * (height - len(panel)) for panel in panels]
    for lines in zip(*padded, strict=True):
        yield ("    " + GAP.join(lines)).rstrip()


def columns(rows: list[list[str]], rule: str) -> Iterator[str]:
    """The lines of a table, a rule under its first row."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for position, row in enumerate(rows):
        yield ("    " + GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()
        if not position:
            yield "    " + GAP.join(rule * width for width in widths)
