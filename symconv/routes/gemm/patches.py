"""∂L/∂X where no two outputs read the same input: every product belongs to one place, so nothing is added.

Without padding and with ``d·(k − 1) < s`` the windows are patches side by side, and ∂L/∂X at tap ``a`` of output ``m``
is entry ``(m, a)`` of ∂L/∂Oᵀ · F.
"""

from math import prod

import numpy as np

from symconv.routes.gemm.matrices import by_group, filter_matrices, flattened, multiply
from symconv.routes.gemm.tiles import extent, flat, tiles
from symconv.routes.gemm.windows import Axes, windows
from symconv.routes.numbers import Array
from symconv.routes.operators import region
from symconv.spec import ConvSpec

BLOCK_BYTES = 1 << 20
"""About how much memory a block takes unless stated otherwise."""


def are_apart(axes: Axes) -> bool:
    """Whether windows neither overlap nor reach into padding."""
    return all(axis.effective_kernel <= axis.stride and axis.before == axis.after == 0 for axis in axes)


class GradInput:
    """∂L/∂X ``[N, C_in, *input_size]`` of a layer whose windows are apart, so many of them at a time.

    Args:
        spec: the layer.
        images: N.
        dtype: of the result.
        block: the most windows at a time; None for as many as stay in cache.
    """

    nbytes = 0
    """Memory that is kept between calls."""

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.spec, self.shape = spec, (images, spec.in_channels, *spec.input_size)
        self.axes, self.output_size = spec.axes, spec.output_size
        self.patch, axes = spec.weight_shape[1:], len(spec.axes)
        self.order = (0, 1, 2 + axes, *range(3 + axes, 3 + 2 * axes), *range(2, 2 + axes))
        limit = block or BLOCK_BYTES // dtype.itemsize // prod(self.patch)
        self.boxes = list(tiles((images, spec.groups, *self.output_size), limit))
        self.covered = all(axis.kernel_size * axis.output_size == axis.input_size for axis in spec.axes)

    def into(self, result: Array, grad_output: Array, weight: Array) -> None:
        """Writes ∂L/∂X into ``result``."""
        if not self.covered:
            result[...] = 0
        groups = self.spec.groups
        maps, filters = flattened(by_group(grad_output, groups)), filter_matrices(weight, groups)
        places = windows(by_group(result, groups), self.axes, self.output_size, writeable=True)
        for box in self.boxes:
            grads = maps[(*box[:2], slice(None), flat(box[2:], self.output_size))]
            patches = multiply(grads.swapaxes(2, 3), filters[box[1]])
            places[box[:2]][region(box[2:])] = patches.reshape(*extent(box), *self.patch).transpose(self.order)
