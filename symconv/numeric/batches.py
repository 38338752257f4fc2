"""A batch cut into pieces, so that memory stays bounded however many images there are."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod

import numpy as np

from symconv.errors import InputError
from symconv.folded import FoldedSpec
from symconv.routes.numbers import Array
from symconv.transposed import Layer

WORKSPACE = 8 << 20
"""Bytes that a thread needs beside inputs and outputs, whatever the batch; two are counted at least."""
TRANSFORMED = 5
"""How many times as many it needs with ``fast_math``, and how many times the filters' own."""


def images_at_once(
    spec: Layer, dtype: np.dtype[np.generic], memory: int | None, threads: int = 1, *, fast_math: bool = False
) -> int | None:
    """How many images fit into so many bytes; None where there is no limit.

    Counted are X, with folded padding, ∂L/∂O, one result as large as the larger of both, each also in the dtype that is
    computed in.

    Raises:
        InputError: not even one fits.
    """
    if memory is None:
        return None
    entries = spec.form.input_size if isinstance(spec, FoldedSpec) else spec.input_size
    maps = spec.in_channels * prod(entries), spec.out_channels * prod(spec.output_size)
    image = 2 * (sum(maps) + max(maps)) * max(8, dtype.itemsize)
    fixed = max(2, threads) * WORKSPACE + 3 * prod(spec.weight_shape) * 8
    if fast_math:
        fixed *= TRANSFORMED
    if memory < fixed + image:
        raise InputError(f"one image needs {fixed + image:,} bytes, more than the {memory:,} allowed")
    return (memory - fixed) // image


@contextmanager
def in_memory() -> Iterator[None]:
    """Around work whose arrays may be larger than the memory there is.

    Raises:
        InputError: they are; NumPy says how large.
    """
    try:
        yield
    except MemoryError as error:
        raise InputError(f"the arrays of this layer do not fit into memory: {error}") from error


def pieces(images: int, at_once: int | None) -> Iterator[slice]:
    """The slices of the batch, in order."""
    size = images if at_once is None else at_once
    for start in range(0, images, max(1, size)):
        yield slice(start, min(start + size, images))


def forget(array: Array) -> None:
    """Gives back the memory that reading a mapped file took; it is read again when it is needed. Others keep theirs."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)
