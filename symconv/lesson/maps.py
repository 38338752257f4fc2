"""Tensors and what becomes of them on the way back, as matrices with marked cells.

A matrix shows one image and one channel, and of a map of three or more axes one slice. Long rows and columns are shown
in part.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product

from symconv.algebra.tensors import Index
from symconv.axis import Axis
from symconv.lesson.blocks import Grid, Role, Words
from symconv.notation.tree import ZERO, Cell, Dots, Matrix, Node, Partial, Symbol
from symconv.spec import positions

WIDEST = 9
"""Rows and columns that a picture shows without leaving any out."""
HEAD = 4
MOST_SLICES = 2

EntryAt = Callable[[Index], Node]
"""Gives the entry at a spatial index."""

CellAt = Callable[[Index], Cell]
"""Gives the cell at a spatial index."""

Places = Sequence[int | None]
"""The places along an axis that are shown; None stands for those left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A map to draw.

    Attributes:
        tensor: the code word of the tensor whose entries it shows.
        size: its spatial size.
        cell_at: gives its cells.
        at: says where along its leading axes a slice of a volume lies.
    """

    tensor: str
    size: Index
    cell_at: CellAt
    at: Callable[[Index], Words]

    def flipped(self) -> "Map":
        """The map with every axis turned around."""
        return replace(self, cell_at=partial(_turned, self.cell_at, self.size))

    def slice(self, front: Index) -> Iterator[Cell]:
        """The cells of one slice."""
        return map(self.cell_at, ((*front, *place) for place in product(*map(range, self.size[len(front) :]))))

    def grid(
        self,
        *label: str | Node,
        front: Index = (),
        places: tuple[Places, ...] | None = None,
        role: Role = "",
        sign: str = "",
    ) -> Grid:
        """One slice under a label; one axis becomes one row."""
        along = places or tuple(map(shown_places, self.size[-2:]))
        rows = [()] if len(along) == 1 else [None if row is None else (row,) for row in along[0]]
        cells = tuple(tuple(_cell(front, row, column, self.cell_at) for column in along[-1]) for row in rows)
        told = (*label, *(self.at(front) if front else ()))
        return Grid(label=told, matrix=Matrix(cells), tensor=self.tensor, role=role, sign=sign)

    def grids(self, *label: str | Node) -> tuple[Grid, ...]:
        """The whole map, of a volume the first slices."""
        fronts = islice(positions(self.size[:-2]), MOST_SLICES)
        return tuple(self.grid(*label, front=front) for front in fronts)


def _turned(cell_at: CellAt, size: Index, place: Index) -> Cell:
    return cell_at(tuple(n - 1 - at for n, at in zip(size, place, strict=True)))


def _cell(front: Index, row: Index | None, column: int | None, cell_at: CellAt) -> Cell:
    if row is None:
        return Cell(Dots("⋱" if column is None else "⋮"))
    return Cell(Dots()) if column is None else cell_at((*front, *row, column))


def shown_places(size: int) -> list[int | None]:
    """The places of a row that are shown where nothing slides: of a long one the beginning and the end."""
    return list(range(size)) if size <= WIDEST else [*range(HEAD), None, size - 1]


def plain(entry: EntryAt) -> CellAt:
    """Cells that show entries."""
    return lambda place: shown(entry(place))


def shown(entry: Node) -> Cell:
    """A cell that shows an entry; image and channel are told by the grid's label, not in every cell."""
    short = _alone(entry)
    return Cell(entry) if short == entry else Cell(short, entry=entry)


def _alone(entry: Node) -> Node:
    """Without upper indices: ``x_02``, ``∂L/∂o_02``."""
    if isinstance(entry, Partial):
        return Partial(entry.of, _alone(entry.by))
    return Symbol(entry.name, entry.index) if isinstance(entry, Symbol) else entry


def spread(entry: EntryAt, factors: Index, size: Index, before: Index) -> CellAt:
    """Cells of a map of this size after zeros were put between its entries and ``before`` ones ahead of them."""

    def cell_at(place: Index) -> Cell:
        inner = tuple(at - b for at, b in zip(place, before, strict=True))
        if not all(0 <= at <= (n - 1) * f for at, n, f in zip(inner, size, factors, strict=True)):
            return Cell(ZERO, "padding")
        if any(at % f for at, f in zip(inner, factors, strict=True)):
            return Cell(ZERO, "inserted")
        return shown(entry(tuple(at // f for at, f in zip(inner, factors, strict=True))))

    return cell_at


def dilated_size(size: Index, factors: Index) -> Index:
    """``(n−1)·f + 1`` along each axis."""
    return tuple((n - 1) * f + 1 for n, f in zip(size, factors, strict=True))


def backward_padding(axes: tuple[Axis, ...]) -> tuple[Index, Index]:
    """The general pads of the way back, ``e−1−p₋`` and ``e−1−p₊+r``; negative ones crop."""
    before = tuple(axis.effective_kernel - 1 - axis.before for axis in axes)
    after = tuple(axis.effective_kernel - 1 - axis.after + axis.remainder for axis in axes)
    return before, after
