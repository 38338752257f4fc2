"""Forward and back through convolutions one after the other, on real arrays.

    O¹ = X ∗ F¹ (+ b¹),  Aˡ = f(Oˡ),  Oˡ⁺¹ = Aˡ ∗ Fˡ⁺¹ (+ bˡ⁺¹)        δˡ = ∂L/∂Aˡ ⊙ f′(Oˡ)

Back goes the program that is proven on symbols (:mod:`symconv.routes.stacked`), with the fast routes of single layers.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from symconv.errors import InputError
from symconv.numeric.dtypes import as_numbers
from symconv.numeric.gradients import forward, grad_bias, grad_input, grad_weight, is_lazy
from symconv.numeric.shapes import check_bias
from symconv.routes.numbers import Array
from symconv.routes.stacked import back
from symconv.sizes import shown
from symconv.stack import Stack

Function = Callable[[Array], Array]


class Through(NamedTuple):
    """What a loss gives back through a stack; rows have an array for every layer, the first to the last.

    Attributes:
        grad_input: ∂L/∂X ``[N, C_in, *input_size]``.
        grad_weights: ∂L/∂Fˡ, each of the shape of its filter.
        grad_biases: ∂L/∂bˡ ``[C_out]``; None for a layer without a bias.
        deltas: δˡ = ∂L/∂Oˡ ``[N, C_out, *output_size]``; the last is ``grad_output``.
    """

    grad_input: Array
    grad_weights: tuple[Array, ...]
    grad_biases: tuple[Array | None, ...]
    deltas: tuple[Array, ...]


def _relu(z: Array) -> Array:
    passed: Array = np.where(z > 0, z, z * 0)
    return passed


def _relu_slope(z: Array) -> Array:
    slope: Array = (z > 0).astype(z.dtype)
    return slope


def _sigmoid(z: Array) -> Array:
    value: Array = (1 + np.tanh(z / 2)) / 2
    return value


def _sigmoid_slope(z: Array) -> Array:
    slope: Array = _sigmoid(z) * (1 - _sigmoid(z))
    return slope


ACTIVATIONS: Mapping[str, tuple[Function, Function]] = MappingProxyType(
    {
        "relu": (_relu, _relu_slope),
        "sigmoid": (_sigmoid, _sigmoid_slope),
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    }
)
"""Name → f and f′; relu′(0) = 0."""


def grads_through(
    stack: Stack,
    input: Array,  # noqa: A002 - PyTorch's name
    weights: Sequence[Array],
    grad_output: Array,
    activation: str | tuple[Function, Function] = "relu",
    *,
    biases: Sequence[Array | None] | None = None,
) -> Through:
    """Every gradient of convolutions one after the other, with an activation between each two.

    With relu, or functions of one's own that keep them, integers and arrays of dtype object stay exact.

    Args:
        stack: the layers; their batch size may be open.
        input: X ``[N, C_in, *input_size]``.
        weights: Fˡ ``[C_out, C_in/groups, *kernel_size]``, one for each layer.
        grad_output: ∂L/∂O of the last layer ``[N, C_out, *output_size]``.
        activation: ``relu`` (with relu′(0) = 0), ``sigmoid``, ``tanh``, or f and f′ as functions of an array.
        biases: bˡ ``[C_out]`` for each layer, None for one without; may be left out where no layer has one.

    Returns:
        ∂L/∂X, and for each layer ∂L/∂F, ∂L/∂b and δ.

    Raises:
        InputError: an array that does not belong to its layer, or integers too large to be exact.
    """
    function, slope = _activation(activation)
    filters = [as_numbers("weight", weight) for weight in _one_each(stack, "weights", weights)]
    shifts = list(_one_each(stack, "biases", biases if biases is not None else [None] * len(stack.layers)))
    if any(map(is_lazy, (input, grad_output))):
        raise InputError("grads_through takes arrays in memory, not dask's")
    reads, slopes = [as_numbers("input", input)], []
    for layer, weight, bias in zip(stack.layers[:-1], filters, shifts, strict=False):
        output = forward(layer, reads[-1], weight, bias)
        reads.append(_same_shape("f", function(output), output))
        slopes.append(_same_shape("f′", slope(output), output))
    check_bias(stack.last, shifts[-1])  # no gradient depends on it
    grads = as_numbers("grad_output", grad_output)
    found = back(stack, reads, slopes, filters, grads, to_input=grad_input, to_filter=grad_weight)
    layers = zip(stack.layers, found.deltas, strict=True)
    return Through(
        grad_input=found.grad_reads[0],
        grad_weights=found.grad_weights,
        grad_biases=tuple(grad_bias(layer, delta) if layer.bias else None for layer, delta in layers),
        deltas=found.deltas,
    )


def _activation(told: str | tuple[Function, Function]) -> tuple[Function, Function]:
    if isinstance(told, str) and told in ACTIVATIONS:
        return ACTIVATIONS[told]
    if isinstance(told, tuple) and len(told) == 2 and all(map(callable, told)):
        return told
    raise InputError(f"activation must be one of {', '.join(ACTIVATIONS)}, or f and f′, got {shown(told)}")


def _one_each(stack: Stack, name: str, given: Sequence[Array | None]) -> Sequence[Array]:
    """The arrays, of which there must be one for each layer."""
    if len(given) != len(stack.layers):
        raise InputError(f"{name} has {len(given)} arrays where the stack has {len(stack.layers)} layers")
    return given  # type: ignore[return-value]  # a None among weights is refused as an array


def _same_shape(name: str, value: object, like: Array) -> Array:
    """What a function of one's own made of an array, as an array of its shape."""
    array = as_numbers(name, value)
    if array.shape != like.shape:
        raise InputError(f"{name} makes shape {array.shape} of {like.shape}")
    return array
