"""Forward and ∂L/∂F: one matrix product for each block of columns.

``block`` is how many columns are made at a time, one for each output; None makes as many as stay in cache.
"""

from collections.abc import Iterator
from math import prod
from typing import TypeVar

import numpy as np

from symconv.routes.gemm.lowering import Block, Lowering, columns_in
from symconv.routes.gemm.matrices import by_group, filter_matrices, flattened, multiply
from symconv.routes.gemm.tiles import extent
from symconv.routes.numbers import Array
from symconv.routes.operators import region
from symconv.spec import ConvSpec

Kind = TypeVar("Kind", bound=Lowering)


class Columns(Lowering):
    """A layer over maps with their groups apart: filter matrix times columns."""

    def turns(self, maps: Array, weight: Array, plane: Array) -> Iterator[None]:
        """Computes ``plane [N, groups, rows, *outputs]``, a block at each turn; straight if it is in one piece."""
        filters = filter_matrices(weight, maps.shape[1])
        whole = flattened(plane) if plane.flags.c_contiguous else None
        for block in self.blocks(maps):
            factor = filters[block.groups]
            if whole is not None and block.is_exact:
                multiply(factor, block.columns, out=whole[block.images, block.groups, :, block.outputs])
            else:
                place = (block.images, block.groups, slice(None), *block.box)
                plane[place] = block.of_outputs(multiply(factor, block.columns))
            yield


class Forward:
    """O ``[N, C_out, *output_size]`` from X and F.

    Args:
        spec: the layer.
        images: N.
        dtype: of the result.
        block: see above.
    """

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.groups, self.shape = spec.groups, (images, spec.out_channels, *spec.output_size)
        self.columns = _lowering(Columns, spec, images, dtype, block)

    def into(self, result: Array, input: Array, weight: Array) -> None:  # noqa: A002 - PyTorch's name
        """Writes O into ``result``."""
        for _ in self.columns.turns(by_group(input, self.groups), weight, by_group(result, self.groups)):
            pass

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""
        return self.columns.nbytes


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
        outputs, rows = prod(spec.output_size), spec.out_channels // spec.groups
        if rows > outputs:  # what an image yields is larger than its columns: one image at a time
            block = min(block or outputs, outputs, columns_in(block, dtype, prod(spec.weight_shape[1:])))
        self.lowering = _lowering(Lowering, spec, images, dtype, block)
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


def _lowering(kind: type[Kind], spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None) -> Kind:
    outer = (images, spec.groups, spec.in_channels // spec.groups)
    limit = columns_in(block, dtype, prod(spec.weight_shape[1:]))
    return kind(spec.axes, outer, dtype, limit)
