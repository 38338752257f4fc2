"""The kinds of block a story is made of. A format is one way of showing each of them.

Words are plain strings; formulas stand between them as trees of ``notation``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from symconv.notation.tree import Mark, Matrix, Node

Words = tuple[str | Node, ...]
"""Running text with formulas in it."""

Meeting = tuple[Node, Node, Node]
"""Entries of O, X and F that stand in one product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title; level 1 is the document's, and says who signs it, 2 a chapter's, 3 a section's."""

    level: int
    title: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text."""

    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """Short statements, one a line."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """Formulas on lines of their own, aligned at their first relation."""

    formulas: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A matrix with what it shows written above it; ``tensor`` names in code what its entries belong to."""

    label: Words
    matrix: Matrix
    tensor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """Matrices side by side, with the marks used in them explained."""

    panels: tuple[Panel, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that occur, in a fixed order."""
        used = {cell.mark for panel in self.panels for row in panel.matrix.rows for cell in row}
        order: tuple[Mark, ...] = ("window", "inserted", "padding")
        return tuple(mark for mark in order if mark in used)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of short cells under a header."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """One row of the table of verdicts."""

    claim: Words
    route: str
    entries: int
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictTable:
    """What was claimed, by which route, on how many entries, and whether it was proven."""

    rows: tuple[VerdictRow, ...]


Block = Heading | Paragraph | Bullets | Display | Panels | Table | VerdictTable


def told(*words: str | Node) -> Paragraph:
    """A paragraph of these words."""
    return Paragraph(words=words)


def displayed(*formulas: Node) -> Display:
    """These formulas on lines of their own."""
    return Display(formulas=formulas)


MARKS: Mapping[Mark, str] = MappingProxyType(
    {"window": "legend.window", "inserted": "legend.inserted", "padding": "legend.padding"}
)
"""Mark → the words for what it means, by their key."""
