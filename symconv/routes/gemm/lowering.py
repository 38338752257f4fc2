"""Lowering (im2col): the entries that each output reads become one column, so that a layer is one matrix product.

A column has one row for each channel and filter tap. All columns together would be k² times as large as the input, so
they are made a cache-sized block at a time, in buffers that every block of the same shape uses again.
"""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from symconv.routes.gemm.buffers import Buffers, Part
from symconv.routes.gemm.matrices import flattened
from symconv.routes.gemm.runs import Runs, reaches_of
from symconv.routes.gemm.tiles import Box, cuts, extent, flat
from symconv.routes.gemm.windows import Axes
from symconv.routes.numbers import Array
from symconv.routes.operators import region

BLOCK_BYTES = 1 << 21
"""About how large a block of columns is unless stated otherwise: it should stay in cache, and few calls be made."""

FEW_TAPS = 32
"""So many runs may be copied, one after the other."""
SHORT = 48
"""Outputs of a line that is worth being split into phases with all others, in one run."""
WIDER = 4
"""How many times as many outputs as spare columns there must be along each axis."""


class Block(NamedTuple):
    """Columns ``[images, groups, channels · taps, outputs]`` and the outputs they belong to.

    Attributes:
        images: which images.
        groups: which channel groups.
        outputs: which entries of the flattened output.
        box: the same outputs along each axis.
        columns: valid until the next block is asked for.
        sides: of the columns along each axis; where they are longer than those of the box, the columns at the end of a
            side belong to no output.
    """

    images: slice
    groups: slice
    outputs: slice
    box: Box
    columns: Array
    sides: tuple[int, ...]

    @property
    def is_exact(self) -> bool:
        """Whether each column belongs to an output."""
        return self.sides == extent(self.box)

    def of_outputs(self, rows: Array) -> Array:
        """Rows with an entry for each column, as ``[images, groups, rows, *outputs]``."""
        return rows.reshape(*rows.shape[:3], *self.sides)[region(map(slice, extent(self.box)))]


class Lowering:
    """How maps of one shape become columns: the blocks and their buffers, made once.

    Args:
        axes: the layer along each axis; its padding may be negative, which crops.
        outer: images, groups, and channels of a group.
        dtype: of the columns.
        limit: the most columns in a block; see :func:`columns_in`.
    """

    def __init__(self, axes: Axes, outer: tuple[int, int, int], dtype: np.dtype[np.generic], limit: int) -> None:
        self.axes, self.channels, self.dtype = axes, outer[2], dtype
        output_size = tuple(axis.output_size for axis in axes)
        images, groups, *along = cuts((*outer[:2], *output_size), limit)
        self.outer = list(product(images, groups))
        self.parts = [Part.of(axes, box, flat(box, output_size)) for box in product(*along)]
        self.is_matrix = is_matrix(axes)
        self.kind: type[Buffers | Runs] = Runs if pays_in_runs(axes, limit) else Buffers
        self.buffers: dict[tuple[int, ...], Buffers | Runs] = {}

    def blocks(self, maps: Array) -> Iterator[Block]:
        """All columns of ``maps [N, groups, channels, *input_size]``, block by block."""
        for images, groups in self.outer:
            some = maps[images, groups]
            for part in self.parts:
                if self.is_matrix:
                    columns, sides = flattened(some)[..., part.outputs], part.sides
                else:
                    buffers = self._buffers(some, part)
                    columns, sides = buffers.lower(some, part), buffers.sides
                yield Block(images, groups, part.outputs, part.box, columns, sides)

    @property
    def largest(self) -> tuple[int, int]:
        """Images and groups of the largest block; none where there is no block."""
        images, groups = extent(self.outer[0]) if self.outer else (0, 0)
        return images, groups

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""
        return sum(each.nbytes for each in self.buffers.values())

    def _buffers(self, maps: Array, part: Part) -> Buffers | Runs:
        shape = (*maps.shape[:3], *part.sides)
        if shape not in self.buffers:
            self.buffers[shape] = self.kind(self.axes, maps.shape[:3], part.sides, self.dtype)
        return self.buffers[shape]


def is_matrix(axes: Axes) -> bool:
    """Whether the input is its own columns: one tap, stride 1, no padding."""
    return all(axis.kernel_size == axis.stride == 1 and axis.before == axis.after == 0 for axis in axes)


def pays_in_runs(axes: Axes, limit: int) -> bool:
    """Whether runs are faster: few taps that reach not far; windows overlap in lines that are whole, short if split."""
    reaches, last = zip(axes, reaches_of(axes), strict=True), axes[-1]
    near = all(WIDER * reach <= axis.output_size for axis, reach in reaches)
    few = prod(axis.kernel_size for axis in axes) <= FEW_TAPS
    whole = len(axes) > 1 and prod(axis.output_size for axis in axes[1:]) <= limit
    short = last.stride == 1 or last.output_size <= SHORT
    return few and near and whole and short and last.effective_kernel > last.stride


def columns_in(block: int | None, dtype: np.dtype[np.generic], rows: int) -> int:
    """How many columns a block has: as many as stated, or of columns of so many rows as many as stay in cache."""
    return block or BLOCK_BYTES // dtype.itemsize // rows
