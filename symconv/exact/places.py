"""Where the entries of an n-d array stand in its list, row by row: what an index chooses, what a shape repeats."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import prod
from operator import index as integer
from types import EllipsisType
from typing import NamedTuple, SupportsIndex

Shape = tuple[int, ...]
Part = SupportsIndex | slice | list[int] | EllipsisType
Index = Part | tuple[Part, ...]


class Chosen(NamedTuple):
    """What an index chooses.

    Attributes:
        along: for each axis how far its chosen entries are from the first of all.
        shape: of what is chosen; an integer leaves no axis.
    """

    along: list[Sequence[int]]
    shape: Shape


@lru_cache
def steps(shape: Shape) -> Shape:
    """How far neighbours along each axis are from one another."""
    return tuple(prod(size or 1 for size in shape[axis + 1 :]) for axis in range(len(shape)))


def places(along: Iterable[Sequence[int]]) -> list[int]:
    """Every sum of one number for each axis, row by row."""
    found = [0]
    for offsets in along:
        found = [place + offset for place in found for offset in offsets]
    return found


def chosen(index: Index, shape: Shape) -> Chosen:
    """What an index chooses of an array of this shape.

    Raises:
        IndexError: it has more parts than there are axes, or counts beyond one.
    """
    parts = list(index) if isinstance(index, tuple) else [index]
    at = next((number for number, part in enumerate(parts) if part is Ellipsis), len(parts))
    named = len(parts) - (at < len(parts))
    if named > len(shape):
        raise IndexError(f"{named} indices for {len(shape)} axes")
    parts[at : at + 1] = [slice(None)] * (len(shape) - named)
    along: list[Sequence[int]] = []
    kept: list[int] = []
    for part, size, step in zip(parts, shape, steps(shape), strict=True):
        if isinstance(part, slice):
            start, stop, stride = part.indices(size)
            along.append(range(start * step, stop * step, stride * step))
        elif not isinstance(part, EllipsisType):
            along.append([number * step for number in _counted(part, size)])
        if isinstance(part, slice | list):
            kept.append(len(along[-1]))
    return Chosen(along, tuple(kept))


def _counted(part: SupportsIndex | list[int], size: int) -> list[int]:
    """Integers counted from the first entry of an axis; −1 is its last."""
    numbers = part if isinstance(part, list) else [integer(part)]
    if numbers and not -size <= min(numbers) <= max(numbers) < size:
        raise IndexError(f"there are {size} entries along this axis, got {part}")
    return [number % size for number in numbers]


def common(*shapes: Shape) -> Shape:
    """The shape that shapes are repeated to: the longer of two lengths, where the other is 1 or missing.

    Raises:
        ValueError: they do not go together.
    """
    found: list[int] = []
    for axis in range(1, max(map(len, shapes), default=0) + 1):
        lengths = {shape[-axis] for shape in shapes if len(shape) >= axis} - {1}
        if len(lengths) > 1:
            raise ValueError(f"arrays of shapes {', '.join(map(str, shapes))} do not go together")
        found.append(*(lengths or {1}))
    return tuple(reversed(found))


def repeated(shape: Shape, wanted: Shape) -> list[int]:
    """For each place of a wanted shape the place in a shape that is repeated to fill it.

    Raises:
        ValueError: it cannot be.
    """
    if common(shape, wanted) != wanted:
        raise ValueError(f"an array of shape {shape} does not fill one of shape {wanted}")
    offsets = zip(shape, steps(shape), wanted[len(wanted) - len(shape) :], strict=True)
    along = [[number * step if size > 1 else 0 for number in range(length)] for size, step, length in offsets]
    return places([[0] * length for length in wanted[: len(wanted) - len(shape)]] + along)
