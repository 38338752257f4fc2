"""The kinds of block a story is made of. A format is one way of showing each of them.

Words are plain strings; formulas stand between them as trees of ``notation``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from symconv.language import wording
from symconv.notation.tree import Cell, Look, Mark, Matrix, Node

Words = wording.Words
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
    """Running text; whole is what must stay on one line, however long."""

    words: Words
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """Short statements, one a line."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """Formulas on lines of their own, aligned at their first relation."""

    formulas: tuple[Node, ...]


Role = Literal["", "over", "slides", "fills"]
"""What a grid is to a picture: slid over, sliding, or filled by what the slide gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a grid shows of one axis that is too long: ``count`` of ``size`` places from ``first`` on."""

    first: int
    count: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A matrix with what it shows written above it.

    Attributes:
        label: what it shows.
        matrix: its cells.
        tensor: names in code what its entries belong to.
        role: what it is to the picture.
        sign: what stands before it: ``⋆``, ``=``, ``+``, or nothing.
        parts: of a long map, what is shown along each axis; empty where all is shown.
        lies: the same in words.
    """

    label: Words
    matrix: Matrix
    tensor: str = ""
    role: Role = ""
    sign: str = ""
    parts: tuple[Part, ...] = ()
    lies: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A window: the place of its first row and column in a matrix, and its size."""

    row: int
    column: int
    rows: int
    columns: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return 0 <= row - self.row < self.rows and 0 <= column - self.column < self.columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the window stands at one moment.

    Attributes:
        frame: on every grid that is slid over.
        now: row and column of the cell that is made.
        place: which entry of the result that is, by its place in space.
        met: cells that stand in a product there, as ``(row of grids, grid, row, column)``.
        formulas: what is made there.
        key: whether somebody who goes step by step stops here; others are passed.
    """

    frame: Frame
    now: tuple[int, int]
    place: tuple[int, ...] = ()
    met: tuple[tuple[int, int, int, int], ...] = ()
    formulas: tuple[Node, ...] = ()
    key: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Grids side by side, row by row; where one slides over another, every place the window takes.

    Attributes:
        rows: the grids. Products of what lies in one row are added to those of the next.
        stops: where the window stands, in order; none where nothing moves.
        at: the stop that is shown where nothing can move.
    """

    rows: tuple[tuple[Grid, ...], ...]
    stops: tuple[Stop, ...] = ()
    at: int = 0

    @property
    def grids(self) -> tuple[Grid, ...]:
        """All grids, row by row."""
        return tuple(grid for row in self.rows for grid in row)

    @property
    def stop(self) -> Stop | None:
        """The stop that is shown."""
        return self.stops[self.at] if self.stops else None

    def broken(self, places: tuple[int, ...]) -> "Picture":
        """The same grids in new rows, of which each but the first begins with one of these grids."""
        starts = [0, *(place for place in places if place < len(self.grids))]
        rows = tuple(self.grids[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True))
        now = [(line, at) for line, row in enumerate(rows) for at in range(len(row))]
        before = [(line, at) for line, row in enumerate(self.rows) for at in range(len(row))]
        moved = dict(zip(before, now, strict=True))
        stops = tuple(
            replace(stop, met=tuple((*moved[line, at], row, column) for line, at, row, column in stop.met))
            for stop in self.stops
        )
        return replace(self, rows=rows, stops=stops)

    def still(self) -> tuple[tuple[Grid, ...], ...]:
        """The grids as they look at the stop that is shown: the window read, later results not yet made."""
        stop = self.stop
        if stop is None:
            return self.rows
        return tuple(
            tuple(
                replace(grid, matrix=Matrix(tuple(self._looking(stop, grid, line, at, r) for r in range(_tall(grid)))))
                for at, grid in enumerate(row)
            )
            for line, row in enumerate(self.rows)
        )

    def _looking(self, stop: Stop, grid: Grid, line: int, at: int, row: int) -> tuple[Cell, ...]:
        cells = grid.matrix.rows[row]
        return tuple(
            replace(cell, look=self._look(stop, grid, (line, at, row, column), cell.look))
            for column, cell in enumerate(cells)
        )

    @staticmethod
    def _look(stop: Stop, grid: Grid, place: tuple[int, int, int, int], own: Look) -> Look:
        here = place[2:]
        if grid.role == "fills":
            return "now" if here == stop.now else "open" if here > stop.now else own
        if place in stop.met:
            return "met"
        return own or ("window" if grid.role == "over" and stop.frame.holds(*here) else "")

    def stepped(self) -> tuple["Picture", ...]:
        """The picture at each stop of somebody who goes step by step."""
        if not self.stops:
            return (self,)
        return tuple(replace(self, at=at) for at, stop in enumerate(self.stops) if stop.key)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of zeros that occur, in a fixed order."""
        used = {cell.mark for grid in self.grids for row in grid.matrix.rows for cell in row}
        order: tuple[Mark, ...] = ("inserted", "padding")
        return tuple(mark for mark in order if mark in used)


def _tall(grid: Grid) -> int:
    return len(grid.matrix.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Lines of a program, as they are typed."""

    lines: tuple[str, ...]
    language: str = "python"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Numbers from the first step to the last; ``right`` whether they come from what is right."""

    label: Words
    values: tuple[float, ...]
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Curves over the same so many steps, with what is counted across and up."""

    curves: tuple[Curve, ...]
    across: Words
    up: Words
    steps: int

    @property
    def points(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Every curve as places in a square of side 1 that ends at 1.25 times the first number."""
        most = 1.25
        return tuple(
            tuple(
                (round(at / (len(curve.values) - 1), 4), round(min(value, most) / most, 4))
                for at, value in enumerate(curve.values)
            )
            for curve in self.curves
        )

    @property
    def ticks(self) -> tuple[int, ...]:
        """A few steps, from the first to the last."""
        return tuple(self.steps * part // 4 for part in range(5))


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


Block = Heading | Paragraph | Bullets | Display | Picture | Chart | Code | Table | VerdictTable


def told(*words: str | Node) -> Paragraph:
    """A paragraph of these words."""
    return Paragraph(words=words)


def displayed(*formulas: Node) -> Display:
    """These formulas on lines of their own."""
    return Display(formulas=formulas)


MARKS: Mapping[Mark, str] = MappingProxyType({"inserted": "legend.inserted", "padding": "legend.padding"})
"""Mark of a zero → the words for what it means, by their key."""


def side_by_side(*grids: Grid) -> Picture:
    """Grids in one row."""
    return Picture(rows=(grids,))


def opened(grid: Grid) -> Grid:
    """A grid none of whose cells is made yet."""
    rows = tuple(tuple(replace(cell, look="open", mark="") for cell in row) for row in grid.matrix.rows)
    return replace(grid, matrix=Matrix(rows))
