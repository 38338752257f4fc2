"""Columns for few channels: each tap is one run of neighbours.

Copying the rows of an output one by one costs as much as what is then multiplied where a group has few channels. So
what is read is split into its phases along every axis, first line by line and then, in cache, along the lines in one
long run. In a phase the entries that a tap reads lie as the outputs do: a tap is one run of the phase. What comes into
a line from the one before or after it stands where the tap reads padding, and zeros are written there. Only where a
line of a phase is longer than one of outputs, the columns at its end belong to no output.
"""

from collections.abc import Iterator
from itertools import product
from math import prod
from operator import mul, sub
from typing import Any, NamedTuple

import numpy as np

from symconv.axis import Axis
from symconv.routes.gemm.buffers import Part
from symconv.routes.gemm.tiles import Box
from symconv.routes.gemm.windows import Axes
from symconv.routes.numbers import Array
from symconv.routes.operators import region


class Read(NamedTuple):
    """What a part of the outputs reads.

    Attributes:
        lines: for each phase of the leading axes the places that are filled, and the inputs that fill them.
        padding: the columns, tap by tap, that read padding.
    """

    lines: list[tuple[Any, Any]]
    padding: list[Any]


class Runs:
    """What blocks of one shape need, made once.

    Args:
        axes: the layer along each axis.
        outer: images, groups and channels of a block.
        sides: outputs of a block along each axis: all of them but along the first.
        dtype: of the columns.

    Attributes:
        first: along each axis, of each phase that has taps the entry that its plane begins with.
        widths: of a plane along each axis.
        sides: of the columns along each axis, as wide as a plane but along the first.
    """

    def __init__(self, axes: Axes, outer: tuple[int, ...], sides: tuple[int, ...], dtype: np.dtype[np.generic]) -> None:
        planes = [_wide(axes[0], sides[0]), *map(_narrow, axes[1:], sides[1:])]
        self.axes, self.first, self.widths = axes, [first for first, _ in planes], tuple(width for _, width in planes)
        self.sides = (sides[0], *self.widths[1:])
        (*leading, last), stride = self.first, axes[-1].stride
        shape = (*outer, *map(len, leading), *self.widths)
        self.lines = np.zeros((*shape[:-1], stride * shape[-1]), dtype)
        self.planes = np.empty((len(last), *shape), dtype) if stride > 1 else self.lines[np.newaxis]
        self.taps = np.zeros((*outer, prod(axis.kernel_size for axis in axes), *self.sides), dtype)
        self.columns = self.taps.reshape(*outer[:2], -1, prod(self.sides))
        starts = [number + stride * entry for number, entry in last.items()]
        self.start = min(starts)
        phases = [self.lines[..., start - self.start :: stride] for start in starts]
        self.copies = [*(zip(self.planes, phases, strict=True) if stride > 1 else ()), *self._copies()]
        self.reads: dict[int, Read] = {}

    @property
    def nbytes(self) -> int:
        """Memory of the buffers."""
        return self.columns.nbytes + self.lines.nbytes + self.planes.nbytes

    def lower(self, maps: Array, part: Part) -> Array:
        """The columns ``[images, groups, channels · taps, prod(sides)]`` of a part of the outputs."""
        if part.outputs.start not in self.reads:
            self.reads[part.outputs.start] = Read(list(self._lines(part.box)), list(self._padding(part.box)))
        lines, padding = self.reads[part.outputs.start]
        for place, inputs in lines:
            self.lines[place] = maps[inputs]
        for target, source in self.copies:
            np.copyto(target, source)
        for place in padding:
            self.taps[place] = 0
        return self.columns

    def _lines(self, box: Box) -> Iterator[tuple[Any, Any]]:
        """For each phase of the leading axes the places of its inputs in the lines, and which inputs they are."""
        last = self.axes[-1]
        start = last.position(box[-1].start, 0) + self.start
        low, high = max(start, 0), min(start + self.lines.shape[-1], last.input_size)
        along = zip(self.axes[:-1], box, self.first, self.widths, strict=False)
        for phase in product(*(list(in_phases(*each)) for each in along)) if low < high else ():
            numbers, entries, inputs = zip(*phase, strict=True)
            place = (slice(None), slice(None), slice(None), *numbers, *entries, slice(low - start, high - start))
            yield place, region((*inputs, slice(low, high)))

    def _copies(self) -> Iterator[tuple[Array, Array]]:
        """For each tap its columns, and the run of a phase that they are."""
        steps = [prod(self.widths[number + 1 :]) for number in range(len(self.axes))]
        size, count = prod(self.widths), prod(self.sides)
        for number, (shifts, phases) in enumerate(self._meets()):
            *leading, last = (list(first).index(phase) for first, phase in zip(self.first, phases, strict=True))
            place: Any = (last, slice(None), slice(None), slice(None), *leading)
            plane = self.planes[place]
            begins = [first[phase] for first, phase in zip(self.first, phases, strict=True)]
            start = sum(map(mul, map(sub, shifts, begins), steps))
            begin = min(max(0, -start), count)
            stop = max(begin, min(count, size - start))
            target = self.columns.reshape(*plane.shape[:3], -1, count)[:, :, :, number, begin:stop]
            yield target, plane.reshape(*plane.shape[:3], size)[..., start + begin : start + stop]

    def _padding(self, box: Box) -> Iterator[Any]:
        """For each tap and axis the outputs that are too near the edge."""
        for number, meets in enumerate(self._meets()):
            for along, (axis, side, shift, phase) in enumerate(zip(self.axes, box, *meets, strict=True)):
                count = side.stop - side.start
                low, high = _inside(axis, side.start, phase)
                before, after = min(max(low - shift, 0), count), min(max(high - shift, 0), count)
                for empty in (slice(before), slice(after, count)):
                    if len(range(count)[empty]):
                        yield (slice(None),) * 3 + (number,) + (slice(None),) * along + (empty,)

    def _meets(self) -> Iterator[Any]:
        """For each tap its shift within a phase and its phase, along each axis."""
        along = [[divmod(axis.dilation * tap, axis.stride) for tap in range(axis.kernel_size)] for axis in self.axes]
        for each in product(*along):
            yield tuple(zip(*each, strict=True))


def _inside(axis: Axis, output: int, phase: int) -> tuple[int, int]:
    """Which entries of a phase, counted from the first that an output reads, are inputs: from one to before another."""
    low = axis.position(output, 0) + phase
    return max(0, -(low // axis.stride)), -((low - axis.input_size) // axis.stride)


def _wide(axis: Axis, side: int) -> tuple[dict[int, int], int]:
    """Of each phase the entry that its plane begins with, and how many it holds: all that outputs read, and padding."""
    return dict.fromkeys(met_phases(axis), 0), side + axis.dilation * (axis.kernel_size - 1) // axis.stride


def _narrow(axis: Axis, side: int) -> tuple[dict[int, int], int]:
    """The same of a whole axis without its padding; at least as many entries as outputs."""
    first, width = _wide(axis, side)
    inside = {phase: _inside(axis, 0, phase) for phase in first}
    inputs = max(min(high, width) - low for low, high in inside.values())
    return {phase: low for phase, (low, _) in inside.items()}, max(side, inputs)


def reaches_of(axes: Axes) -> list[int]:
    """How many entries of a phase the last tap lies beyond the first, along each axis."""
    return [axis.dilation * (axis.kernel_size - 1) // axis.stride for axis in axes]


def met_phases(axis: Axis) -> list[int]:
    """The phases that have taps."""
    return sorted({axis.dilation * a % axis.stride for a in range(axis.kernel_size)})


def in_phases(axis: Axis, outputs: slice, first: dict[int, int], width: int) -> Iterator[tuple[int, slice, slice]]:
    """Each phase that has taps: its plane, which entries there are inputs, and which inputs they are."""
    for plane, (number, begin) in enumerate(first.items()):
        low, high = _inside(axis, outputs.start, number)
        low, high = max(low, begin), min(high, begin + width)
        if low < high:
            start = axis.position(outputs.start, 0) + number + axis.stride * low
            yield plane, slice(low - begin, high - begin), slice(start, start + axis.stride * (high - low), axis.stride)
