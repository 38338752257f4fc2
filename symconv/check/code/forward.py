"""The forward pass as the judge of the backward pass: its coefficients, read off by unit impulses as well.

A backward pass is right if it is the gradient of its own forward pass. Where that is the layer's, both statements are
one; where it is another layer's, both are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from symconv.check.code.answered import Answered
from symconv.check.code.asking import OUTPUT, Asked
from symconv.check.code.decided import decided
from symconv.check.code.digits import confirmed
from symconv.check.code.exact import expected
from symconv.check.code.impulses import unit, whole
from symconv.check.code.layout import Array
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Failure

MOST_PRODUCTS = 3_000
"""Pairs of an input and a tap that are read off; a forward pass on larger layers is sampled."""

NONLINEAR = "its forward pass is not a sum of products: is there an activation inside?"
"""Why it has no coefficients, and why no coefficient of a gradient behind it is wrong."""

FEW_PRODUCTS = 100
"""So few are read off digit by digit, whatever the values say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """What a forward pass does on one layer.

    Attributes:
        table: its coefficients ``[O, X, F]``; None where it has none.
        why: why it has none; what else is to be said of it.
        unbiased: whether it leaves out the bias that it was handed.
        case: a point at which this shows.
    """

    table: Array | None = None
    why: str = ""
    unbiased: bool = False
    case: Point | None = None


def forward(answered: Answered) -> Forward:
    """Every product of an entry of X and a tap that the forward pass adds up, and whether there is anything else."""
    asked = answered.asked
    shapes = asked.shapes()
    zero = {role: np.zeros(shape) for role, shape in shapes.items()}
    pairs = prod(shapes["x"]) * prod(shapes["w"])
    if pairs > MOST_PRODUCTS:
        return Forward(why="too many products")
    still = _outputs(asked.ahead(), [zero])
    if isinstance(still, str):
        return Forward(why=still)
    known = decided(answered, [OUTPUT], still[0])
    if known and pairs <= FEW_PRODUCTS:
        known = confirmed(asked.ahead(), {OUTPUT: answered.dtype(OUTPUT)}, still[0])
    if known:
        return _affine(answered, expected(asked.spec, OUTPUT, asked.reading.meaning), still[0])
    table = _table(asked, zero, still[0])
    if isinstance(table, str):
        return Forward(why=table)
    table, _ = whole(table, answered.dtype(OUTPUT))
    if not table.any():
        return Forward(why="its forward pass does not compute a convolution yet")
    return _affine(answered, table, still[0])


def _table(asked: Asked, zero: Point, still: Array) -> Array | str:
    """``[O, X, F]``, product by product; why there is none, where there is none."""
    shapes = asked.shapes()
    inputs, taps = prod(shapes["x"]), prod(shapes["w"])
    places = [(x, w) for x in range(inputs) for w in range(taps)]
    points = [{**zero, "x": unit(shapes["x"], x), "w": unit(shapes["w"], w)} for x, w in places]
    values = _outputs(asked.ahead(), points)
    if isinstance(values, str):
        return values
    table = np.zeros((prod(shapes["dout"]), inputs, taps))
    for (x, w), value in zip(places, values, strict=True):
        table[:, x, w] = (value - still).ravel()
    return table


def _outputs(asked: Asked, points: Sequence[Point]) -> list[Array] | str:
    found = []
    for outcome in asked.ask(points):
        if isinstance(outcome, Failure):
            return f"its forward pass fails: {outcome.text}"
        value = asked.gradient(outcome, OUTPUT)
        if isinstance(value, str):
            return f"of its forward pass {value}"
        if not np.isfinite(value).all():
            return "its forward pass gives NaN or infinity"
        found.append(value)
    return found


def _affine(answered: Answered, table: Array, still: Array) -> Forward:
    """Whether the products, and the bias where there is one, are all that the forward pass adds up."""
    given, unbiased = answered.given, False
    for name in ("base", "x2", "w2", "xw"):
        point, value = given[name], answered.value(OUTPUT, name)
        if isinstance(value, str):
            return Forward(why=f"of its forward pass {value}")
        products = np.einsum("oxw,x,w->o", table, point["x"].ravel(), point["w"].ravel()).reshape(value.shape) + still
        bias = point["b"] if point["b"].ndim > 1 else point["b"].reshape(-1, *[1] * (value.ndim - 2))
        if np.allclose(value, products, rtol=1e-5, atol=1e-5):
            plan = answered.asked.reading.plan
            handed = "b" in plan.roles and "b" not in plan.sets.values()  # a place that was found may be another's
            unbiased = unbiased or (handed and bool(point["b"].any()))
        elif not np.allclose(value, products + bias, rtol=1e-5, atol=1e-5):
            return Forward(why=NONLINEAR, case=point)
    return Forward(table=table, unbiased=unbiased, case=given["base"])
