"""The coefficients of a small layer many at a time: as the digits of one number.

Where 4^i stands in entry i of ∂L/∂O and 4^(gj) in entry j < g of F, the product of entries i and j is 4^(i+gj): each
coefficient of an entry of ∂L/∂X is a digit of its own. As long as the number fits what a float holds exactly, equal
numbers have equal digits, and so equal coefficients, where these are 0 to 3; others would have to hide from the random
points, too (see :mod:`decided`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

import numpy as np

from symconv.check.code.asking import OUTPUT, Asked
from symconv.check.code.layout import Array
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Returned

DIGITS = {"float64": 23, "int64": 23, "float32": 9}
"""How many digits of base 4 a type holds exactly, with room to spare."""

CLOSE = 0.25
"""How near a number must be to have the same digits, where something that is no whole number is added to it."""


def confirmed(asked: Asked, dtypes: Mapping[str, str], still: Array | float = 0.0) -> list[str]:
    """Of these gradients (or the output alone), with the type of each, those whose every digit is the right one."""
    held = min((DIGITS.get(dtype, 0) for dtype in dtypes.values()), default=0)
    if not held:
        return []
    points = list(_points(asked, held, sides=("x", "w") if OUTPUT in dtypes else ("dout", "x", "w")))
    outcomes = asked.ask(points)
    pairs = list(zip(points, outcomes, strict=True))
    return [name for name in dtypes if all(_same(asked, name, point, one, still) for point, one in pairs)]


def _points(asked: Asked, held: int, sides: Sequence[str]) -> Iterator[Point]:
    """Digits in the first side, and in the others those that go with it; 0 in what is no side."""
    shapes = asked.shapes()
    first, *others = sides
    longest = max(prod(shapes[role]) for role in others)
    second = min(longest, held)
    many = max(held // second, 1)
    starts = range(0, prod(shapes[first]), many), range(0, longest, second)
    for one, other in product(*starts):
        point = {role: np.zeros(shape) for role, shape in shapes.items()}
        point[first] = _digits(shapes[first], one, many, 1)
        for role in others:
            groups = -(-prod(shapes[role]) // second)
            point[role] = _digits(shapes[role], other // second % groups * second, second, many)
        yield point


def _digits(shape: tuple[int, ...], start: int, count: int, step: int) -> Array:
    """``4^(step·i)`` in entry ``start + i`` for i below ``count``, and 0 elsewhere."""
    array = np.zeros(prod(shape))
    part = array[start : start + count]
    part[:] = 4.0 ** (step * np.arange(len(part)))
    return array.reshape(shape)


def _same(asked: Asked, name: str, point: Point, outcome: object, still: Array | float) -> bool:
    value = asked.gradient(outcome, name) if isinstance(outcome, Returned) else ""
    if isinstance(value, str):
        return False
    off = np.abs(value - still - asked.true(name, point)).max(initial=0)
    return bool(off < CLOSE if name == OUTPUT else off == 0)
