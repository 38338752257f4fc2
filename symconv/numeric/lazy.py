"""The same functions of ``dask.array`` inputs chunked along the batch: nothing is computed until it is asked for.

Every chunk goes through the fast routes. Where channels or space are chunked too, they are joined first. Needs the
``cluster`` extra.
"""

from functools import partial
from typing import Any

import dask.array as da
import numpy as np
from dask import delayed

from symconv.numeric import shapes
from symconv.numeric.sums import narrowed, summed, wide
from symconv.routes.numbers import Array
from symconv.transposed import Layer

Lazy = Any
"""A ``dask.array.Array``; what is returned is one too, and speaks NumPy's language."""


def per_image(function: Any, spec: Layer, maps: Lazy, channels: int, size: tuple[int, ...], **given: Any) -> Array:
    """``function(spec, chunk, **given)`` of every chunk of images, each yielding ``channels`` maps of ``size``.

    Args:
        function: ``forward`` or ``grad_input``.
        spec: the layer.
        maps: ``[N, C, *space]``.
        channels: of the result.
        size: of the result.
        given: the other arrays; those that are lazy are computed.
    """
    spec, maps = spec.with_batch_size(None), _by_images(maps)
    given = {name: np.asarray(array) for name, array in given.items() if array is not None}
    nothing = function(spec, np.empty((0, *maps.shape[1:]), maps.dtype), **given)
    chunks = (maps.chunks[0], (channels,), *((n,) for n in size))
    result: Array = maps.map_blocks(partial(function, spec), **given, chunks=chunks, dtype=nothing.dtype, meta=nothing)
    return result


def grad_weight(function: Any, spec: Layer, input: Lazy, grad_output: Lazy) -> Array:  # noqa: A002 - PyTorch's name
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]``, floats summed in float64; ``function`` is that of a chunk."""
    shapes.check_same_batch(input, grad_output)
    maps, grads = _by_images(da.asarray(input)), _by_images(da.asarray(grad_output))
    grads = grads.rechunk({0: maps.chunks[0]})
    open_spec, dtype = spec.with_batch_size(None), np.result_type(maps.dtype, grads.dtype)
    pairs = zip(maps.to_delayed().ravel(), grads.to_delayed().ravel(), strict=True)
    return _total([delayed(wide)(function, open_spec, x, g) for x, g in pairs], spec.weight_shape, dtype)


def grad_bias(function: Any, spec: Layer, grad_output: Lazy) -> Array:
    """∂L/∂b ``[C_out]``, floats summed in float64; ``function`` is that of a chunk."""
    grads, open_spec = _by_images(grad_output), spec.with_batch_size(None)
    parts = [delayed(wide)(function, open_spec, g) for g in grads.to_delayed().ravel()]
    return _total(parts, (spec.out_channels,), grads.dtype)


def _by_images(maps: Lazy) -> Lazy:
    """Chunked along the batch alone."""
    return maps.rechunk(dict.fromkeys(range(1, maps.ndim), -1))


def _total(parts: list[Any], shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> Array:
    found = dtype if dtype.kind in "fcO" else np.dtype(np.int64)
    result: Array = da.from_delayed(delayed(_summed)(parts, dtype), shape, found)
    return result


def _summed(parts: list[Array], dtype: np.dtype[np.generic]) -> Array:
    return narrowed(summed(iter(parts)), dtype)
