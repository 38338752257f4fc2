"""Lowering (im2col): the entries that each output reads become one column, so that a layer is one matrix product.

A column has one row for each channel and filter tap. All columns together would be k² times as large as the input, so
they are made a cache-sized block at a time, in buffers that every block of the same shape uses again.

Along the last axis a stride would read every s-th entry. Where taps overlap (s < k) the padded input is therefore
split once into its s phases along that axis; after that every tap reads neighbours.
"""

from collections.abc import Iterator
from math import prod
from typing import NamedTuple

import numpy as np

from symconv.routes.gemm.tiles import Box, extent, flat, tiles
from symconv.routes.gemm.windows import Axes, windows
from symconv.routes.operators import Array
from symconv.routes.polyphase import phases
from symconv.spec import Axis

BLOCK_BYTES = 1 << 20
"""About how large a block of columns is: it should stay in the second-level cache."""


class Block(NamedTuple):
    """Columns ``[images, groups, channels · taps, outputs]`` and the outputs they belong to.

    Attributes:
        images: which images.
        groups: which channel groups.
        outputs: which entries of the flattened output.
        box: the same outputs along each axis.
        columns: valid until the next block is asked for.
    """

    images: slice
    groups: slice
    outputs: slice
    box: Box
    columns: Array


def blocks(axes: Axes, maps: Array) -> Iterator[Block]:
    """All columns of ``maps`` ``[N, groups, channels, *input_size]``, block by block.

    The padding of ``axes`` may be negative, which crops.
    """
    images, groups, channels = maps.shape[:3]
    output_size = tuple(axis.output_size for axis in axes)
    rows = channels * prod(axis.kernel_size for axis in axes)
    lowerings: dict[tuple[int, ...], Lowering] = {}
    for box in tiles((images, groups, *output_size), BLOCK_BYTES // (rows * maps.itemsize)):
        place, shape = flat(box[2:], output_size), extent(box)
        if is_matrix(axes):
            columns = maps.reshape(images, groups, channels, -1)[(*box[:2], slice(None), place)]
        else:
            if shape not in lowerings:
                lowerings[shape] = Lowering(axes, (*shape[:2], channels), shape[2:], maps.dtype)
            columns = lowerings[shape](maps[box[:2]], box[2:])
        yield Block(box[0], box[1], place, box[2:], columns)


def is_matrix(axes: Axes) -> bool:
    """Whether the input is its own columns: one tap, stride 1, no padding."""
    return all(axis.kernel_size == axis.stride == 1 and axis.before == axis.after == 0 for axis in axes)


class Lowering:
    """The buffers for blocks of one shape, and the views between them, made once.

    Args:
        axes: the layer, along each axis.
        outer: images, groups and channels of a block.
        sides: outputs of a block along each axis.
        dtype: of the input and the columns.
    """

    def __init__(self, axes: Axes, outer: tuple[int, ...], sides: tuple[int, ...], dtype: np.dtype) -> None:
        self.axes, self.sides = axes, sides
        self.taps = np.empty((*outer, *(axis.kernel_size for axis in axes), *sides), dtype)
        self.columns = self.taps.reshape(*outer[:2], -1, prod(sides))
        self.direct = not any(axis.before > 0 or axis.after > 0 for axis in axes) and not _overlaps(axes[-1])
        if not self.direct:
            spans = [axis.stride * (m - 1) + axis.effective_kernel for axis, m in zip(axes, sides, strict=True)]
            self.split = axes[-1].stride if _overlaps(axes[-1]) else 1
            self.padded = np.zeros((*outer, *spans[:-1], self.split, -(-spans[-1] // self.split)), dtype)
            self.copies = list(self._copies())
            self.filled: Box = ()

    def __call__(self, maps: Array, box: Box) -> Array:
        """The columns of the outputs in ``box``."""
        if self.direct:
            corner = (slice(axis.position(part.start, 0), None) for axis, part in zip(self.axes, box, strict=True))
            np.copyto(self.taps, windows(maps[(..., *corner)], self.axes, self.sides))
        else:
            self._fill(maps, box)
            for target, source in self.copies:
                np.copyto(target, source)
        return self.columns

    def _copies(self) -> Iterator[tuple[Array, Array]]:
        """Pairs of views: part of the taps, and where it is read from."""
        *leading, last = self.axes
        if self.split == 1:
            yield self.taps, windows(self.padded[..., 0, :], self.axes, self.sides)
            return
        every = (slice(None),) * (3 + len(leading))
        for phase in phases(last):
            if phase.taps:
                dense = _stride_1(len(phase.taps), phase.step)
                source = windows(self.padded[..., phase.number, phase.start :], (*leading, dense), self.sides)
                yield self.taps[(*every, slice(phase.taps.start, None, phase.taps.step))], source

    def _fill(self, maps: Array, box: Box) -> None:
        """Copies what the outputs in ``box`` read into the padded buffer, phase by phase."""
        reads = [_reads(axis, part) for axis, part in zip(self.axes, box, strict=True)]
        source, target = tuple(read[0] for read in reads), tuple(read[1] for read in reads)
        if target != self.filled:
            self.padded[...] = 0
            self.filled = target
        inside, first = maps[(..., *source)], target[-1].start
        for phase in range(self.split):
            skip = (phase - first) % self.split
            piece = inside[..., skip :: self.split]
            start = (first + skip) // self.split
            self.padded[(..., *target[:-1], phase, slice(start, start + piece.shape[-1]))] = piece


def _overlaps(axis: Axis) -> bool:
    return 1 < axis.stride < axis.kernel_size


def _stride_1(kernel_size: int, dilation: int) -> Axis:
    return Axis(input_size=0, kernel_size=kernel_size, stride=1, dilation=dilation, before=0, after=0)


def _reads(axis: Axis, outputs: slice) -> tuple[slice, slice]:
    """The inputs that a range of outputs reads, and where they stand in the padded buffer."""
    low = axis.position(outputs.start, 0)
    high = axis.position(outputs.stop - 1, axis.kernel_size - 1) + 1
    start = min(max(low, 0), axis.input_size)
    stop = max(min(high, axis.input_size), start)
    return slice(start, stop), slice(start - low, stop - low)
