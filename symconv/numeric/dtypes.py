"""In which numbers a gradient is computed, and in which it comes back.

float32, float64, complex   as they are; mixed ones in the wider
float16                     computed in float32, comes back as float16
integers, bool              exactly: in float64 while every sum stays below 2⁵³, in int64 below 2⁶³; comes back as
                            int64; beyond that refused, never wrapped around
objects                     Python's own numbers, of any size, by their own + and ·
"""

from collections.abc import Callable

import numpy as np

from symconv.errors import InputError
from symconv.routes.numbers import Array

FLOAT64_EXACT = 2**53
INT64_LIMIT = 2**63


def as_numbers(name: str, value: object) -> Array:
    """``value`` as an array of numbers.

    Raises:
        InputError: it holds something else, such as text or dates.
    """
    array: Array = np.asarray(value)
    if array.dtype.kind not in "biufcO":
        raise InputError(f"{name} must hold numbers, got dtype {array.dtype}")
    return array


def working(first: Array, second: Array, terms: Callable[[], int]) -> tuple[Array, Array, np.dtype[np.generic]]:
    """Both factors in the dtype to compute in, and the dtype of the result.

    Args:
        first: one factor of every product.
        second: the other.
        terms: tells the most products in one sum; asked for integers.

    Raises:
        InputError: integers whose sums may leave int64.
    """
    common = np.result_type(first, second)
    if common.kind in "biu" or (first.dtype.kind in "biu" and second.dtype.kind in "biu"):
        compute, result = _exact(largest(first) * largest(second) * terms()), np.dtype(np.int64)
    else:
        (compute,), result = computing(common), common
    return _solid(first, compute), _solid(second, compute), result


def computing(dtype: np.dtype[np.generic]) -> tuple[np.dtype[np.generic], ...]:
    """In what arrays of a dtype are computed; for integers their sums decide."""
    if dtype.kind in "biu":
        return np.dtype(np.float64), np.dtype(np.int64)
    return (np.dtype(np.float32) if dtype == np.float16 else dtype,)


def added(first: Array, second: Array, dtype: np.dtype[np.generic]) -> tuple[Array, np.dtype[np.generic]]:
    """``first + second`` as computed, and the dtype of the result; ``dtype`` is that of ``first`` when finished.

    Raises:
        InputError: integers whose sums may leave int64.
    """
    if dtype.kind == "i" and second.dtype.kind in "biu":
        compute = _exact(largest(first) + largest(second))
        return first.astype(compute, copy=False) + second.astype(compute, copy=False), dtype
    return first + second, np.result_type(dtype, second.dtype)


def largest(array: Array) -> int:
    """The largest magnitude in an array of whole numbers."""
    return max(abs(int(array.max())), abs(int(array.min()))) if array.size else 0


def finished(array: Array, dtype: np.dtype[np.generic]) -> Array:
    """A computed array in the dtype it comes back in."""
    return array.astype(dtype, copy=False)


def _solid(array: Array, dtype: np.dtype[np.generic]) -> Array:
    """The array in a dtype; one that repeats the same memory is spread out, because BLAS refuses it."""
    if array.flags.c_contiguous:
        return array.astype(dtype, copy=False)
    repeats = any(step == 0 and size > 1 for step, size in zip(array.strides, array.shape, strict=True))
    return array.astype(dtype, copy=repeats, order="C" if repeats else "K")


def _exact(bound: int) -> np.dtype[np.generic]:
    """The dtype in which integer sums up to ``bound`` are exact."""
    if bound < FLOAT64_EXACT:
        return np.dtype(np.float64)
    if bound < INT64_LIMIT:
        return np.dtype(np.int64)
    message = f"integer sums may reach {bound:.1e}, beyond int64; give arrays of dtype object to compute without limit"
    raise InputError(message)
