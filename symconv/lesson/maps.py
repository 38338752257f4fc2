"""Tensors and what becomes of them on the way back, as matrices with marked cells.

A matrix shows one image and one channel. A map of three or more axes becomes several matrices, one for each place along
the leading axes, the first few of them. Long rows and columns keep their beginning and their end.
"""

from collections.abc import Callable, Iterable
from itertools import islice, pairwise

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Panel, Words
from symconv.notation.tree import ZERO, Cell, Dots, Mark, Matrix, Node
from symconv.spec import Axis, positions

WIDEST = 12
MOST_SLICES = 4
HEAD = 7

EntryAt = Callable[[Index], Node]
"""Gives the entry at a spatial index."""

CellAt = Callable[[Index], Cell]
"""Gives the cell at a spatial index."""


def panels(label: Words, size: Index, cell_at: CellAt, around: tuple[range, ...] = ()) -> tuple[Panel, ...]:
    """The cells of a map of this spatial size; one axis becomes one row.

    Args:
        label: what stands above.
        size: spatial size of the map.
        cell_at: gives its cells.
        around: places along each axis that must not be left out of a large map.
    """
    flat = size[-2:]
    shown = [shown_places(n, places) for n, places in zip(flat, around or (None,) * len(flat), strict=True)]
    fronts = list(islice(positions(size[:-2]), MOST_SLICES))
    return tuple(
        Panel(
            label=(*label, f" at {', '.join(map(str, front))}" if front else ""), matrix=_matrix(shown, front, cell_at)
        )
        for front in fronts
    )


def _matrix(shown: list[list[int | None]], front: Index, cell_at: CellAt) -> Matrix:
    rows = [()] if len(shown) == 1 else [None if row is None else (row,) for row in shown[0]]
    return Matrix(
        tuple(
            tuple(
                Cell(Dots()) if row is None or column is None else cell_at((*front, *row, column))
                for column in shown[-1]
            )
            for row in rows
        )
    )


def shown_places(size: int, around: range | None = None) -> list[int | None]:
    """The places of a row that are shown; None stands for those left out."""
    if size <= WIDEST:
        return list(range(size))
    chosen = sorted({*range(HEAD), size - 1} if around is None else {0, *around, size - 1})
    places: list[int | None] = [chosen[0]]
    for before, place in pairwise(chosen):
        places += [place] if place == before + 1 else [None, place]
    return places


def plain(entry: EntryAt, marked: Iterable[Index] = (), mark: Mark = "window") -> CellAt:
    """Cells that show entries, some of them marked."""
    chosen = frozenset(marked)
    return lambda place: Cell(entry(place), mark if place in chosen else "")


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


def dilated(entry: EntryAt, size: Index, factors: Index) -> tuple[Index, CellAt]:
    """The size of a dilated map, and its cells."""
    return dilated_size(size, factors), spread(entry, factors, size, (0,) * len(size))


def dilated_size(size: Index, factors: Index) -> Index:
    """``(n−1)·f + 1`` along each axis."""
    return tuple((n - 1) * f + 1 for n, f in zip(size, factors, strict=True))


def backward_padding(axes: tuple[Axis, ...]) -> tuple[Index, Index]:
    """The general pads of the way back, ``e−1−p₋`` and ``e−1−p₊+r``; negative ones crop."""
    before = tuple(axis.effective_kernel - 1 - axis.before for axis in axes)
    after = tuple(axis.effective_kernel - 1 - axis.after + axis.remainder for axis in axes)
    return before, after
