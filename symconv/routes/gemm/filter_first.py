"""∂L/∂X with the filter first: one product Fᵀ · ∂L/∂O, whose rows are then added where their tap reaches.

The sums are made in the s phases of each axis (s² planes in 2-D), and ∂L/∂O is given as many zero columns at the end
of each row, and zero rows between images, as the planes are larger. Then adding one tap is adding one run of neighbours
to another, at any stride and for all images of a block at once.
"""

from collections.abc import Iterator
from itertools import product
from math import prod
from operator import mul
from typing import Any

import numpy as np

from symconv.routes.gemm.matrices import by_group, filter_matrices, multiply
from symconv.routes.gemm.runs import in_phases, met_phases, reaches_of
from symconv.routes.gemm.tiles import Box, extent, tiles
from symconv.routes.numbers import Array
from symconv.routes.operators import region
from symconv.spec import ConvSpec

BLOCK_BYTES = 1 << 22
"""About how much memory a block takes unless stated otherwise: long additions matter more than the nearest cache."""


class GradInput:
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O and F, in blocks of outputs.

    Args:
        spec: the layer.
        images: N.
        dtype: of the result.
        block: the most outputs in a block; None for as many as ``BLOCK_BYTES`` hold.
    """

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.spec, self.dtype, self.shape = spec, dtype, (images, spec.in_channels, *spec.input_size)
        width, planes_each = spec.weight_shape[1], prod(len(met_phases(axis)) for axis in spec.axes)
        rows = prod(spec.weight_shape[1:]) + spec.out_channels // spec.groups + width * planes_each
        limit = block or int(BLOCK_BYTES // dtype.itemsize / (rows * filling(spec)))
        self.boxes = list(tiles((images, spec.groups, *spec.output_size), limit))
        self.scatters: dict[tuple[int, ...], Scatter] = {}

    def into(self, result: Array, grad_output: Array, weight: Array) -> None:
        """Writes ∂L/∂X into ``result``."""
        result[...] = 0
        groups = self.spec.groups
        maps, filters = by_group(grad_output, groups), filter_matrices(weight, groups).swapaxes(1, 2)
        grouped = by_group(result, groups)
        for box in self.boxes:
            outer, outputs = box[:2], box[2:]
            scatter = self._scatter(extent(box))
            planes = scatter.planes_of(filters[outer[1]], maps[(*outer, slice(None), *outputs)])
            scatter.place(planes, outputs, grouped[outer])

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""
        return sum(each.nbytes for each in self.scatters.values())

    def _scatter(self, shape: tuple[int, ...]) -> "Scatter":
        """The buffers for blocks of so many images and groups; the first block of these is the largest."""
        if shape[:2] not in self.scatters:
            self.scatters[shape[:2]] = Scatter(self.spec, shape, self.dtype)
        return self.scatters[shape[:2]]


def filling(spec: ConvSpec) -> float:
    """How many times as large ∂L/∂O is when filled up with zeros."""
    return prod(1 + reach / m for reach, m in zip(reaches_of(spec.axes), spec.output_size, strict=True))


class Scatter:
    """The buffers for blocks of ∂L/∂O, and the views that are added, made once.

    Args:
        spec: the layer.
        shape: of the largest block, ``[images, groups, *outputs]``.
        dtype: of the result.
    """

    def __init__(self, spec: ConvSpec, shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> None:
        images, groups, *sides = shape
        self.axes, self.sides, channels = spec.axes, tuple(sides), spec.weight_shape[1]
        reaches = reaches_of(self.axes)
        self.widths = tuple(m + reach for m, reach in zip(sides, reaches, strict=True))
        row, size = prod(self.widths[1:]), prod(self.widths)
        self.run = images * size - reaches[0] * row
        self.spread = np.zeros((groups, spec.out_channels // spec.groups, images, *self.widths), dtype)
        self.products = np.empty((groups, channels * prod(spec.kernel_size), self.run), dtype)
        self.phases = [met_phases(axis) for axis in spec.axes]
        self.sums = np.zeros((groups, channels, *map(len, self.phases), images * size + row), dtype)
        self.planes = self.sums[..., : images * size].reshape(*self.sums.shape[:-1], images, *self.widths)
        self.additions = list(self._additions(self.products.reshape(groups, channels, -1, self.run)))

    @property
    def nbytes(self) -> int:
        """Memory of the buffers."""
        return self.spread.nbytes + self.products.nbytes + self.sums.nbytes

    def planes_of(self, filters: Array, block: Array) -> Array:
        """The sums ``[images, groups, C_in/groups, *phases, *entries]`` that a block of ∂L/∂O yields."""
        if block.shape[3:] != self.sides:
            self.spread[...] = 0
            self.sides = block.shape[3:]
        self.spread[region(map(slice, self.sides))] = np.moveaxis(block, 0, 2)
        multiply(filters, self.spread.reshape(*self.spread.shape[:2], -1)[..., : self.run], out=self.products)
        self.sums[...] = 0
        for target, source in self.additions:
            target += source
        return np.moveaxis(self.planes, 2 + len(self.axes), 0)

    def place(self, planes: Array, outputs: Box, result: Array) -> None:
        """Adds the sums to ``result``, ``[images, groups, C_in/groups, *input_size]``."""
        first = [dict.fromkeys(met, 0) for met in self.phases]
        along = zip(self.axes, outputs, first, self.widths, strict=True)
        for phase in product(*(list(in_phases(*each)) for each in along)):
            numbers, entries, inputs = zip(*phase, strict=True)
            result[region(inputs)] += planes[(slice(None), slice(None), slice(None), *numbers, *entries)]

    def _additions(self, products: Array) -> Iterator[tuple[Array, Array]]:
        """For each tap the run of sums it is added to and the run of products that is added."""
        steps = [prod(self.widths[number + 1 :]) for number in range(len(self.widths))]
        along = [[divmod(axis.dilation * tap, axis.stride) for tap in range(axis.kernel_size)] for axis in self.axes]
        for number, meets in enumerate(product(*along)):
            shifts, phases = zip(*meets, strict=True)
            start = sum(map(mul, shifts, steps))
            planes = (met.index(phase) for met, phase in zip(self.phases, phases, strict=True))
            run: tuple[Any, ...] = (slice(None), slice(None), *planes, slice(start, start + self.run))
            yield self.sums[run], products[:, :, number]
