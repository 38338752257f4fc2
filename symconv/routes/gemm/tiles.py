"""Cutting work into boxes that stay in cache."""

from collections.abc import Iterator
from itertools import product
from math import prod

Box = tuple[slice, ...]


def tiles(shape: tuple[int, ...], limit: int) -> Iterator[Box]:
    """Boxes of at most ``limit`` cells (at least one) that together cover ``shape``, in row-major order."""
    return product(*cuts(shape, limit))


def cuts(shape: tuple[int, ...], limit: int) -> list[list[slice]]:
    """The sides along each axis of which the boxes of :func:`tiles` are made.

    Trailing axes stay whole as long as they fit, so the cells of a box are neighbours in memory. Boxes along an axis
    are as equal as can be.
    """
    along: list[list[slice]] = []
    for size in reversed(shape):
        parts = max(1, -(-size // max(1, limit)))
        side = max(1, -(-size // parts))
        along.insert(0, [slice(start, min(start + side, size)) for start in range(0, size, side)])
        limit //= max(1, size)
    return along


def extent(box: Box) -> tuple[int, ...]:
    """The lengths of a box's sides."""
    return tuple(part.stop - part.start for part in box)


def flat(box: Box, shape: tuple[int, ...]) -> slice:
    """Where the cells of a box that :func:`tiles` cut stand in the flattened ``shape``."""
    start = 0
    for part, size in zip(box, shape, strict=True):
        start = start * size + part.start
    return slice(start, start + prod(extent(box)))
