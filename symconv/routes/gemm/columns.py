"""Forward and ∂L/∂F: one matrix product for each block of columns."""

from math import prod

import numpy as np

from symconv.routes.gemm.lowering import blocks
from symconv.routes.gemm.matrices import by_group, filter_matrices, flattened, multiply
from symconv.routes.operators import Array
from symconv.spec import ConvSpec


def forward(spec: ConvSpec, input: Array, weight: Array) -> Array:  # noqa: A002 - PyTorch's name
    """O ``[N, C_out, *output_size]`` from X and F: filter matrix times columns, straight into the result."""
    maps, filters = by_group(input, spec.groups), filter_matrices(weight, spec.groups)
    shape = (*maps.shape[:2], filters.shape[1], prod(spec.output_size))
    output = np.empty(shape, np.result_type(input, weight))
    for images, groups, outputs, _, columns in blocks(spec.axes, maps):
        multiply(filters[groups], columns, out=output[images, groups, :, outputs])
    return output.reshape(maps.shape[0], spec.out_channels, *spec.output_size)


def grad_weight(spec: ConvSpec, input: Array, grad_output: Array) -> Array:  # noqa: A002 - PyTorch's name
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]``: columns times ∂L/∂Oᵀ, summed over all blocks."""
    maps, grads = by_group(input, spec.groups), flattened(by_group(grad_output, spec.groups)).swapaxes(2, 3)
    shape = (spec.groups, prod(spec.weight_shape[1:]), grads.shape[3])
    total = np.zeros(shape, np.result_type(input, grad_output))
    for images, groups, outputs, _, columns in blocks(spec.axes, maps):
        for image in multiply(columns, grads[images, groups, outputs]):
            total[groups] += image
    return total.swapaxes(1, 2).reshape(spec.weight_shape)
