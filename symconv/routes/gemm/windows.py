"""Every window of an array at once, without copying."""

from numpy.lib.stride_tricks import as_strided

from symconv.axis import Axis
from symconv.routes.numbers import Array

Axes = tuple[Axis, ...]


def windows(maps: Array, axes: Axes, sides: tuple[int, ...], *, writeable: bool = False) -> Array:
    """A view ``[..., *kernel_size, *sides]`` whose entry ``(a, m)`` is ``maps[s·m + d·a]``.

    Args:
        maps: ``[..., *n]`` with ``n > s·(side − 1) + d·(k − 1)`` along each axis: nothing is checked here.
        axes: where kernel sizes, strides and dilations are taken from; sizes and padding play no part.
        sides: windows along each axis.
        writeable: whether it may be written to; only where no two entries share a place.
    """
    outer, space = maps.strides[: -len(axes)], maps.strides[-len(axes) :]
    taps = (step * axis.dilation if axis.kernel_size > 1 else 0 for step, axis in zip(space, axes, strict=True))
    steps = (step * axis.stride if side > 1 else 0 for step, axis, side in zip(space, axes, sides, strict=True))
    kernel = (axis.kernel_size for axis in axes)
    shape = (*maps.shape[: -len(axes)], *kernel, *sides)
    return as_strided(maps, shape, (*outer, *taps, *steps), writeable=writeable)
