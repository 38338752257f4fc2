"""Lowering (im2col): the entries that each output reads become one column, so that a layer is one matrix product.

A column has one row for each channel and filter tap. All columns together would be k² times as large as the input, so
they are made a cache-sized block at a time, in buffers that every block of the same shape uses again.
"""

from collections.abc import Iterator
from typing import NamedTuple

from symconv.routes.gemm.buffers import Buffers
from symconv.routes.gemm.matrices import flattened
from symconv.routes.gemm.tiles import Box, extent, flat, tiles
from symconv.routes.gemm.windows import Axes
from symconv.routes.numbers import Array

BLOCK_BYTES = 1 << 20
"""About how large a block of columns is unless stated otherwise: it should stay in the second-level cache."""


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


def blocks(axes: Axes, maps: Array, limit: int) -> Iterator[Block]:
    """All columns of ``maps``, block by block.

    Args:
        axes: the layer along each axis; its padding may be negative, which crops.
        maps: ``[N, groups, channels, *input_size]``.
        limit: the most columns in a block; see :func:`columns_in`.
    """
    images, groups, channels = maps.shape[:3]
    output_size = tuple(axis.output_size for axis in axes)
    buffers: dict[tuple[int, ...], Buffers] = {}
    for box in tiles((images, groups, *output_size), limit):
        place, shape = flat(box[2:], output_size), extent(box)
        if is_matrix(axes):
            columns = flattened(maps)[(*box[:2], slice(None), place)]
        else:
            if shape not in buffers:
                buffers[shape] = Buffers(axes, (*shape[:2], channels), shape[2:], maps.dtype)
            columns = buffers[shape].lower(maps[box[:2]], box[2:])
        yield Block(box[0], box[1], place, box[2:], columns)


def is_matrix(axes: Axes) -> bool:
    """Whether the input is its own columns: one tap, stride 1, no padding."""
    return all(axis.kernel_size == axis.stride == 1 and axis.before == axis.after == 0 for axis in axes)


def columns_in(block: int | None, maps: Array, taps: int) -> int:
    """How many columns a block has: as many as stated, or of columns of so many taps as many as stay in cache."""
    return block or BLOCK_BYTES // maps.itemsize // (int(maps.shape[2]) * taps)
