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
from symconv.check.code.exact import expected, of_bias
from symconv.check.code.impulses import unit, whole
from symconv.check.code.layout import Array
from symconv.check.code.located import is_bias
from symconv.check.code.offered import held
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Failure

MOST_PRODUCTS = 3_000
"""Pairs of an input and a tap that are read off; a forward pass on larger layers is sampled."""

NONLINEAR = "its forward pass is not a sum of products: is there an activation inside?"
"""Why it has no coefficients, and why no coefficient of a gradient behind it is wrong."""

BEYOND = (
    "its forward pass is more than a sum of products (an activation?), and it does not go back through that: "
    "∂L/∂O is taken to be before it"
)
"""What is said of a gradient that is right for the products alone."""

FEW_PRODUCTS = 100
"""So few are read off digit by digit, whatever the values say."""

ADDED = ("base", "x2", "w2", "b2", "xw")
"""Points at which the products and the bias must add up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """What a forward pass does on one layer.

    Attributes:
        table: its coefficients ``[O, X, F]``; None where it has none.
        why: why it has none; what else is to be said of it.
        bias: the coefficients of its bias, ``[O, b]``; None where there is no bias that it could add.
        case: a point at which this shows.
    """

    table: Array | None = None
    why: str = ""
    bias: Array | None = None
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
    given, asked = answered.given, answered.asked
    bias = _bias(answered, table, still) if "b" in asked.reading.plan.roles else None
    if isinstance(bias, str):
        return Forward(why=bias)
    if bias is not None and not bias.any() and not _of_bias(answered):
        bias = None
    for name in ADDED:
        value = answered.value(OUTPUT, name)
        if isinstance(value, str):
            return Forward(why=f"of its forward pass {value}")
        if not _adds_up(given[name], value, table, still, bias):
            return Forward(why=NONLINEAR, case=given[name])
    return Forward(table=table, bias=bias, case=given["base"])


def _of_bias(answered: Answered) -> bool:
    """Whether it is its bias that was handed over.

    A place that was found by its size may be another's, and what an object was built with may have been replaced.
    """
    plan = answered.asked.reading.plan
    places = [place for place, role in plan.sets.items() if role == "b"]
    if places:
        return any(map(is_bias, places))
    if plan.construct is None or "b" in held(plan.forward_arguments):
        return True
    bias = answered.asked.handed(answered.given["base"])["b"].ravel()
    kept = [
        leaf for path, leaf in answered.returned["base"].leaves.items() if path.startswith("layer") and is_bias(path)
    ]
    return any(leaf.values is not None and np.array_equal(leaf.values, bias) for leaf in kept)


def _bias(answered: Answered, table: Array, still: Array) -> Array | str:
    """``[O, b]``: those of the layer where these are what is added up, else read off, entry by entry."""
    asked, given = answered.asked, answered.given
    right = of_bias(asked.spec, asked.reading.meaning)
    values = {name: answered.value(OUTPUT, name) for name in ADDED}
    fits = (not isinstance(one, str) and _adds_up(given[at], one, table, still, right) for at, one in values.items())
    shown = np.any([given[name]["b"] != 0 for name in ADDED], axis=0).all()
    if shown and all(fits):
        return right
    zero = {role: np.zeros(shape) for role, shape in asked.shapes().items()}
    count = prod(asked.shapes()["b"])
    read = _outputs(asked.ahead(), [{**zero, "b": unit(asked.shapes()["b"], place)} for place in range(count)])
    if isinstance(read, str):
        return read
    return whole(np.stack([(one - still).ravel() for one in read], axis=1), answered.dtype(OUTPUT))[0]


def _adds_up(point: Point, value: Array, table: Array, still: Array, bias: Array | None) -> bool:
    made = np.einsum("oxw,x,w->o", table, point["x"].ravel(), point["w"].ravel()).reshape(value.shape) + still
    if bias is not None:
        made = made + (bias @ point["b"].ravel()).reshape(value.shape)
    return np.allclose(value, made, rtol=1e-5, atol=1e-5)
