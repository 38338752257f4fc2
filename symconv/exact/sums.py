"""Many entries added up at once, none of them 0: arrays of symbols are full of zeros.

Entries that would rather note a whole sum than add one after the other have ``sum_of`` and ``dot``, as
:class:`symconv.algebra.polynomial.Polynomial` does; all others are added.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add, mul
from typing import Any


def total(entries: Sequence[Any]) -> Any:
    """The sum of entries; 0 of none."""
    parts = [entry for entry in entries if entry]
    if len(parts) < 2:
        return parts[0] if parts else 0
    noted = getattr(parts[0], "sum_of", None)
    return noted(parts) if noted else reduce(add, parts)


def dot(left: Sequence[Any], right: Sequence[Any]) -> Any:
    """``Σ left·right``; 0 of none."""
    if not (all(left) and all(right)):
        pairs = [(one, other) for one, other in zip(left, right, strict=True) if one and other]
        left, right = [one for one, _ in pairs], [other for _, other in pairs]
    if len(left) < 2:
        return left[0] * right[0] if left else 0
    noted = getattr(left[0], "dot", None) or getattr(right[0], "dot", None)
    return noted(left, right) if noted else reduce(add, map(mul, left, right))
