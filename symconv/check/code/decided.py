"""A layer decided by a few values: two bilinear functions that agree at random whole numbers are the same.

Were one coefficient another, the difference would be a polynomial of degree 2 that is not zero. At a random point of
numbers from −S to S it vanishes with a chance of 2 / (2S + 1) at most (Schwartz and Zippel), here at all of the points
with one below 1e-8. So what is right costs a few calls; where something is wrong, its coefficients are read off one by
one, to show which.
"""

from collections.abc import Sequence

import numpy as np

from symconv.check.code.answered import Answered
from symconv.check.code.asking import Asked
from symconv.check.code.layout import Array
from symconv.check.code.truths import Point

SIZE = 63
"""Sums of products of so small numbers are exact in float32, too."""
POINTS = tuple(f"whole{number}" for number in range(5))

NEAR = {"float64": 2.0**-30, "float32": 2.0**-20, "int64": 0.0}
"""How far from the truth a value may be, relatively, by its type: transforms round. Other types decide nothing."""


def whole_numbers(asked: Asked) -> dict[str, Point]:
    """The points that decide; there is no bias."""
    draw = np.random.default_rng(63)
    found: dict[str, Point] = {}
    for name in POINTS:
        point = {role: draw.integers(-SIZE, SIZE + 1, size=shape) for role, shape in asked.shapes().items()}
        found[name] = {role: array.astype(float) * (role != "b") for role, array in point.items()}
    return found


def decided(answered: Answered, names: Sequence[str], still: Array | float = 0.0) -> list[str]:
    """Of these, the gradients (or the output, less what is ``still`` there at 0) that are right at every point."""
    return [name for name in names if all(_right(answered, name, point, still) for point in POINTS)]


def _right(answered: Answered, name: str, point: str, still: Array | float) -> bool:
    value, near = answered.value(name, point), NEAR.get(answered.dtype(name))
    if isinstance(value, str) or near is None:
        return False
    true = answered.asked.true(name, answered.given[point])
    return bool(np.abs(value - still - true).max(initial=0) <= near * np.abs(true).max(initial=1))
