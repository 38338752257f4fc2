"""What is read aloud in place of a figure or of formulas."""

from collections.abc import Mapping
from types import MappingProxyType

from symconv.lesson.blocks import Display, Grid, Words
from symconv.lesson.wording import Wording
from symconv.notation.text import text
from symconv.notation.tree import Cell, Mark

SAID: Mapping[Mark, str] = MappingProxyType({"inserted": "spoken.inserted", "padding": "spoken.padding"})
"""Mark → how a cell that has it is read, by the key of the words."""


def spoken(block: Grid | Display, say: Wording) -> str:
    """Formulas one after another, or the entries of a matrix row by row."""
    return _grid(block, say) if isinstance(block, Grid) else "; ".join(map(text, block.formulas))


def _grid(grid: Grid, say: Wording) -> str:
    """``X. Row 1: x_00, x_01 in the window. Row 2: …``."""
    rows = grid.matrix.rows
    said = (aloud(say.series([_cell(cell, say) for cell in row])) for row in rows)
    if len(rows) == 1:
        return f"{aloud(grid.label)}: {next(said)}."
    return f"{aloud(grid.label)}. " + " ".join(
        say.plain("spoken.row", n=number, cells=row) for number, row in enumerate(said, 1)
    )


def aloud(words: Words) -> str:
    """Words with their formulas as text."""
    return "".join(part if isinstance(part, str) else text(part) for part in words)


def _cell(cell: Cell, say: Wording) -> str:
    if cell.look == "open":
        return say.plain("spoken.open")
    entry = text(cell.node)
    told = say.plain(SAID[cell.mark], x=entry) if cell.mark else entry
    return say.plain("spoken.window", x=told) if cell.look else told
