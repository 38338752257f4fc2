"""Tensors and what becomes of them on the way back, as matrices with marked cells.

A matrix shows one image and one channel. A map of three or more axes becomes several matrices, one for each place along
the leading axes, the first few of them. Long rows and columns keep their beginning and their end.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, pairwise

from symconv.algebra.tensors import Index
from symconv.axis import Axis
from symconv.lesson.blocks import Panel, Words
from symconv.notation.tree import ZERO, Cell, Dots, Matrix, Node
from symconv.spec import positions

WIDEST = 12
MOST_SLICES = 4
HEAD = 5

EntryAt = Callable[[Index], Node]
"""Gives the entry at a spatial index."""

CellAt = Callable[[Index], Cell]
"""Gives the cell at a spatial index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A map to draw.

    Attributes:
        tensor: the code word of the tensor whose entries it shows.
        size: its spatial size.
        cell_at: gives its cells.
        at: says where along its leading axes a slice of a volume lies.
        around: places along each axis that must not be left out of a large map.
        widest: rows and columns that are shown without leaving any out.
        fronts: the slices of a volume that are shown; None for the first few.
        ends: whether a large map shows its first and last place also where ``around`` leads elsewhere.
    """

    tensor: str
    size: Index
    cell_at: CellAt
    at: Callable[[Index], Words]
    around: tuple[Iterable[int], ...] = ()
    widest: int = WIDEST
    fronts: tuple[Index, ...] | None = None
    ends: bool = True

    def flipped(self) -> "Map":
        """The map with every axis turned around."""
        turned = partial(_turned, self.cell_at, self.size)
        return replace(self, cell_at=turned, around=())

    def panels(self, *label: str | Node) -> tuple[Panel, ...]:
        """The map under a label; one axis becomes one row, a volume some slices."""
        flat = self.size[-2:]
        around = self.around[-2:] or (None,) * len(flat)
        shown = [shown_places(n, places, self.widest, self.ends) for n, places in zip(flat, around, strict=True)]
        fronts = islice(positions(self.size[:-2]), MOST_SLICES) if self.fronts is None else self.fronts
        return tuple(
            Panel(
                label=(*label, *(self.at(front) if front else ())),
                matrix=_matrix(shown, front, self.cell_at),
                tensor=self.tensor,
            )
            for front in fronts
        )


def _turned(cell_at: CellAt, size: Index, place: Index) -> Cell:
    return cell_at(tuple(n - 1 - at for n, at in zip(size, place, strict=True)))


def _matrix(shown: list[list[int | None]], front: Index, cell_at: CellAt) -> Matrix:
    rows = [()] if len(shown) == 1 else [None if row is None else (row,) for row in shown[0]]
    return Matrix(tuple(tuple(_cell(front, row, column, cell_at) for column in shown[-1]) for row in rows))


def _cell(front: Index, row: Index | None, column: int | None, cell_at: CellAt) -> Cell:
    if row is None:
        return Cell(Dots("⋱" if column is None else "⋮"))
    return Cell(Dots()) if column is None else cell_at((*front, *row, column))


def shown_places(
    size: int, around: Iterable[int] | None = None, widest: int = WIDEST, ends: bool = True
) -> list[int | None]:
    """The places of a row that are shown; None stands for those left out."""
    if size <= widest:
        return list(range(size))
    wanted = {*range(HEAD), size - 1} if around is None else {*around, *((0, size - 1) if ends else ())}
    places: list[int | None] = []
    for before, place in pairwise((-1, *sorted(wanted), size)):
        places += [*([None] if place > before + 1 else []), place]
    return places[:-1]


def plain(entry: EntryAt, marked: Iterable[Index] = ()) -> CellAt:
    """Cells that show entries, some of them marked as read by a window."""
    chosen = frozenset(marked)
    return lambda place: Cell(entry(place), "window" if place in chosen else "")


def spread(entry: EntryAt, factors: Index, size: Index, before: Index) -> CellAt:
    """Cells of a map of this size after zeros were put between its entries and ``before`` ones ahead of them."""

    def cell_at(place: Index) -> Cell:
        inner = tuple(at - b for at, b in zip(place, before, strict=True))
        if not all(0 <= at <= (n - 1) * f for at, n, f in zip(inner, size, factors, strict=True)):
            return Cell(ZERO, "padding")
        if any(at % f for at, f in zip(inner, factors, strict=True)):
            return Cell(ZERO, "inserted")
        return Cell(entry(tuple(at // f for at, f in zip(inner, factors, strict=True))))

    return cell_at


def dilated_size(size: Index, factors: Index) -> Index:
    """``(n−1)·f + 1`` along each axis."""
    return tuple((n - 1) * f + 1 for n, f in zip(size, factors, strict=True))


def backward_padding(axes: tuple[Axis, ...]) -> tuple[Index, Index]:
    """The general pads of the way back, ``e−1−p₋`` and ``e−1−p₊+r``; negative ones crop."""
    before = tuple(axis.effective_kernel - 1 - axis.before for axis in axes)
    after = tuple(axis.effective_kernel - 1 - axis.after + axis.remainder for axis in axes)
    return before, after
