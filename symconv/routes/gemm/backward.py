"""∂L/∂X, by whichever of two ways moves less data.

- *Phases*: for each phase of the input a dense layer over ∂L/∂O (see :mod:`symconv.routes.polyphase`), no zero
  multiplied and nothing added twice. It copies ``C_out`` channels for each tap.
- *Filter first*: one product Fᵀ · ∂L/∂O, then each tap's row is added where it belongs. It adds ``C_in`` channels for
  each tap, so it wins where there are far fewer of them.
"""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from symconv.routes.gemm.layer import by_group
from symconv.routes.gemm.lowering import blocks
from symconv.routes.gemm.tiles import extent, flat, tiles
from symconv.routes.operators import Array, flip, region, swap_channels
from symconv.routes.polyphase import phases
from symconv.spec import Axis, ConvSpec, positions

FEWER = 4
"""How many times more outgoing than incoming channels make filter first the cheaper way."""

COLUMN_BYTES = 1 << 22


def grad_input(spec: ConvSpec, grad_output: Array, weight: Array) -> Array:
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O and F."""
    way = filter_first if spec.in_channels * FEWER <= spec.out_channels else by_phases
    return way(spec, grad_output, weight)


class PhaseLayer(NamedTuple):
    """One phase along one axis as a layer over ∂L/∂O.

    Attributes:
        taps: which of F's taps it uses.
        inputs: which entries of ∂L/∂X it yields.
        axis: its geometry; a negative padding crops.
    """

    taps: range
    inputs: slice
    axis: Axis


def phase_layers(axis: Axis) -> Iterator[PhaseLayer]:
    """The phases of an axis that hold inputs and taps."""
    for number, taps, step, start in ((p.number, p.taps, p.step, p.start) for p in phases(axis)):
        first = -(-(axis.before - number) // axis.stride)
        inputs = range(axis.stride * first + number - axis.before, axis.input_size, axis.stride)
        if taps and inputs:
            reach = (len(taps) - 1) * step
            before = start + reach - first
            after = len(inputs) + reach - axis.output_size - before
            dense = Axis(
                input_size=axis.output_size,
                kernel_size=len(taps),
                stride=1,
                dilation=step,
                before=before,
                after=after,
            )
            yield PhaseLayer(taps, slice(inputs.start, None, axis.stride), dense)


def by_phases(spec: ConvSpec, grad_output: Array, weight: Array) -> Array:
    """∂L/∂X, phase by phase; each is written into its own places."""
    maps, back = by_group(grad_output, spec.groups), swap_channels(weight, spec.groups)
    result = np.zeros((maps.shape[0], spec.in_channels, *spec.input_size), np.result_type(grad_output, weight))
    grouped = by_group(result, spec.groups)
    for layers in product(*(list(phase_layers(axis)) for axis in spec.axes)):
        taps = region(slice(layer.taps.start, None, layer.taps.step) for layer in layers)
        filters = flip(back[taps]).reshape(spec.groups, spec.in_channels // spec.groups, -1)
        plane = grouped[region(layer.inputs for layer in layers)]
        for images, groups, _, box, columns in blocks(tuple(layer.axis for layer in layers), maps):
            dense = np.matmul(filters[groups], columns)
            plane[(images, groups, slice(None), *box)] = dense.reshape(*dense.shape[:3], *extent(box))
    return result


def filter_first(spec: ConvSpec, grad_output: Array, weight: Array) -> Array:
    """∂L/∂X as Fᵀ · ∂L/∂O, whose rows are then added tap by tap."""
    maps = by_group(grad_output, spec.groups)
    filters = weight.reshape(spec.groups, maps.shape[2], -1).swapaxes(1, 2)
    result = np.zeros((maps.shape[0], spec.in_channels, *spec.input_size), np.result_type(grad_output, weight))
    grouped, flattened = by_group(result, spec.groups), maps.reshape(*maps.shape[:3], -1)
    limit = COLUMN_BYTES // (filters.shape[1] * result.itemsize)
    for box in tiles((*maps.shape[:2], *spec.output_size), limit):
        images, groups = box[:2]
        columns = np.matmul(filters[groups], flattened[images, groups, :, flat(box[2:], spec.output_size)])
        columns = columns.reshape(*extent(box[:2]), -1, *spec.kernel_size, *extent(box[2:]))
        for tap in positions(spec.kernel_size):
            outputs, inputs = zip(*(_meets(*one) for one in zip(spec.axes, tap, box[2:], strict=True)))
            grouped[(images, groups, slice(None), *inputs)] += columns[(slice(None),) * 3 + tap + outputs]
    return result


def _meets(axis: Axis, tap: int, outputs: slice) -> tuple[slice, slice]:
    """Which outputs of a range (counted from its start) the tap joins with which inputs."""
    first = max(outputs.start, -(axis.position(0, tap) // axis.stride))
    stop = min(outputs.stop, (axis.input_size - 1 - axis.position(0, tap)) // axis.stride + 1)
    stop = max(stop, first)
    start = max(axis.position(first, tap), 0)
    return slice(first - outputs.start, stop - outputs.start), slice(
        start, start + axis.stride * (stop - first), axis.stride
    )
