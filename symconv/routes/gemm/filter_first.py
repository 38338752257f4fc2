"""∂L/∂X with the filter first: one product Fᵀ · ∂L/∂O, whose rows are then added where their tap reaches.

The sums are made in the s phases of each axis (s² planes in 2-D), and ∂L/∂O is given as many zero columns at the end
of each row as the planes are wider. Then adding one tap is adding one run of neighbours to another, at any stride.
"""

from collections.abc import Iterator
from itertools import product
from math import prod

import numpy as np

from symconv.routes.gemm.matrices import by_group, filter_matrices, flattened, multiply
from symconv.routes.gemm.tiles import Box, extent, tiles
from symconv.routes.operators import Array, region
from symconv.spec import Axis, ConvSpec, positions

BLOCK_BYTES = 1 << 22
"""About how much memory a block takes: few, long additions matter more than the nearest cache."""

EVERY = (slice(None), slice(None), slice(None))
"""All images, groups and channels of a block."""


def grad_input(spec: ConvSpec, grad_output: Array, weight: Array) -> Array:
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O and F, block by block of ∂L/∂O."""
    maps, filters = by_group(grad_output, spec.groups), filter_matrices(weight, spec.groups).swapaxes(1, 2)
    result = np.zeros((maps.shape[0], spec.in_channels, *spec.input_size), np.result_type(grad_output, weight))
    grouped = by_group(result, spec.groups)
    entries = filters.shape[1] + filters.shape[2] + grouped.shape[2] * prod(spec.stride)
    scatters: dict[tuple[int, ...], Scatter] = {}
    for box in tiles((*maps.shape[:2], *spec.output_size), BLOCK_BYTES // (entries * result.itemsize)):
        outer, (images, groups), outputs = extent(box[:2]), box[:2], box[2:]
        if outer not in scatters:
            scatters[outer] = Scatter(spec, extent(box), result.dtype)
        planes = scatters[outer].planes_of(filters[groups], maps[(images, groups, slice(None), *outputs)])
        scatters[outer].place(planes, outputs, grouped[images, groups])
    return result


class Scatter:
    """The buffers for blocks of ∂L/∂O, and the views that are added, made once.

    Args:
        spec: the layer.
        shape: of the largest block, ``[images, groups, *outputs]``.
        dtype: of the result.
    """

    def __init__(self, spec: ConvSpec, shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> None:
        self.axes, outer, sides = spec.axes, shape[:2], shape[2:]
        reaches = (axis.dilation * (axis.kernel_size - 1) // axis.stride for axis in self.axes)
        self.widths = tuple(m + reach for m, reach in zip(sides, reaches, strict=True))
        channels, row = spec.weight_shape[1], prod(self.widths[1:])
        run = sides[0] * row
        self.spread = np.zeros((*outer, spec.out_channels // spec.groups, sides[0], *self.widths[1:]), dtype)
        self.products = np.empty((*outer, channels * prod(spec.kernel_size), run), dtype)
        self.sums = np.zeros((*outer, channels, *spec.stride, (self.widths[0] + 1) * row), dtype)
        self.planes = self.sums[..., : self.widths[0] * row].reshape(*self.sums.shape[:-1], *self.widths)
        self.sides = sides
        self.additions = list(self._additions(self.products.reshape(*outer, channels, *spec.kernel_size, run)))

    def planes_of(self, filters: Array, block: Array) -> Array:
        """The sums ``[images, groups, C_in/groups, *phases, *entries]`` that a block of ∂L/∂O yields."""
        if block.shape[3:] != self.sides:
            self.spread[...] = 0
            self.sides = block.shape[3:]
        self.spread[region(map(slice, self.sides))] = block
        multiply(filters, flattened(self.spread), out=self.products)
        self.sums[...] = 0
        for target, source in self.additions:
            target += source
        return self.planes

    def place(self, planes: Array, outputs: Box, result: Array) -> None:
        """Adds the sums to ``result``, ``[images, groups, C_in/groups, *input_size]``."""
        along = [list(_phases(*each)) for each in zip(self.axes, outputs, self.widths, strict=True)]
        for phase in product(*along):
            numbers, entries, inputs = zip(*phase, strict=True)
            result[region(inputs)] += planes[EVERY + numbers + entries]

    def _additions(self, products: Array) -> Iterator[tuple[Array, Array]]:
        """For each tap the run of sums it is added to and the run of products that is added."""
        for tap in positions(products.shape[3:-1]):
            meets = (divmod(axis.dilation * a, axis.stride) for axis, a in zip(self.axes, tap, strict=True))
            shifts, numbers = zip(*meets, strict=True)
            start = 0
            for shift, width in zip(shifts, self.widths, strict=True):
                start = start * width + shift
            run = slice(start, start + products.shape[-1])
            yield self.sums[EVERY + numbers + (run,)], products[EVERY + tap]


def _phases(axis: Axis, outputs: slice, width: int) -> Iterator[tuple[int, slice, slice]]:
    """Each phase that has taps: its number, which of its entries are inputs, and which inputs they are."""
    for number in sorted({axis.dilation * a % axis.stride for a in range(axis.kernel_size)}):
        low = axis.position(outputs.start, 0) + number
        first = max(0, -(low // axis.stride))
        stop = min(width, -((low - axis.input_size) // axis.stride))
        if first < stop:
            start = low + axis.stride * first
            yield number, slice(first, stop), slice(start, start + axis.stride * (stop - first), axis.stride)
