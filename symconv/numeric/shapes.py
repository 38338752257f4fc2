"""Arrays held against the layer, axis by axis."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from symconv.errors import InputError
from symconv.numeric import missing
from symconv.pooled import PooledSpec
from symconv.routes.numbers import Array
from symconv.sizes import shown
from symconv.transposed import Layer

MOST_ENTRIES = 1 << 40
"""Of an array; in float64 these are 8 TiB."""


def check_input(spec: Layer | PooledSpec, array: Array) -> None:
    """Checks that ``array`` is an input of the layer, ``[N, C_in, *input_size]``.

    Raises:
        InputError: it is not; the text names the axis.
    """
    _check("input", array, ["batch_size", "in_channels"], [spec.batch_size, spec.in_channels, *spec.input_size])


def check_grad_output(spec: Layer | PooledSpec, array: Array) -> None:
    """Checks that ``array`` is shaped as the layer's output, ``[N, C_out, *output_size]``.

    Raises:
        InputError: it is not; the text names the axis, and what may have been left out.
    """
    sizes = [spec.batch_size, spec.out_channels, *spec.output_size]
    try:
        _check("grad_output", array, ["batch_size", "out_channels"], sizes)
    except InputError as error:
        got = array.shape[2:]
        if isinstance(spec, PooledSpec) or len(got) != len(sizes) - 2 or got == spec.output_size:
            raise
        raise InputError(f"{error}{missing.told(spec, got)}") from error


def check_weight(spec: Layer, array: Array) -> None:
    """Checks that ``array`` is a weight of the layer, ``[C_out, C_in/groups, *kernel_size]``; transposed exchanged.

    Raises:
        InputError: it is not; the text names the axis.
    """
    names = [{"input": "in_channels", "output": "out_channels"}[tensor] for tensor in reversed(spec.slots)]
    names[1] += "" if spec.groups == 1 else "/groups"
    _check("weight", array, names, spec.weight_shape)


def check_bias(spec: Layer, array: Array | None) -> None:
    """Checks that ``array`` is a bias of the layer, ``[C_out]``, or that there is neither.

    Raises:
        InputError: it is not, or one of both is there without the other.
    """
    if spec.bias and array is None:
        raise InputError("the layer has a bias, and none was given; give it, or make the layer without (bias=False)")
    if array is None:
        return
    if not spec.bias:
        raise InputError("the layer has no bias, and one was given; make the layer with bias=True, or leave it out")
    _check("bias", np.asarray(array), ["out_channels"], [spec.out_channels])


def check_room(spec: Layer, images: int) -> None:
    """Checks that no array of the layer, padding included, is larger than any memory.

    Raises:
        InputError: one is.
    """
    padded = prod(n + sum(pads) for n, pads in zip(spec.form.input_size, spec.form.padding, strict=True))
    entries = max(images, 1) * max(spec.in_channels, spec.out_channels) * padded
    if entries > MOST_ENTRIES:
        message = f"the arrays of this layer do not fit into memory: with the padding up to {shown(entries)} entries"
        raise InputError(message)


def check_same_batch(input: Array, grad_output: Array) -> None:  # noqa: A002 - PyTorch's name
    """Checks that both hold as many images.

    Raises:
        InputError: they do not.
    """
    if input.shape[0] != grad_output.shape[0]:
        message = f"input holds {input.shape[0]} images and grad_output {grad_output.shape[0]}: batch_size must agree"
        raise InputError(message)


def _check(name: str, array: Array, channels: list[str], sizes: Sequence[int | None]) -> None:
    """Compares one array; a size of None is open."""
    if len(array.shape) == len(sizes) and all(
        size in (None, got) for size, got in zip(sizes, array.shape, strict=True)
    ):
        return
    names = channels + [f"axis {number}" for number in range(len(sizes) - len(channels))]
    if array.ndim != len(sizes):
        expected = ", ".join(names)
        raise InputError(f"{name} has {array.ndim} axes where [{expected}] is expected, got shape {_shape(array)}")
    for where, size, got in zip(names, sizes, array.shape, strict=True):
        if size is not None and got != size:
            raise InputError(f"{name} is {got} along {where} where the layer has {size}, got shape {_shape(array)}")


def _shape(array: Array) -> str:
    shape: tuple[Any, ...] = array.shape
    return shown(shape)
