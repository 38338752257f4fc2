"""Columns for few channels: each tap is one run of neighbours.

Copying the rows of an output one by one costs as much as what is then multiplied where a group has few channels. So
the padded input is split into its phases along every axis once. In a phase the entries that a tap reads lie as the
outputs do, but for the ends of rows, where planes are wider: the columns there belong to no output. With them a tap is
one run, from where it reaches first.
"""

from collections.abc import Iterator
from itertools import product
from math import prod
from operator import mul
from typing import Any

import numpy as np

from symconv.axis import Axis
from symconv.routes.gemm.buffers import Part
from symconv.routes.gemm.tiles import Box
from symconv.routes.gemm.windows import Axes
from symconv.routes.numbers import Array
from symconv.routes.operators import region


class Runs:
    """What blocks of one shape need, made once.

    Args:
        axes: the layer along each axis.
        outer: images, groups and channels of a block.
        sides: outputs of a block along each axis.
        dtype: of the columns.

    Attributes:
        widths: of a plane along each axis.
        sides: of the columns along each axis, as wide as a plane but along the first.
    """

    def __init__(self, axes: Axes, outer: tuple[int, ...], sides: tuple[int, ...], dtype: np.dtype[np.generic]) -> None:
        self.axes, reaches = axes, reaches_of(axes)
        self.widths = tuple(m + reach for m, reach in zip(sides, reaches, strict=True))
        self.sides = (sides[0], *self.widths[1:])
        self.phases = [met_phases(axis) for axis in axes]
        steps = [prod(self.widths[number + 1 :]) for number in range(len(axes))]
        size, furthest = prod(self.widths), sum(map(mul, reaches, steps)) + prod(self.sides)
        room = np.zeros((*outer, *map(len, self.phases), max(size, furthest)), dtype)
        self.planes = room[..., :size].reshape(*room.shape[:-1], *self.widths)
        taps = np.empty((*outer, prod(axis.kernel_size for axis in axes), prod(self.sides)), dtype)
        self.columns = taps.reshape(*outer[:2], -1, prod(self.sides))
        self.copies = list(self._copies(taps, room, steps))
        self.reads: dict[int, list[tuple[Any, Any]]] = {}
        self.filled: list[Any] = []

    @property
    def nbytes(self) -> int:
        """Memory of the buffers."""
        return self.columns.nbytes + self.planes.nbytes

    def lower(self, maps: Array, part: Part) -> Array:
        """The columns ``[images, groups, channels · taps, prod(sides)]`` of a part of the outputs."""
        if part.outputs.start not in self.reads:
            self.reads[part.outputs.start] = list(self._reads(part.box))
        reads = self.reads[part.outputs.start]
        filled = [place for place, _ in reads]
        if filled != self.filled:
            self.planes[...] = 0
            self.filled = filled
        for place, inputs in reads:
            self.planes[place] = maps[inputs]
        for target, source in self.copies:
            np.copyto(target, source)
        return self.columns

    def _reads(self, box: Box) -> Iterator[tuple[Any, Any]]:
        """For each phase where its inputs stand, and which inputs they are."""
        along = [list(in_phases(*each)) for each in zip(self.axes, self.phases, box, self.widths, strict=True)]
        for phase in product(*along):
            numbers, entries, inputs = zip(*phase, strict=True)
            yield (slice(None), slice(None), slice(None), *numbers, *entries), region(inputs)

    def _copies(self, taps: Array, room: Array, steps: list[int]) -> Iterator[tuple[Array, Array]]:
        """For each tap its rows of the columns, and the run that they are."""
        along = [[divmod(axis.dilation * tap, axis.stride) for tap in range(axis.kernel_size)] for axis in self.axes]
        for number, meets in enumerate(product(*along)):
            shifts, phases = zip(*meets, strict=True)
            start = sum(map(mul, shifts, steps))
            planes = (met.index(phase) for met, phase in zip(self.phases, phases, strict=True))
            run: Any = (slice(None), slice(None), slice(None), *planes, slice(start, start + taps.shape[-1]))
            yield taps[:, :, :, number], room[run]


def reaches_of(axes: Axes) -> list[int]:
    """How many entries of a phase the last tap lies beyond the first, along each axis."""
    return [axis.dilation * (axis.kernel_size - 1) // axis.stride for axis in axes]


def met_phases(axis: Axis) -> list[int]:
    """The phases that have taps."""
    return sorted({axis.dilation * a % axis.stride for a in range(axis.kernel_size)})


def in_phases(axis: Axis, met: list[int], outputs: slice, width: int) -> Iterator[tuple[int, slice, slice]]:
    """Each phase that has taps: its plane, which of its entries are inputs, and which inputs they are."""
    for plane, number in enumerate(met):
        low = axis.position(outputs.start, 0) + number
        first = max(0, -(low // axis.stride))
        stop = min(width, -((low - axis.input_size) // axis.stride))
        if first < stop:
            start = low + axis.stride * first
            yield plane, slice(first, stop), slice(start, start + axis.stride * (stop - first), axis.stride)
