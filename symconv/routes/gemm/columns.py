"""Forward and ∂L/∂F: one matrix product for each block of columns.

``block`` is how many columns are made at a time, one for each output; None makes as many as stay in cache.
"""

from math import prod

import numpy as np

from symconv.routes.gemm.lowering import Lowering, columns_in
from symconv.routes.gemm.matrices import by_group, filter_matrices, flattened, multiply
from symconv.routes.numbers import Array
from symconv.spec import ConvSpec


class Forward:
    """O ``[N, C_out, *output_size]`` from X and F: filter matrix times columns, straight into the result.

    Args:
        spec: the layer.
        images: N.
        dtype: of the result.
        block: see above.
    """

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.groups, self.shape = spec.groups, (images, spec.out_channels, *spec.output_size)
        self.lowering = _lowering(spec, images, dtype, block)

    def into(self, result: Array, input: Array, weight: Array) -> None:  # noqa: A002 - PyTorch's name
        """Writes O into ``result``."""
        filters, output = filter_matrices(weight, self.groups), flattened(by_group(result, self.groups))
        for images, groups, outputs, _, columns in self.lowering.blocks(by_group(input, self.groups)):
            multiply(filters[groups], columns, out=output[images, groups, :, outputs])

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""
        return self.lowering.nbytes


class GradWeight:
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]``: columns times ∂L/∂Oᵀ, summed over all blocks.

    Args:
        spec: the layer.
        images: N.
        dtype: of the result.
        block: see above.
    """

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.groups, self.shape = spec.groups, spec.weight_shape
        self.lowering = _lowering(spec, images, dtype, block)
        products = (spec.groups, prod(spec.weight_shape[1:]), spec.out_channels // spec.groups)
        self.total = np.empty(products, dtype)
        most = self.lowering.largest[:2]
        self.room = np.empty((*most, *products[1:]), dtype)

    def into(self, result: Array, input: Array, grad_output: Array) -> None:  # noqa: A002 - PyTorch's name
        """Writes ∂L/∂F into ``result``."""
        total, grads = self.total, flattened(by_group(grad_output, self.groups))
        total[...] = 0
        for images, groups, outputs, _, columns in self.lowering.blocks(by_group(input, self.groups)):
            count, number = columns.shape[:2]
            right = grads[images, groups, :, outputs].swapaxes(2, 3)
            for image in multiply(columns, right, out=self.room[:count, :number]):
                total[groups] += image
        result[...] = total.swapaxes(1, 2).reshape(self.shape)

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""
        return self.lowering.nbytes + self.total.nbytes + self.room.nbytes


def _lowering(spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None) -> Lowering:
    channels = spec.in_channels // spec.groups
    limit = columns_in(block, dtype, channels * prod(spec.kernel_size))
    return Lowering(spec.axes, (images, spec.groups, channels), dtype, limit)
