"""What the pieces of a batch add up to, as exactly as they are given; and how far a sum of floats may be off."""

from collections.abc import Callable, Iterator

import numpy as np

from symconv.numeric.dtypes import added, finished
from symconv.routes.numbers import Array
from symconv.transposed import Layer


def summed(parts: Iterator[Array]) -> Array:
    """The sum of what the pieces of a batch yield, in float64 or wider; integers stay exact.

    Raises:
        InputError: integers that leave int64.
    """
    total = next(parts)
    kinds = {"f": np.float64, "c": np.complex128}
    if total.dtype.kind in kinds:
        total = total.astype(np.result_type(total, kinds[total.dtype.kind]))
    for part in parts:
        total = finished(*added(total, part, total.dtype))
    return total


def wide(gradient: Callable[..., Array], spec: Layer, *arrays: Array) -> Array:
    """A gradient of a piece, not rounded to float16 before it is summed."""
    return gradient(spec, *map(_widened, arrays))


def narrowed(total: Array, given: np.dtype[np.generic]) -> Array:
    """A sum of pieces in the floats that were given; integers stay as they are."""
    return total.astype(given) if given.kind in "fc" else total


def _widened(array: Array) -> Array:
    return array.astype(np.float32) if array.dtype == np.float16 else array


def gamma(terms: int, unit: float) -> float:
    """``γₙ``; infinite where n roundings may lose everything."""
    return terms * unit / (1 - terms * unit) if terms * unit < 1 else float("inf")
