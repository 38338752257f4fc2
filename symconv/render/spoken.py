"""What is read aloud in place of a figure or of formulas."""

from symconv.lesson.blocks import Display, Panel, Words
from symconv.notation.text import text
from symconv.notation.tree import Cell, Mark

SAID: dict[Mark, str] = {"window": " in the window", "inserted": " inserted", "padding": " of padding"}


def spoken(block: Panel | Display) -> str:
    """Formulas one after another, or the entries of a matrix row by row."""
    return _panel(block) if isinstance(block, Panel) else "; ".join(map(text, block.formulas))


def _panel(panel: Panel) -> str:
    """``X. Row 1: x_00, x_01 in the window. Row 2: …``."""
    rows = panel.matrix.rows
    said = (", ".join(map(_cell, row)) for row in rows)
    if len(rows) == 1:
        return f"{aloud(panel.label)}: {next(said)}."
    return f"{aloud(panel.label)}. " + " ".join(f"Row {number}: {row}." for number, row in enumerate(said, 1))


def aloud(words: Words) -> str:
    """Words with their formulas as text."""
    return "".join(part if isinstance(part, str) else text(part) for part in words)


def _cell(cell: Cell) -> str:
    return f"{text(cell.node)}{SAID.get(cell.mark, '')}"
