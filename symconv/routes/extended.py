"""Infinite entries and NaN, in every route alike: an entry outside an array is never multiplied.

By the chain rule a gradient is a sum over the pairs that meet, and padding is no entry: it meets nothing. Array
programs multiply the zeros of padding and of dilation all the same, which is harmless until the other factor is
infinite or NaN (0·∞ is NaN). So a route that is given such entries is run on the finite ones, and the others are
counted: a route R that is fed with ones where factors are of a kind counts the pairs of these kinds.

    b = R(1, 1) − R(φ, φ)    pairs with a factor that is not finite          φ finite
    u = R(τ, τ) − R(α, α)    of these, infinite products                    τ neither 0 nor NaN, α = τ and finite
    v = R(σ, σ) − R(ς, ς)    of these, positive ones less negative ones     σ the sign, ς the sign if finite

An entry is NaN where b > u or |v| < u, else infinite with the sign of v where u > 0. A complex product is four real
ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from symconv.routes.numbers import Array
from symconv.spec import ConvSpec


def bilinear(route: Callable[..., Array], spec: ConvSpec, first: Array, second: Array, **options: Any) -> Array:
    """``route(spec, first, second)``, in which entries that are not finite reach what they meet and nothing else.

    Args:
        route: linear in both arrays.
        spec: the layer.
        first: of any dtype; exact entries go to the route as they are.
        second: likewise.
        options: what else the route takes.
    """

    def run(left: Array, right: Array) -> Array:
        return route(spec, left, right, **options)

    if all_finite(first) and all_finite(second):
        return run(first, second)
    with np.errstate(invalid="ignore", over="ignore"):
        if np.result_type(first, second).kind == "c":
            return _complex(run, first, second)
        return _real(run, first, second)


def is_told(found: Array, first: Array, second: Array) -> bool:
    """Whether nothing but finite entries took part in ``found``, a result of a route that multiplies all it reads.

    0·∞ is NaN, so what is not finite shows in the result as well as in the factors; whichever is smaller is looked at.
    A result that overflowed is not told from one that was infinite.
    """
    if found.size < first.size + second.size:
        return all_finite(found)
    return all_finite(first) and all_finite(second)


def all_finite(array: Array) -> bool:
    """Whether no entry is infinite or NaN; the sum tells, unless finite entries overflow in it."""
    if array.dtype.kind not in "fc":
        return True
    with np.errstate(invalid="ignore", over="ignore"):
        return bool(np.isfinite(array.sum())) or bool(np.isfinite(array).all())


Run = Callable[[Array, Array], Array]


def _complex(run: Run, first: Array, second: Array) -> Array:
    """``(a + bi)(c + di) = (ac − bd) + (ad + bc)i``, each product by the real rules."""

    def product(left: Array, right: Array) -> Array:
        return _real(run, np.ascontiguousarray(left), np.ascontiguousarray(right))

    real = product(first.real, second.real) - product(first.imag, second.imag)
    imaginary = product(first.real, second.imag) + product(first.imag, second.real)
    found = np.empty(real.shape, np.result_type(first, second))
    found.real, found.imag = real, imaginary
    return found


def _real(run: Run, first: Array, second: Array) -> Array:
    one, other = _Kinds.of(first), _Kinds.of(second)
    found = run(one.numbers, other.numbers)
    broken = run(one.ones, other.ones) - run(one.finite, other.finite)
    infinite = run(one.nonzero, other.nonzero) - run(one.finite_nonzero, other.finite_nonzero)
    signs = run(one.sign, other.sign) - run(one.finite_sign, other.finite_sign)
    undefined = (broken > infinite) | (np.abs(signs) < infinite)
    over = np.where(undefined, np.nan, np.copysign(np.inf, signs))
    return np.where(broken > 0, over, found).astype(found.dtype, copy=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kinds:
    """An array's finite entries, and ones (or signs) where its entries are of a kind, in float64: counts stay exact."""

    numbers: Array
    ones: Array
    finite: Array
    nonzero: Array
    finite_nonzero: Array
    sign: Array
    finite_sign: Array

    @classmethod
    def of(cls, array: Array) -> "_Kinds":
        finite, nan = np.isfinite(array), np.isnan(array)
        nonzero, sign = (array != 0) & ~nan, np.where(nan, 0.0, np.sign(array))
        return cls(
            numbers=np.where(finite, array, 0).astype(array.dtype, copy=False),
            ones=np.ones(array.shape),
            finite=finite.astype(np.float64),
            nonzero=nonzero.astype(np.float64),
            finite_nonzero=(nonzero & finite).astype(np.float64),
            sign=sign.astype(np.float64),
            finite_sign=np.where(finite, sign, 0.0).astype(np.float64),
        )
