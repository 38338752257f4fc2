"""The gradient of the gradients: backward through backward, which closes on the same three maps.

With the trilinear form T (see :mod:`symconv.axis`) a layer's gradients are ∂T/∂X and ∂T/∂F. Whoever makes a loss S of
them, as a penalty on gradients does, knows U = ∂S/∂(∂L/∂X), V = ∂S/∂(∂L/∂F) and t = ∂S/∂(∂L/∂b). T is linear in each
place, so with G = ∂L/∂O

    S = T(U, F, G) + T(X, V, G) + Σ t·G + …

    ∂S/∂G = ∂T/∂G (U, F) + ∂T/∂G (X, V) + t      forward, twice
    ∂S/∂X = ∂T/∂X (V, G)                         the gradient of the input
    ∂S/∂F = ∂T/∂F (U, G)                         the gradient of the weight

and nothing is needed that a layer does not have. Of a transposed layer the same holds with X and G exchanged.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from symconv.errors import InputError
from symconv.numeric import shapes
from symconv.numeric.dtypes import added, as_numbers, finished
from symconv.numeric.gradients import forward, grad_input, grad_weight, is_lazy
from symconv.routes.numbers import Array
from symconv.transposed import Layer


class GradGrad(NamedTuple):
    """What a loss of the gradients gives back to what they were made of.

    Attributes:
        grad_grad_output: ∂S/∂(∂L/∂O) ``[N, C_out, *output_size]``.
        grad_input: ∂S/∂X ``[N, C_in, *input_size]``.
        grad_weight: ∂S/∂F, of the shape of F.
    """

    grad_grad_output: Array
    grad_input: Array
    grad_weight: Array


def grad_grad(
    spec: Layer,
    grad_output: Array,
    input: Array,  # noqa: A002 - PyTorch's name
    weight: Array,
    *,
    grad_grad_input: Array | None = None,
    grad_grad_weight: Array | None = None,
    grad_grad_bias: Array | None = None,
) -> GradGrad:
    """Backward through :func:`symconv.grad_input`, ``grad_weight`` and ``grad_bias``.

    Arrays of dtype object are computed by their entries' own + and ·: fractions and symbols stay exact.

    Args:
        spec: the layer, a convolution or a transposed one; its batch size may be open.
        grad_output: ∂L/∂O ``[N, C_out, *output_size]``.
        input: X ``[N, C_in, *input_size]``.
        weight: F ``[C_out, C_in/groups, *kernel_size]``, transposed ``[C_in, C_out/groups, *kernel_size]``.
        grad_grad_input: ∂S/∂(∂L/∂X), of the shape of X; None where S does not depend on ∂L/∂X.
        grad_grad_weight: ∂S/∂(∂L/∂F), of the shape of F; likewise.
        grad_grad_bias: ∂S/∂(∂L/∂b) ``[C_out]``; likewise, and only where the layer has a bias.

    Returns:
        What S gives back to ∂L/∂O, X and F; 0 where S does not depend on them.

    Raises:
        InputError: an array that does not belong to the layer, or integers too large to be exact.
    """
    if any(map(is_lazy, (grad_output, input, weight, grad_grad_input, grad_grad_weight))):
        raise InputError("grad_grad takes arrays in memory, not dask's")
    plain = replace(spec, bias=False)
    shapes.check_grad_output(spec, grads := as_numbers("grad_output", grad_output))
    shapes.check_input(spec, maps := as_numbers("input", input))
    shapes.check_weight(spec, filters := as_numbers("weight", weight))
    parts = []
    to_maps, to_filters = np.zeros_like(maps), np.zeros_like(filters)
    if grad_grad_input is not None:
        parts.append(forward(plain, _named("grad_grad_input", grad_grad_input, maps), filters))
        to_filters = grad_weight(plain, grad_grad_input, grads)
    if grad_grad_weight is not None:
        parts.append(forward(plain, maps, _named("grad_grad_weight", grad_grad_weight, filters)))
        to_maps = grad_input(plain, grads, grad_grad_weight)
    if grad_grad_bias is not None:
        if not spec.bias:
            raise InputError("the layer has no bias, and grad_grad_bias was given; make the layer with bias=True")
        shapes.check_bias(spec, grad_grad_bias)
        each = as_numbers("grad_grad_bias", grad_grad_bias).reshape(-1, *(1,) * len(spec.stride))
        parts.append(np.broadcast_to(each, grads.shape))
    return GradGrad(_sum(parts, grads), to_maps, to_filters)


def _named(name: str, value: Array, like: Array) -> Array:
    """An array of numbers of the shape of another."""
    array = as_numbers(name, value)
    if array.shape != like.shape:
        raise InputError(f"{name} has shape {array.shape} where {like.shape} is right")
    return array


def _sum(parts: list[Array], like: Array) -> Array:
    """The parts added up; zeros where there are none."""
    if not parts:
        return np.zeros_like(like)
    total = parts[0]
    for part in parts[1:]:
        total = finished(*added(total, part, total.dtype))
    return total
