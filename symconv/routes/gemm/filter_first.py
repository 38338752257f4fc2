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

from symconv.axis import Axis
from symconv.routes.gemm.matrices import by_group, filter_matrices, multiply
from symconv.routes.gemm.tiles import Box, extent, tiles
from symconv.routes.gemm.windows import Axes
from symconv.routes.numbers import Array
from symconv.routes.operators import region
from symconv.spec import ConvSpec

BLOCK_BYTES = 1 << 22
"""About how much memory a block takes unless stated otherwise: long additions matter more than the nearest cache."""


def grad_input(spec: ConvSpec, grad_output: Array, weight: Array, *, block: int | None = None) -> Array:
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O and F, in blocks of so many outputs."""
    maps, filters = by_group(grad_output, spec.groups), filter_matrices(weight, spec.groups).swapaxes(1, 2)
    result = np.zeros((maps.shape[0], spec.in_channels, *spec.input_size), np.result_type(grad_output, weight))
    grouped = by_group(result, spec.groups)
    planes_each = prod(len(met_phases(axis)) for axis in spec.axes)
    entries = (filters.shape[1] + filters.shape[2] + grouped.shape[2] * planes_each) * filling(spec)
    scatters: dict[tuple[int, ...], Scatter] = {}
    limit = block or int(BLOCK_BYTES // result.itemsize / entries)
    for box in tiles((*maps.shape[:2], *spec.output_size), limit):
        outer, (images, groups), outputs = extent(box[:2]), box[:2], box[2:]
        if outer not in scatters:
            scatters[outer] = Scatter(spec, extent(box), result.dtype)
        planes = scatters[outer].planes_of(filters[groups], maps[(images, groups, slice(None), *outputs)])
        scatters[outer].place(planes, outputs, grouped[images, groups])
    return result


def filling(spec: ConvSpec) -> float:
    """How many times as large ∂L/∂O is when filled up with zeros."""
    return prod(1 + reach / m for reach, m in zip(_reaches(spec.axes), spec.output_size, strict=True))


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
        reaches = _reaches(self.axes)
        self.widths = tuple(m + reach for m, reach in zip(sides, reaches, strict=True))
        row, size = prod(self.widths[1:]), prod(self.widths)
        self.run = images * size - reaches[0] * row
        self.spread = np.zeros((groups, spec.out_channels // spec.groups, images, *self.widths), dtype)
        self.products = np.empty((groups, channels * prod(spec.kernel_size), self.run), dtype)
        self.phases = [met_phases(axis) for axis in spec.axes]
        self.sums = np.zeros((groups, channels, *map(len, self.phases), images * size + row), dtype)
        self.planes = self.sums[..., : images * size].reshape(*self.sums.shape[:-1], images, *self.widths)
        self.additions = list(self._additions(self.products.reshape(groups, channels, -1, self.run)))

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
        along = [list(_phases(*each)) for each in zip(self.axes, self.phases, outputs, self.widths, strict=True)]
        for phase in product(*along):
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


def _reaches(axes: Axes) -> list[int]:
    return [axis.dilation * (axis.kernel_size - 1) // axis.stride for axis in axes]


def met_phases(axis: Axis) -> list[int]:
    """The phases that have taps."""
    return sorted({axis.dilation * a % axis.stride for a in range(axis.kernel_size)})


def _phases(axis: Axis, met: list[int], outputs: slice, width: int) -> Iterator[tuple[int, slice, slice]]:
    """Each phase that has taps: its plane, which of its entries are inputs, and which inputs they are."""
    for plane, number in enumerate(met):
        low = axis.position(outputs.start, 0) + number
        first = max(0, -(low // axis.stride))
        stop = min(width, -((low - axis.input_size) // axis.stride))
        if first < stop:
            start = low + axis.stride * first
            yield plane, slice(first, stop), slice(start, start + axis.stride * (stop - first), axis.stride)
