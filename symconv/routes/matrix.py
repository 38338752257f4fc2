"""The layer as a matrix: vec(O) = C vec(X), so vec(∂L/∂X) = Cᵀ vec(∂L/∂O).

``C[m, i] = f_a`` where ``i = s·m + d·a − p₋``, and 0 elsewhere. C is kept as the list of its non-zero places
``(m, i, a)``; read the other way round, ``U[m, a] = x_i`` gives vec(O) = U vec(F) and vec(∂L/∂F) = Uᵀ vec(∂L/∂O).
"""

from dataclasses import dataclass
from math import prod

import numpy as np

from symconv.routes.operators import Array
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The non-zero places of C; outputs, inputs and taps are flat positions in their spatial sizes."""

    outputs: Array
    inputs: Array
    taps: Array


def places(spec: ConvSpec) -> Places:
    """Where C is not 0: all axes' ``(m, i, a)``, combined."""
    outputs = inputs = taps = np.zeros(1, np.intp)
    for axis in spec.axes:
        m, a = np.indices((axis.output_size, axis.kernel_size)).reshape(2, -1)
        stride, dilation = axis.steps
        i = stride * m + dilation * a - axis.before
        inside = (i >= 0) & (i < axis.input_size)
        outputs = np.add.outer(outputs * axis.output_size, m[inside]).ravel()
        inputs = np.add.outer(inputs * axis.input_size, i[inside]).ravel()
        taps = np.add.outer(taps * axis.kernel_size, a[inside]).ravel()
    return Places(outputs=outputs, inputs=inputs, taps=taps)


def grad_input(spec: ConvSpec, grad_output: Array, weight: Array) -> Array:
    """∂L/∂X ``[N, C_in, *input_size]``: each place of C adds f_a · ∂L/∂o_m to entry i."""
    return input_from(places(spec), spec, grad_output, weight)


def grad_weight(spec: ConvSpec, input: Array, grad_output: Array) -> Array:  # noqa: A002 - PyTorch's name
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]``: each place adds x_i · ∂L/∂o_m to tap a."""
    return weight_from(places(spec), spec, input, grad_output)


def input_from(where: Places, spec: ConvSpec, grad_output: Array, weight: Array) -> Array:
    """What ∂L/∂X would be if C had these places."""
    images = grad_output.shape[0]
    filters = _grouped(weight, 0, spec.groups)[..., where.taps]  # [g, C_out/g, C_in/g, place]
    maps = _grouped(grad_output, 1, spec.groups)[..., where.outputs]  # [N, g, C_out/g, place]
    products = np.matmul(filters.transpose(0, 3, 2, 1), maps.transpose(1, 3, 2, 0))  # [g, place, C_in/g, N]
    total = np.zeros((int(np.prod(spec.input_size)), spec.groups, products.shape[2], images), products.dtype)
    np.add.at(total, where.inputs, products.swapaxes(0, 1))
    return total.transpose(3, 1, 2, 0).reshape(images, spec.in_channels, *spec.input_size)


def weight_from(where: Places, spec: ConvSpec, input: Array, grad_output: Array) -> Array:  # noqa: A002 - as above
    """What ∂L/∂F would be if C had these places."""
    images = _grouped(input, 1, spec.groups)[..., where.inputs]  # [N, g, C_in/g, place]
    maps = _grouped(grad_output, 1, spec.groups)[..., where.outputs]  # [N, g, C_out/g, place]
    products = np.matmul(maps.transpose(1, 3, 2, 0), images.transpose(1, 3, 0, 2))  # [g, place, C_out/g, C_in/g]
    total = np.zeros((int(np.prod(spec.kernel_size)), *products.shape[:1], *products.shape[2:]), products.dtype)
    np.add.at(total, where.taps, products.swapaxes(0, 1))
    return total.transpose(1, 2, 3, 0).reshape(spec.weight_shape)


def _grouped(array: Array, channel_axis: int, groups: int) -> Array:
    """Splits the channel axis by groups and flattens space: ``[..., g, C/g, (C',) flat]``."""
    before, (channels, *after) = array.shape[:channel_axis], array.shape[channel_axis:]
    kept = (*before, groups, channels // groups, *(after[:1] if channel_axis == 0 else ()))
    return array.reshape(*kept, prod(after[1:] if channel_axis == 0 else after))
