"""∂L/∂X where no two outputs read the same input: every product belongs to one place, so nothing is added.

Without padding and with ``d·(k − 1) < s`` the windows are patches side by side, and ∂L/∂X at tap ``a`` of output ``m``
is entry ``(m, a)`` of ∂L/∂Oᵀ · F.
"""

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


def grad_input(spec: ConvSpec, grad_output: Array, weight: Array, *, block: int | None = None) -> Array:
    """∂L/∂X ``[N, C_in, *input_size]`` of a layer whose windows are apart, so many of them at a time."""
    maps, filters = by_group(grad_output, spec.groups), filter_matrices(weight, spec.groups)
    result = np.zeros((maps.shape[0], spec.in_channels, *spec.input_size), np.result_type(grad_output, weight))
    places = windows(by_group(result, spec.groups), spec.axes, spec.output_size, writeable=True)
    channels, axes = spec.weight_shape[1], len(spec.axes)
    order = (0, 1, 2 + axes, *range(3 + axes, 3 + 2 * axes), *range(2, 2 + axes))
    limit = block or BLOCK_BYTES // result.itemsize // filters.shape[2]
    for box in tiles((*maps.shape[:2], *spec.output_size), limit):
        grads = flattened(maps)[(*box[:2], slice(None), flat(box[2:], spec.output_size))]
        patches = multiply(grads.swapaxes(2, 3), filters[box[1]])
        patches = patches.reshape(*extent(box), channels, *spec.kernel_size).transpose(order)
        places[box[:2]][region(box[2:])] = patches
    return result
