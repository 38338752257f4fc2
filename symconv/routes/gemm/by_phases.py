"""∂L/∂X phase by phase: for each phase of the input a dense stride-1 layer over ∂L/∂O.

No zero is multiplied and nothing is added twice (see :mod:`symconv.routes.polyphase` for the phases). At stride 1
there is one phase: forward with the filter flipped and its channels swapped.
"""

from collections.abc import Iterator
from itertools import product, zip_longest
from math import prod
from typing import NamedTuple

import numpy as np

from symconv.axis import Axis
from symconv.routes.gemm.columns import Columns
from symconv.routes.gemm.lowering import columns_in
from symconv.routes.gemm.matrices import by_group
from symconv.routes.numbers import Array
from symconv.routes.operators import flip, region, swap_channels
from symconv.routes.polyphase import Phase, phases
from symconv.spec import ConvSpec


class PhaseLayer(NamedTuple):
    """One phase along one axis as a layer over ∂L/∂O.

    Attributes:
        taps: which of the flipped F's taps it uses.
        inputs: which entries of ∂L/∂X it yields.
        axis: its geometry; a negative padding crops.
    """

    taps: slice
    inputs: slice
    axis: Axis


class GradInput:
    """∂L/∂X ``[N, C_in, *input_size]``, in blocks of entries of a phase; each is written into its own places.

    The phases take turns block by block, because their places are neighbours in memory.

    Args:
        spec: the layer.
        images: N.
        dtype: of the result.
        block: the most entries in a block; None for as many as stay in cache.
    """

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.groups, self.shape = spec.groups, (images, spec.in_channels, *spec.input_size)
        along = [phase_layers(axis) for axis in spec.axes]
        self.covered = _covered(spec, along)
        outer = (images, spec.groups, spec.out_channels // spec.groups)
        most_taps = prod(max((layer.axis.kernel_size for layer in layers), default=1) for layers in along)
        share = 2 if prod(map(len, along)) > 1 else 1  # several phases have buffers of their own
        limit = columns_in(block, dtype, outer[2] * most_taps * share)
        self.parts = [Part(layers, outer, dtype, limit) for layers in product(*along)]

    def into(self, result: Array, grad_output: Array, weight: Array) -> None:
        """Writes ∂L/∂X into ``result``."""
        if not self.covered:
            result[...] = 0
        maps, planes = by_group(grad_output, self.groups), by_group(result, self.groups)
        back = flip(swap_channels(weight, self.groups))
        for _ in zip_longest(*(part.turns(maps, back, planes) for part in self.parts)):
            pass

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""
        return sum(part.columns.nbytes for part in self.parts)


class Part:
    """One phase of every axis: a dense layer from ∂L/∂O to its entries of ∂L/∂X.

    Args:
        layers: the phase along each axis.
        outer: images, groups, and channels of a group of ∂L/∂O.
        dtype: of the result.
        limit: the most entries in a block.
    """

    def __init__(
        self,
        layers: tuple[PhaseLayer, ...],
        outer: tuple[int, int, int],
        dtype: np.dtype[np.generic],
        limit: int,
    ) -> None:
        self.taps, self.inputs = (region(getattr(each, name) for each in layers) for name in ("taps", "inputs"))
        self.columns = Columns(tuple(each.axis for each in layers), outer, dtype, limit)

    def turns(self, maps: Array, back: Array, planes: Array) -> Iterator[None]:
        """Computes the phase into its plane of the result, a block at each turn."""
        return self.columns.turns(maps, back[self.taps], planes[self.inputs])


def phase_layers(axis: Axis) -> list[PhaseLayer]:
    """The phases of an axis that hold both inputs and taps."""
    layers = (_phase_layer(axis, phase) for phase in phases(axis))
    return [layer for layer in layers if layer.axis.output_size]


def _phase_layer(axis: Axis, phase: Phase) -> PhaseLayer:
    """Inputs ``s·q + φ − p₋`` from the first ``q`` past the padding; tap ``j`` joins ``q`` with output ``q − u_j``."""
    first = -((phase.number - axis.before) // axis.stride)
    inputs = range(axis.stride * first + phase.number - axis.before, axis.input_size, axis.stride)
    reach = (len(phase.taps) - 1) * phase.step
    before = phase.start + reach - first
    dense = Axis(
        input_size=axis.output_size,
        kernel_size=len(phase.taps),
        stride=1,
        dilation=phase.step,
        before=before,
        after=len(inputs) + reach - axis.output_size - before,
    )
    last = axis.kernel_size - 1  # of the flipped filter the taps come in the other order
    taps = slice(last - phase.taps[-1], last - phase.taps.start + 1, phase.taps.step)
    return PhaseLayer(taps, slice(inputs.start, None, axis.stride), dense)


def _covered(spec: ConvSpec, along: list[list[PhaseLayer]]) -> bool:
    """Whether every input is in a phase that has taps."""
    return all(
        sum(layer.axis.output_size for layer in layers) == size
        for layers, size in zip(along, spec.input_size, strict=True)
    )
