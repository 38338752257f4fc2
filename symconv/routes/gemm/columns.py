"""Forward and ∂L/∂F: one matrix product for each block of columns.

``block`` is how many columns are made at a time, one for each output; None makes as many as stay in cache.
"""

from math import prod

import numpy as np

from symconv.routes.gemm.lowering import Block, Lowering, columns_in
from symconv.routes.gemm.matrices import by_group, filter_matrices, flattened, multiply
from symconv.routes.gemm.tiles import extent
from symconv.routes.numbers import Array
from symconv.routes.operators import region
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
        filters, output = filter_matrices(weight, self.groups), by_group(result, self.groups)
        for block in self.lowering.blocks(by_group(input, self.groups)):
            rows = filters[block.groups]
            if block.is_exact:
                multiply(rows, block.columns, out=flattened(output)[block.images, block.groups, :, block.outputs])
            else:
                place = (block.images, block.groups, slice(None), *block.box)
                output[place] = block.of_outputs(multiply(rows, block.columns))

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
        most = self.lowering.largest
        self.spread: list[Array] = []
        self.room = None if most == (1, spec.groups) else np.empty((*most, *products[1:]), dtype)

    def into(self, result: Array, input: Array, grad_output: Array) -> None:  # noqa: A002 - PyTorch's name
        """Writes ∂L/∂F into ``result``."""
        total, grads = self.total, by_group(grad_output, self.groups)
        room = result.reshape(1, *total.shape) if self.room is None else self.room  # until it is written, it is free
        total[...] = 0
        for block in self.lowering.blocks(by_group(input, self.groups)):
            count, number = block.columns.shape[:2]
            right = self._beside(block, grads).swapaxes(2, 3)
            for image in multiply(block.columns, right, out=room[:count, :number]):
                total[block.groups] += image
        result[...] = total.swapaxes(1, 2).reshape(self.shape)

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""
        return self.lowering.nbytes + sum(
            each.nbytes for each in (self.total, *([] if self.room is None else [self.room]), *self.spread)
        )

    def _beside(self, block: Block, grads: Array) -> Array:
        """∂L/∂O with an entry for each column, which is 0 where the column belongs to no output."""
        if block.is_exact:
            return flattened(grads)[block.images, block.groups, :, block.outputs]
        part = grads[(block.images, block.groups, slice(None), *block.box)]
        shape = (*part.shape[:3], *block.sides)
        spread = next((each for each in self.spread if each.shape == shape), None)
        if spread is None:
            spread = np.zeros(shape, self.total.dtype)
            self.spread.append(spread)
        spread[region(map(slice, extent(block.box)))] = part
        return flattened(spread)


def _lowering(spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None) -> Lowering:
    channels = spec.in_channels // spec.groups
    limit = columns_in(block, dtype, channels * prod(spec.kernel_size))
    return Lowering(spec.axes, (images, spec.groups, channels), dtype, limit, spec.out_channels // spec.groups)
