"""The memory in which columns are made, and the views that make them.

Along the last axis a stride would read every s-th entry. Where taps overlap (1 < s < k) the padded input is therefore
split once into its s phases along that axis; after that every tap reads neighbours. Without padding and overlap
nothing is gained by that, and columns are read from the input itself.
"""

from collections.abc import Iterator
from math import prod
from typing import Any, NamedTuple

import numpy as np

from symconv.axis import Axis
from symconv.routes.gemm.tiles import Box, extent
from symconv.routes.gemm.windows import Axes, windows
from symconv.routes.numbers import Array
from symconv.routes.operators import region
from symconv.routes.polyphase import phases


class Part(NamedTuple):
    """A box of outputs, and what it reads.

    Attributes:
        box: the outputs along each axis.
        outputs: the same entries of the flattened output.
        sides: how many they are along each axis.
        corner: where the first window would begin if nothing were padded, and everything from there on.
        source: the inputs that are read, along each axis.
        target: where they stand in the padded buffer.
    """

    box: Box
    outputs: slice
    sides: tuple[int, ...]
    corner: tuple[Any, ...]
    source: tuple[Any, ...]
    target: Box

    @classmethod
    def of(cls, axes: Axes, box: Box, outputs: slice) -> "Part":
        """The part of the outputs in ``box``."""
        corner = (slice(axis.position(side.start, 0), None) for axis, side in zip(axes, box, strict=True))
        source, target = zip(*(_reads(axis, side) for axis, side in zip(axes, box, strict=True)), strict=True)
        return cls(box, outputs, extent(box), region(corner), region(source), target)


class Buffers:
    """What blocks of one shape need, made once.

    Args:
        axes: the layer along each axis.
        outer: images, groups and channels of a block.
        sides: outputs of a block along each axis.
        dtype: of the input and the columns.

    Attributes:
        direct: whether columns are read from the input itself.
        split: phases that the last axis is split into.
    """

    def __init__(self, axes: Axes, outer: tuple[int, ...], sides: tuple[int, ...], dtype: np.dtype[np.generic]) -> None:
        self.axes, self.sides = axes, sides
        self.taps = np.empty((*outer, *(axis.kernel_size for axis in axes), *sides), dtype)
        self.columns = self.taps.reshape(*outer[:2], -1, prod(sides))
        last = axes[-1]
        self.split = last.stride if 1 < last.stride < last.kernel_size else 1
        self.direct = self.split == 1 and not any(axis.before > 0 or axis.after > 0 for axis in axes)
        if not self.direct:
            spans = [axis.stride * (m - 1) + axis.effective_kernel for axis, m in zip(axes, sides, strict=True)]
            self.padded = np.zeros((*outer, *spans[:-1], self.split, -(-spans[-1] // self.split)), dtype)
            self.copies = list(self._copies())
            self.filled: Box = ()

    @property
    def nbytes(self) -> int:
        """Memory of the buffers."""
        return self.taps.nbytes + (0 if self.direct else self.padded.nbytes)

    def lower(self, maps: Array, part: Part) -> Array:
        """The columns ``[images, groups, channels · taps, outputs]`` of a part of the outputs."""
        if self.direct:
            np.copyto(self.taps, windows(maps[part.corner], self.axes, self.sides))
        else:
            self._fill(maps[part.source], part.target)
            for target, source in self.copies:
                np.copyto(target, source)
        return self.columns

    def _copies(self) -> Iterator[tuple[Array, Array]]:
        """Pairs of views: part of the taps, and the part of the padded input it is read from."""
        *leading, last = self.axes
        if self.split == 1:
            yield self.taps, windows(self.padded[..., 0, :], self.axes, self.sides)
            return
        before = (slice(None),) * (3 + len(leading))
        for phase in phases(last):
            dense = _dense(len(phase.taps), phase.step)
            source = windows(self.padded[..., phase.number, phase.start :], (*leading, dense), self.sides)
            yield self.taps[(*before, slice(phase.taps.start, None, phase.taps.step))], source

    def _fill(self, inside: Array, target: Box) -> None:
        """Copies what the outputs read to its places in the padded buffer, phase by phase."""
        if target != self.filled:
            self._clear_around(target)
        first = target[-1].start
        for phase in range(self.split):
            skip = (phase - first) % self.split
            piece = inside[..., skip :: self.split]
            start = (first + skip) // self.split
            place: tuple[Any, ...] = (..., *target[:-1], phase, slice(start, start + piece.shape[-1]))
            self.padded[place] = piece

    def _clear_around(self, target: Box) -> None:
        """Makes everything outside ``target`` zero, where it may not be."""
        if self.filled and target[-1] != self.filled[-1]:
            self.padded[...] = 0
        for number, part in enumerate(target[:-1]):
            before = (slice(None),) * (3 + number)
            self.padded[(*before, slice(part.start))] = 0
            self.padded[(*before, slice(part.stop, None))] = 0
        self.filled = target


def _dense(kernel_size: int, dilation: int) -> Axis:
    return Axis(input_size=0, kernel_size=kernel_size, stride=1, dilation=dilation, before=0, after=0)


def _reads(axis: Axis, outputs: slice) -> tuple[slice, slice]:
    """The inputs that a range of outputs reads, and where they stand in the padded buffer."""
    low = axis.position(outputs.start, 0)
    high = axis.position(outputs.stop - 1, axis.kernel_size - 1) + 1
    start = min(max(low, 0), axis.input_size)
    stop = max(min(high, axis.input_size), start)
    return slice(start, stop), slice(start - low, stop - low)
