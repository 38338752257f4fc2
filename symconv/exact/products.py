"""Products of matrices, in which no zero is multiplied: arrays of symbols are full of them."""

from collections.abc import Sequence
from typing import Any

from symconv.exact.array import ExactArray
from symconv.exact.places import Shape, common, repeated


def matmul(left: ExactArray, right: ExactArray) -> ExactArray:
    """``[..., n, k] @ [..., k, m]``: the matrices in the last two axes, multiplied in pairs.

    Raises:
        ValueError: they do not fit.
    """
    (rows, inner), (deep, columns) = left.shape[-2:], right.shape[-2:]
    if inner != deep:
        raise ValueError(f"matrices of shapes {left.shape} and {right.shape} cannot be multiplied")
    if rows == inner == columns == 1:
        return left * right
    pairs = common(left.shape[:-2], right.shape[:-2])
    found: list[Any] = []
    for one, other in zip(_starts(left, pairs), _starts(right, pairs), strict=True):
        below = right.entries[other : other + inner * columns]
        for start in (one + row * inner for row in range(rows)):
            found += _combined(left.entries[start : start + inner], below, columns)
    return ExactArray(found, (*pairs, rows, columns))


def _starts(stack: ExactArray, wanted: Shape) -> list[int]:
    """Where the matrices of a stack begin, as often as they are wanted."""
    rows, columns = stack.shape[-2:]
    return [number * rows * columns for number in repeated(stack.shape[:-2], wanted)]


def _combined(factors: Sequence[Any], below: Sequence[Any], columns: int) -> list[Any]:
    """The sum of rows, each times its factor."""
    total: list[Any] = [0] * columns
    for number, factor in enumerate(factors):
        if factor:
            row = below[number * columns : (number + 1) * columns]
            total = [sum_ + factor * entry if entry else sum_ for sum_, entry in zip(total, row, strict=True)]
    return total
