"""A slide as the page draws it: grids of cells, and every place the window takes with what is made there.

Entries are told once, by name; cells, windows and products name them. Formulas come as MathML in pieces between which a
line may end, and as text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from symconv.algebra.tensors import Index, flat
from symconv.lesson.blocks import Grid, Picture, Stop, Words
from symconv.lesson.values import GIVEN
from symconv.notation.mathml import Pen
from symconv.notation.text import text
from symconv.notation.tree import Cell, Dots, Node
from symconv.page.layers import Numbered
from symconv.render.lines import pieces
from symconv.render.palette import shade
from symconv.render.spoken import aloud

MADE = ("output", "grad_input", "grad_weight")
"""What slides fill."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Writes the slides of one layer; what it has written of entries is in ``entries``."""

    layer: Numbered
    pen: Pen = field(default_factory=Pen)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[Node, tuple[str, Index]]:
        """Entry on paper → its tensor and index."""
        alphabet, paper = self.layer.derivation.gradients.alphabet, self.layer.story.paper
        given = [alphabet.entry(rank) for tensor in alphabet.shapes for rank in alphabet.ranks(tensor)]
        gradients = [(f"grad_{tensor}", index) for tensor, index in given if tensor in ("input", "weight")]
        return {paper.entry(tensor, index): (tensor, index) for tensor, index in (*given, *gradients)}

    def picture(self, picture: Picture) -> dict[str, Any]:
        """The grids row by row, and the stops of the window."""
        return {
            "rows": [[self.grid(grid) for grid in row] for row in picture.rows],
            "stops": [self.stop(stop) for stop in picture.stops],
            "at": picture.at,
        }

    def grid(self, grid: Grid) -> dict[str, Any]:
        """A grid: what is written above it, and its cells."""
        return {
            "label": self.words((*grid.label, *((" ", *grid.lies) if grid.lies else ()))),
            "aloud": aloud(grid.label),
            "tensor": grid.tensor,
            "shade": shade(grid.tensor),
            "role": grid.role,
            "sign": grid.sign,
            "cells": [[self.cell(cell) for cell in row] for row in grid.matrix.rows],
        }

    def cell(self, cell: Cell) -> dict[str, str]:
        """A zero with what put it there, dots, or the key of an entry."""
        if cell.mark or isinstance(cell.node, Dots):
            return {"mark": cell.mark or "dots", "text": text(cell.node)}
        return {"entry": self.entry(cell.entry or cell.node)}

    def entry(self, node: Node) -> str:
        """The key of an entry, which is how it is written as text; it is told when it is first met."""
        key = text(node)
        if key not in self.entries:
            tensor, index = self.known[node]
            self.entries[key] = {
                "html": self.math(node),
                "name": self.pen.name(node),
                "value": str(self.layer.example.value(tensor, index)),
                "tensor": tensor,
                "place": self.place(tensor, index),
                "given": tensor in GIVEN,
            }
        return key

    def place(self, tensor: str, index: Index) -> int:
        """The place of an entry in its tensor, row by row."""
        return flat(index, self.layer.derivation.gradients.alphabet.shapes[tensor.removeprefix("grad_")])

    def stop(self, stop: Stop) -> dict[str, Any]:
        """Where the window stands, which cells meet there, and what is made of them."""
        frame = stop.frame
        return {
            "frame": [frame.row, frame.column, frame.rows, frame.columns],
            "now": list(stop.now),
            "met": [list(cell) for cell in stop.met],
            "made": self.formulas(stop.formulas),
        }

    def formulas(self, formulas: tuple[Node, ...]) -> dict[str, Any]:
        """Formulas below each other."""
        rows = [{"left": row.left, "sign": row.sign, "pieces": list(row.pieces)} for row in pieces(formulas, self.pen)]
        return {"rows": rows, "text": "\n".join(map(text, formulas))}

    def words(self, words: Words) -> str:
        """Running text with formulas, as HTML."""
        return "".join(escape(part) if isinstance(part, str) else self.math(part) for part in words)

    def math(self, node: Node) -> str:
        """A formula in running text."""
        return f"<math>{self.pen.inline(node)}</math>"

    def meetings(self, met: Iterable[tuple[Node, Node, Node]]) -> list[list[str]]:
        """Output (or its gradient), input and filter entry of every product, by name."""
        return [[self.pen.name(node) for node in one] for one in met]
