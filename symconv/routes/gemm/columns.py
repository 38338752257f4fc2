"""Forward and ∂L/∂F: one matrix product for each block of columns.

``block`` is how many columns are made at a time, one for each output; None makes as many as stay in cache.
"""

from math import prod

import numpy as np

from symconv.routes.gemm.lowering import blocks, columns_in
from symconv.routes.gemm.matrices import by_group, filter_matrices, flattened, multiply
from symconv.routes.numbers import Array
from symconv.spec import ConvSpec


def forward(spec: ConvSpec, input: Array, weight: Array, *, block: int | None = None) -> Array:  # noqa: A002 - PyTorch's name
    """O ``[N, C_out, *output_size]`` from X and F: filter matrix times columns, straight into the result."""
    maps, filters = by_group(input, spec.groups), filter_matrices(weight, spec.groups)
    shape = (*maps.shape[:2], filters.shape[1], prod(spec.output_size))
    output = np.empty(shape, np.result_type(input, weight))
    for images, groups, outputs, _, columns in blocks(spec.axes, maps, columns_in(block, maps, prod(spec.kernel_size))):
        multiply(filters[groups], columns, out=output[images, groups, :, outputs])
    return output.reshape(maps.shape[0], spec.out_channels, *spec.output_size)


def grad_weight(spec: ConvSpec, input: Array, grad_output: Array, *, block: int | None = None) -> Array:  # noqa: A002 - as above
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]``: columns times ∂L/∂Oᵀ, summed over all blocks."""
    total = _summed(spec, by_group(input, spec.groups), flattened(by_group(grad_output, spec.groups)), block)
    return total.swapaxes(1, 2).reshape(spec.weight_shape)


def _summed(spec: ConvSpec, maps: Array, grads: Array, block: int | None) -> Array:
    """∂L/∂F as ``[groups, C_in/groups · taps, C_out/groups]``; one block's products beside it."""
    shape = (spec.groups, prod(spec.weight_shape[1:]), grads.shape[2])
    total = np.zeros(shape, np.result_type(maps, grads))
    room = None
    for images, groups, outputs, _, columns in blocks(spec.axes, maps, columns_in(block, maps, prod(spec.kernel_size))):
        count, number = columns.shape[:2]
        if room is None:
            room = np.empty((count, number, *total.shape[1:]), total.dtype)
        right = grads[images, groups, :, outputs].swapaxes(2, 3)
        for image in multiply(columns, right, out=room[:count, :number]):
            total[groups] += image
    return total
