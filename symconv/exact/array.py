"""An n-d array of exact entries: one list, row by row, and a shape."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from math import prod
from operator import add, mul, ne
from typing import Any

from symconv.exact.places import Index, Shape, chosen, common, places, repeated, steps


class ExactArray:
    """Entries of any kind that Python can add and multiply.

    An index has an integer, a slice or a list of integers for each axis, and ``...`` for those that are left out; with
    an integer for every axis it is the entry itself. What is read is a new array; ``array[index] = other`` writes.

    Args:
        entries: row by row.
        shape: the length of each axis.

    Raises:
        ValueError: there are not as many entries as the shape has places.
    """

    __slots__ = ("entries", "shape")

    dtype: type[Any] = object
    """What NumPy, too, calls entries that are Python's own objects."""

    def __init__(self, entries: Iterable[Any], shape: Shape) -> None:
        self.entries, self.shape = list(entries), tuple(shape)
        if len(self.entries) != prod(self.shape):
            raise ValueError(f"{len(self.entries)} entries do not fill an array of shape {self.shape}")

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of entries."""
        return len(self.entries)

    @property
    def mT(self) -> "ExactArray":  # noqa: N802 - the array API's name
        """The last two axes exchanged."""
        return self.turned((*range(self.ndim - 2), self.ndim - 1, self.ndim - 2))

    def turned(self, axes: Shape) -> "ExactArray":
        """The same entries with other axes: axis ``n`` of the result is axis ``axes[n]`` of this array."""
        shape, apart = tuple(self.shape[axis] for axis in axes), steps(self.shape)
        longer = [axis for axis in axes if self.shape[axis] != 1]
        if longer == sorted(longer):
            return ExactArray(self.entries, shape)
        return self._at([range(0, self.shape[axis] * apart[axis], apart[axis]) for axis in axes], shape)

    def filling(self, shape: Shape) -> list[Any]:
        """The entries, repeated where a larger shape wants more of them.

        Raises:
            ValueError: the shapes do not go together.
        """
        return self.entries if self.shape == shape else [self.entries[place] for place in repeated(self.shape, shape)]

    def __array_namespace__(self, *, api_version: str | None = None) -> Any:
        return import_module("symconv.exact")

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.entries) if self.ndim == 1 else (self[number] for number in range(len(self)))

    def __repr__(self) -> str:
        return f"ExactArray({self.entries}, {self.shape})"

    def __getitem__(self, index: Index) -> Any:
        what = chosen(index, self.shape)
        found = self._at(what.along, what.shape)
        return found if what.shape or index == ... else found.entries[0]

    def __setitem__(self, index: Index, value: Any) -> None:
        what = chosen(index, self.shape)
        for place, entry in zip(places(what.along), _entries(value, what.shape), strict=True):
            self.entries[place] = entry

    def __add__(self, other: Any) -> "ExactArray":
        return self._each(add, other)

    def __mul__(self, other: Any) -> "ExactArray":
        return self._each(mul, other)

    def __ne__(self, other: object) -> "ExactArray":  # type: ignore[override]
        return self._each(ne, other)

    __hash__ = None  # type: ignore[assignment]

    def _each(self, operation: Callable[[Any, Any], Any], other: Any) -> "ExactArray":
        shape = common(self.shape, other.shape) if isinstance(other, ExactArray) else self.shape
        return ExactArray(map(operation, self.filling(shape), _entries(other, shape)), shape)

    def _at(self, along: Iterable[Any], shape: Shape) -> "ExactArray":
        entries = self.entries
        return ExactArray([entries[place] for place in places(along)], shape)


def _entries(value: Any, shape: Shape) -> list[Any]:
    return value.filling(shape) if isinstance(value, ExactArray) else [value] * prod(shape)
