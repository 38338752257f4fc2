"""Arrays as people keep them, as the layer wants them, and back.

    layout   input, grad_output     weight
    NCHW     [N, C, *space]         [C_out, C_in/groups, *kernel_size]     PyTorch's
    NHWC     [N, *space, C]         [*kernel_size, C_in/groups, C_out]     TensorFlow's

Inside everything is NCHW; what is missing in front (the batch, the channel) is filled in with one.
"""

from typing import Literal

import numpy as np

from symconv.errors import InputError
from symconv.routes.numbers import Array

Layout = Literal["NCHW", "NHWC"]


def full_weight(weight: Array, axes: int, layout: Layout) -> Array:
    """F as ``[C_out, C_in/groups, *kernel_size]``; a bare ``[*kernel_size]`` is one filter of one channel.

    Raises:
        InputError: it has another number of axes.
    """
    if weight.ndim == axes:
        return weight.reshape(1, 1, *weight.shape)
    if weight.ndim != axes + 2:
        raise InputError(f"weight of shape {weight.shape} is neither {axes}-dimensional nor has two channel axes more")
    return weight if layout == "NCHW" else np.moveaxis(weight, (-1, -2), (0, 1))


def full_maps(name: str, maps: Array, axes: int, channels: int, layout: Layout) -> Array:
    """X or ∂L/∂O as ``[N, C, *space]``.

    With one axis missing it is the batch if what remains has ``channels`` channels, else the channel.

    Raises:
        InputError: it has another number of axes.
    """
    last = layout == "NHWC"
    if maps.ndim == axes:
        return maps.reshape(1, 1, *maps.shape)
    if maps.ndim == axes + 1:
        place = -1 if last else 0
        if maps.shape[place] == channels:
            maps = maps[np.newaxis]
        else:
            maps = maps[..., np.newaxis] if last else maps[:, np.newaxis]
    if maps.ndim != axes + 2:
        raise InputError(f"{name} of shape {maps.shape} does not fit a layer of {axes} axes")
    return np.moveaxis(maps, -1, 1) if last else maps


def stored(name: str, array: Array, layout: Layout) -> Array:
    """A result by its name, in the layout it is written in."""
    if layout == "NCHW" or name == "grad_bias":
        return array
    return np.moveaxis(array, (0, 1), (-1, -2)) if name == "grad_weight" else np.moveaxis(array, 1, -1)


def axes_of(weight: Array) -> int:
    """Spatial axes of a weight: 3x3 is one filter of an image, ``[C_out, C_in, 3, 3]`` many of them.

    Raises:
        InputError: no layer has such a weight.
    """
    found = {1: 1, 2: 2, 3: 1, 4: 2, 5: 3}.get(weight.ndim)
    if found is None:
        raise InputError(f"weight has {weight.ndim} axes, expected 1 to 5, got shape {weight.shape}")
    return found
