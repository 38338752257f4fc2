"""The words of the lesson as array functions: dilate, pad, flip, correlate.

Arrays are ``[batch, channels, *space]`` and of any kind that can be added and multiplied: floats, integers, or exact
entries such as symbols. Nothing here knows strides or layers.
"""

from collections.abc import Iterable
from itertools import product
from math import prod
from types import EllipsisType

from symconv.routes.arrays import AnyArray, Array, namespace, put

Sizes = tuple[int, ...]


def region(slices: Iterable[slice]) -> tuple[EllipsisType | slice, ...]:
    """The index of this part of space, in every map."""
    return (..., *slices)


def dilate(maps: AnyArray, factors: Sizes) -> AnyArray:
    """Puts ``factor − 1`` zeros between neighbours along each axis: size ``n`` becomes ``(n−1)·factor + 1``."""
    shape = tuple((n - 1) * factor + 1 for n, factor in zip(maps.shape[2:], factors, strict=True))
    spread: AnyArray = namespace(maps).zeros((*maps.shape[:2], *shape), dtype=maps.dtype)
    return put(spread, region(slice(None, None, factor) for factor in factors), maps)


def pad(maps: AnyArray, before: Sizes, after: Sizes) -> AnyArray:
    """Adds zeros before and after each axis; a negative number crops instead."""
    space = maps.shape[2:]
    shape = tuple(b + n + a for n, b, a in zip(space, before, after, strict=True))
    padded: AnyArray = namespace(maps).zeros((*maps.shape[:2], *shape), dtype=maps.dtype)
    source = tuple(slice(max(-b, 0), max(n + min(a, 0), 0)) for n, b, a in zip(space, before, after, strict=True))
    cut = maps[region(source)]
    target = tuple(slice(max(b, 0), max(b, 0) + n) for n, b in zip(cut.shape[2:], before, strict=True))
    return put(padded, region(target), cut)


def flip(maps: AnyArray) -> AnyArray:
    """Turns every spatial axis around (rotation by 180° in 2-D)."""
    turned: AnyArray = maps[region(slice(None, None, -1) for _ in maps.shape[2:])]
    return turned


def swap_channels(weight: AnyArray, groups: int) -> AnyArray:
    """``[C_out, C_in/groups, *k]`` as the filter of the way back, ``[C_in, C_out/groups, *k]``."""
    xp = namespace(weight)
    out_channels, width = weight.shape[:2]
    grouped = xp.reshape(weight, (groups, out_channels // groups, width, *weight.shape[2:]))
    swapped = xp.moveaxis(grouped, 1, 2)
    back: AnyArray = xp.reshape(swapped, (groups * width, out_channels // groups, *weight.shape[2:]))
    return back


def correlate(maps: AnyArray, weight: Array, groups: int = 1) -> AnyArray:
    """Stride-1 cross-correlation without padding, ``o_m = Σ_a x_{m+a} f_a``, summed over the channels of a group.

    Args:
        maps: ``[batch, C, *n]``.
        weight: ``[C', C/groups, *k]`` with ``k ≤ n`` along each axis.
        groups: channel groups.

    Returns:
        ``[batch, C', *(n−k+1)]``.
    """
    xp = namespace(maps)
    batch, (out_channels, width, *kernel) = maps.shape[0], weight.shape
    taps = list(product(*map(range, kernel)))
    space = tuple(n - k + 1 for n, k in zip(maps.shape[2:], kernel, strict=True))
    filters = xp.reshape(xp.moveaxis(weight, (0, 1), (-2, -1)), (len(taps), groups, out_channels // groups, width))
    used = [number for number, read in enumerate(xp.any(filters != 0, axis=(1, 2, 3))) if read]
    if not used:  # a dilated map is mostly zeros, and a map may be zeros alone
        nothing: AnyArray = xp.zeros((batch, out_channels, *space), dtype=xp.result_type(maps, weight))
        return nothing
    windows = xp.stack([maps[region(slice(a, a + n) for a, n in zip(taps[at], space, strict=True))] for at in used])
    columns = xp.moveaxis(xp.reshape(windows, (len(used), batch, groups, width, prod(space))), 0, 3)
    taken = xp.stack([filters[at] for at in used])
    rows = xp.reshape(xp.moveaxis(taken, 0, 3), (groups, out_channels // groups, width * len(used)))
    columns = xp.reshape(columns, (batch, groups, width * len(used), prod(space)))
    correlated: AnyArray = xp.reshape(xp.matmul(rows, columns), (batch, out_channels, *space))
    return correlated
