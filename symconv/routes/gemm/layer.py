"""Forward and ∂L/∂F: one matrix product for each block of columns."""

from math import prod

import numpy as np

from symconv.routes.gemm.lowering import blocks
from symconv.routes.operators import Array
from symconv.spec import ConvSpec


def forward(spec: ConvSpec, input: Array, weight: Array) -> Array:  # noqa: A002 - PyTorch's name
    """O ``[N, C_out, *output_size]`` from X and F: filter matrix times columns, straight into the result."""
    maps = by_group(input, spec.groups)
    filters = weight.reshape(spec.groups, spec.out_channels // spec.groups, -1)
    shape = (*maps.shape[:2], filters.shape[1], prod(spec.output_size))
    output = np.empty(shape, np.result_type(input, weight))
    for images, groups, outputs, _, columns in blocks(spec.axes, maps):
        np.matmul(filters[groups], columns, out=output[images, groups, :, outputs])
    return output.reshape(maps.shape[0], spec.out_channels, *spec.output_size)


def grad_weight(spec: ConvSpec, input: Array, grad_output: Array) -> Array:  # noqa: A002 - PyTorch's name
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]``: columns times ∂L/∂Oᵀ, summed over all blocks."""
    maps = by_group(input, spec.groups)
    grads = by_group(grad_output, spec.groups)
    grads = grads.reshape(*grads.shape[:3], -1).swapaxes(2, 3)  # [N, g, output, C_out/g]
    rows = prod(spec.weight_shape[1:])
    total = np.zeros((spec.groups, rows, grads.shape[3]), np.result_type(input, grad_output))
    for images, groups, outputs, _, columns in blocks(spec.axes, maps):
        for part in np.matmul(columns, grads[images, groups, outputs]):
            total[groups] += part
    return total.swapaxes(1, 2).reshape(spec.weight_shape)


def by_group(array: Array, groups: int) -> Array:
    """``[N, C, *space]`` as ``[N, groups, C/groups, *space]``."""
    return array.reshape(array.shape[0], groups, array.shape[1] // groups, *array.shape[2:])
