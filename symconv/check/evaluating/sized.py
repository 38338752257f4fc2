"""Maps made larger or smaller, within bounds that no formula can break."""

from math import prod

from symconv.check.evaluating.unknown import Unknown
from symconv.exact import ExactArray
from symconv.routes.operators import Sizes, dilate, pad

LARGEST = 250_000
"""Most entries of a map."""


def padded(maps: ExactArray, before: Sizes, after: Sizes) -> ExactArray:
    """Zeros before and after each axis; negative numbers crop.

    Raises:
        Unknown: nothing is left, or too much.
    """
    _fits(tuple(b + n + a for n, b, a in zip(maps.shape[2:], before, after, strict=True)))
    return pad(maps, before, after)


def spread(maps: ExactArray, factors: Sizes) -> ExactArray:
    """``factor − 1`` zeros between neighbours along each axis.

    Raises:
        Unknown: too much, or no factor.
    """
    if min(factors) < 1:
        raise Unknown("a step must be at least 1")
    _fits(tuple((n - 1) * factor + 1 for n, factor in zip(maps.shape[2:], factors, strict=True)))
    return dilate(maps, factors)


def _fits(shape: Sizes) -> None:
    if min(shape) < 1:
        raise Unknown("more is cropped than there is")
    if prod(shape) > LARGEST:
        raise Unknown("a map is too large")
