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
from symconv.routes.gemm.lowering import blocks, columns_in
from symconv.routes.gemm.matrices import by_group, filter_matrices, flattened, multiply
from symconv.routes.gemm.tiles import extent
from symconv.routes.numbers import Array
from symconv.routes.operators import flip, region, swap_channels
from symconv.routes.polyphase import Phase, phases
from symconv.spec import ConvSpec


class PhaseLayer(NamedTuple):
    """One phase along one axis as a layer over ∂L/∂O.

    Attributes:
        taps: which of F's taps it uses.
        inputs: which entries of ∂L/∂X it yields.
        axis: its geometry; a negative padding crops.
    """

    taps: slice
    inputs: slice
    axis: Axis


def grad_input(spec: ConvSpec, grad_output: Array, weight: Array, *, block: int | None = None) -> Array:
    """∂L/∂X ``[N, C_in, *input_size]``, in blocks of so many entries of a phase; each is written into its own places.

    The phases take turns block by block, because their places are neighbours in memory.
    """
    maps, back = by_group(grad_output, spec.groups), swap_channels(weight, spec.groups)
    along = [phase_layers(axis) for axis in spec.axes]
    shape = (maps.shape[0], spec.in_channels, *spec.input_size)
    result = _result(shape, np.result_type(grad_output, weight), covered=_covered(spec, along))
    planes = by_group(result, spec.groups)
    most_taps = prod(max((layer.axis.kernel_size for layer in layers), default=1) for layers in along)
    limit = columns_in(block, maps, most_taps)
    turns = []
    for layers in product(*along):
        filters = filter_matrices(flip(back[region(layer.taps for layer in layers)]), spec.groups)
        axes = tuple(layer.axis for layer in layers)
        turns.append(_turns(axes, maps, filters, planes[region(layer.inputs for layer in layers)], limit))
    for _ in zip_longest(*turns):
        pass
    return result


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
    taps = slice(phase.taps.start, None, phase.taps.step)
    return PhaseLayer(taps, slice(inputs.start, None, axis.stride), dense)


def _turns(axes: tuple[Axis, ...], maps: Array, filters: Array, plane: Array, limit: int) -> Iterator[None]:
    """Computes one phase into its plane of the result, a block at each turn; straight into it if it is in one piece."""
    whole = flattened(plane) if plane.flags.c_contiguous else None
    for images, groups, outputs, box, columns in blocks(axes, maps, limit):
        if whole is not None:
            multiply(filters[groups], columns, out=whole[images, groups, :, outputs])
        else:
            dense = multiply(filters[groups], columns)
            plane[(images, groups, slice(None), *box)] = dense.reshape(*dense.shape[:3], *extent(box))
        yield


def _covered(spec: ConvSpec, along: list[list[PhaseLayer]]) -> bool:
    """Whether every input is in a phase that has taps."""
    return all(
        sum(layer.axis.output_size for layer in layers) == size
        for layers, size in zip(along, spec.input_size, strict=True)
    )


def _result(shape: tuple[int, ...], dtype: np.dtype[np.generic], *, covered: bool) -> Array:
    return np.empty(shape, dtype) if covered else np.zeros(shape, dtype)
