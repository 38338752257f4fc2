"""The words of the lesson as array functions: dilate, pad, flip, correlate.

Arrays are ``[batch, channels, *space]`` and of any dtype NumPy can add and multiply: floats, integers, or objects such
as symbols. Nothing here knows strides or layers.
"""

from collections.abc import Iterable
from math import prod
from types import EllipsisType
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

Array = np.ndarray[Any, np.dtype[Any]]
Sizes = tuple[int, ...]


def region(slices: Iterable[slice]) -> tuple[EllipsisType | slice, ...]:
    """The index of this part of space, in every map."""
    return (..., *slices)


def dilate(maps: Array, factors: Sizes) -> Array:
    """Puts ``factor − 1`` zeros between neighbours along each axis: size ``n`` becomes ``(n−1)·factor + 1``."""
    shape = tuple((n - 1) * factor + 1 for n, factor in zip(maps.shape[2:], factors, strict=True))
    spread = np.zeros((*maps.shape[:2], *shape), maps.dtype)
    spread[region(slice(None, None, factor) for factor in factors)] = maps
    return spread


def pad(maps: Array, before: Sizes, after: Sizes) -> Array:
    """Adds zeros before and after each axis; a negative number crops instead."""
    space = maps.shape[2:]
    shape = tuple(b + n + a for n, b, a in zip(space, before, after, strict=True))
    padded = np.zeros((*maps.shape[:2], *shape), maps.dtype)
    source = tuple(slice(max(-b, 0), max(n + min(a, 0), 0)) for n, b, a in zip(space, before, after, strict=True))
    cut = maps[region(source)]
    target = tuple(slice(max(b, 0), max(b, 0) + n) for n, b in zip(cut.shape[2:], before, strict=True))
    padded[region(target)] = cut
    return padded


def flip(maps: Array) -> Array:
    """Turns every spatial axis around (rotation by 180° in 2-D)."""
    return maps[region(slice(None, None, -1) for _ in maps.shape[2:])]


def swap_channels(weight: Array, groups: int) -> Array:
    """``[C_out, C_in/groups, *k]`` as the filter of the way back, ``[C_in, C_out/groups, *k]``."""
    out_channels, width = weight.shape[:2]
    grouped = weight.reshape(groups, out_channels // groups, width, *weight.shape[2:])
    return grouped.swapaxes(1, 2).reshape(groups * width, out_channels // groups, *weight.shape[2:])


def correlate(maps: Array, weight: Array, groups: int = 1) -> Array:
    """Stride-1 cross-correlation without padding, ``o_m = Σ_a x_{m+a} f_a``, summed over the channels of a group.

    Args:
        maps: ``[batch, C, *n]``.
        weight: ``[C', C/groups, *k]`` with ``k ≤ n`` along each axis.
        groups: channel groups.

    Returns:
        ``[batch, C', *(n−k+1)]``.
    """
    kernel = weight.shape[2:]
    windows = sliding_window_view(maps, kernel, axis=tuple(range(2, maps.ndim)))
    batch, channels = maps.shape[:2]
    space = windows.shape[2 : maps.ndim]
    axes = len(kernel)
    grouped = windows.reshape(batch, groups, channels // groups, *space, *kernel)
    reads = channels // groups * prod(kernel)
    rows = np.moveaxis(grouped, 2, 2 + axes).reshape(batch, groups, prod(space), reads)
    columns = weight.reshape(groups, weight.shape[0] // groups, reads).swapaxes(1, 2)
    used = np.flatnonzero((columns != 0).any(axis=(0, 2)))  # a dilated map is mostly zeros
    correlated: Array = np.matmul(rows[..., used], columns[:, used]).swapaxes(2, 3)
    return correlated.reshape(batch, weight.shape[0], *space)
