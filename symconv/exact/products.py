"""Products of matrices."""

from typing import Any

from symconv.exact.array import ExactArray
from symconv.exact.places import Shape, common, repeated
from symconv.exact.sums import dot


def matmul(left: ExactArray, right: ExactArray) -> ExactArray:
    """``[..., n, k] @ [..., k, m]``: the matrices in the last two axes, multiplied in pairs.

    Raises:
        ValueError: they do not fit.
    """
    (rows, inner), (deep, columns) = left.shape[-2:], right.shape[-2:]
    if inner != deep:
        raise ValueError(f"matrices of shapes {left.shape} and {right.shape} cannot be multiplied")
    if inner == 1:
        return left * right
    pairs = common(left.shape[:-2], right.shape[:-2])
    found: list[Any] = []
    for one, other in zip(_starts(left, pairs), _starts(right, pairs), strict=True):
        below = [right.entries[other + column : other + inner * columns : columns] for column in range(columns)]
        for start in (one + row * inner for row in range(rows)):
            factors = left.entries[start : start + inner]
            found += [dot(factors, column) for column in below]
    return ExactArray(found, (*pairs, rows, columns))


def _starts(stack: ExactArray, wanted: Shape) -> list[int]:
    """Where the matrices of a stack begin, as often as they are wanted."""
    rows, columns = stack.shape[-2:]
    return [number * rows * columns for number in repeated(stack.shape[:-2], wanted)]
