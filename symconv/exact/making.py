"""Functions of the array API that make arrays, or make them anew: by shape, by axes, in stacks, added up."""

from collections.abc import Callable, Sequence
from functools import reduce
from math import prod
from operator import add
from typing import Any

from symconv.exact.array import ExactArray
from symconv.exact.places import Shape

Axes = int | tuple[int, ...]


def zeros(shape: Shape, *, dtype: object = object) -> ExactArray:
    """Zeros; they are integers, whatever is written among them."""
    return ExactArray([0] * prod(shape), shape)


def result_type(*arrays: ExactArray) -> type[Any]:
    """Of what kind the entries of sums and products are: exact."""
    return object


def reshape(array: ExactArray, shape: Shape) -> ExactArray:
    """The same entries row by row in another shape, in which one length may be −1: whatever is left.

    Raises:
        ValueError: it has another number of places.
    """
    if -1 in shape:
        left = array.size // max(1, prod(size for size in shape if size != -1))
        shape = tuple(left if size == -1 else size for size in shape)
    return ExactArray(array.entries, shape)


def moveaxis(array: ExactArray, source: Axes, destination: Axes) -> ExactArray:
    """Some axes at other places, the others in their order around them."""
    pairs = zip(_counted(destination, array.ndim), _counted(source, array.ndim), strict=True)
    order = [axis for axis in range(array.ndim) if axis not in _counted(source, array.ndim)]
    for place, axis in sorted(pairs):
        order.insert(place, axis)
    return array.turned(tuple(order))


def stack(arrays: Sequence[ExactArray]) -> ExactArray:
    """Arrays of one shape as one, along a new first axis."""
    (shape,) = {array.shape for array in arrays}
    return ExactArray([entry for array in arrays for entry in array.entries], (len(arrays), *shape))


def sum(array: ExactArray, *, axis: Axes | None = None) -> Any:  # noqa: A001 - the array API's name
    """Entries added along axes; along all of them, to one entry, if none is named."""
    return _reduced(array, axis, lambda entries: reduce(add, entries, 0))


def any(array: ExactArray, *, axis: Axes | None = None) -> Any:  # noqa: A001 - the array API's name
    """Whether one of the entries along axes is true."""
    return _reduced(array, axis, lambda entries: True in map(bool, entries))


def _reduced(array: ExactArray, axis: Axes | None, one: Callable[[list[Any]], Any]) -> Any:
    gone = _counted(tuple(range(array.ndim)) if axis is None else axis, array.ndim)
    kept = tuple(number for number in range(array.ndim) if number not in gone)
    shape, entries = tuple(array.shape[number] for number in kept), array.turned((*kept, *gone)).entries
    count = prod(array.shape[number] for number in gone)
    found = [one(entries[start * count : (start + 1) * count]) for start in range(prod(shape))]
    return ExactArray(found, shape) if kept else found[0]


def _counted(axes: Axes, ndim: int) -> tuple[int, ...]:
    """Axes counted from the first; −1 is the last."""
    return tuple(axis % ndim for axis in ((axes,) if isinstance(axes, int) else axes))
