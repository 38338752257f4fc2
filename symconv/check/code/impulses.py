"""Every coefficient of a bilinear function, read off: one unit in ∂L/∂O, one in X and one in F, 0 everywhere else.

What comes back for the units m, j is column (m, j) of the coefficients. ∂L/∂X is asked with F and ∂L/∂F with X, so one
call serves both. Sums have one term, so floats hold them exactly.
"""

from math import prod

import numpy as np

from symconv.check.code.asking import Asked
from symconv.check.code.layout import Array
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Failure, Returned
from symconv.spec import ConvSpec

MOST_CALLS = 20_000
"""Layers that need more are too large to be read off."""

NEAR = {"float16": 2.0**-7, "float32": 2.0**-16}
NEAREST = 2.0**-30
"""A coefficient this near a whole number is taken for it, by the type of the result; that it was rounded is told."""


def calls(spec: ConvSpec) -> int:
    """How many calls a layer needs."""
    return prod(spec.output_shape) * max(prod(spec.input_shape), prod(spec.weight_shape))


def impulses(asked: Asked) -> tuple[list[Point], list[tuple[int, int, int]]]:
    """The points, and for each the flat places of its units in ∂L/∂O, X and F."""
    shapes = asked.shapes()
    sizes = {role: prod(shape) for role, shape in shapes.items()}
    points: list[Point] = []
    places = []
    for upstream in range(sizes["dout"]):
        for other in range(max(sizes["x"], sizes["w"])):
            place = (upstream, other % sizes["x"], other % sizes["w"])
            units = dict(zip(("dout", "x", "w"), place, strict=True))
            points.append({**{role: unit(shapes[role], at) for role, at in units.items()}, "b": np.zeros(shapes["b"])})
            places.append(place)
    return points, places


def coefficients(asked: Asked, names: list[str]) -> dict[str, Array] | Failure | str:
    """Gradient → ``[entry, place in ∂L/∂O, place in F or X]``, for ∂L/∂b ``[entry, place in ∂L/∂O]``."""
    points, places = impulses(asked)
    outcomes = asked.ask(points)
    found = {name: np.zeros(_shape(name, asked)) for name in names}
    for outcome, (upstream, x, w) in zip(outcomes, places, strict=True):
        if not isinstance(outcome, Returned):
            return outcome
        for name, table in found.items():
            values = asked.gradient(outcome, name)
            if isinstance(values, str):
                return values
            if name == "grad_bias":
                table[:, upstream] = values.ravel()
            else:
                table[:, upstream, w if name == "grad_input" else x] = values.ravel()
    return found


def predicted(table: Array, name: str, point: Point) -> Array:
    """What the coefficients give at a point, flat."""
    upstream = point["dout"].ravel()
    if name == "grad_bias":
        return np.asarray(table @ upstream)
    other = point["w" if name == "grad_input" else "x"].ravel()
    return np.asarray(np.einsum("emj,m,j->e", table, upstream, other))


def whole(table: Array, dtype: str = "") -> tuple[Array, float]:
    """The coefficients with those that are all but whole made whole, and how far the furthest of these was off."""
    nearest = np.round(table)
    off = np.abs(table - nearest)
    near = off <= NEAR.get(dtype, NEAREST)
    return np.where(near, nearest, table), float(off[near].max(initial=0))


def _shape(name: str, asked: Asked) -> tuple[int, ...]:
    sizes = {role: prod(shape) for role, shape in asked.shapes().items()}
    shapes = {
        "grad_input": (sizes["x"], sizes["dout"], sizes["w"]),
        "grad_weight": (sizes["w"], sizes["dout"], sizes["x"]),
        "grad_bias": (sizes["b"], sizes["dout"]),
    }
    return shapes[name]


def unit(shape: tuple[int, ...], place: int) -> Array:
    """One entry is 1, all others are 0."""
    array = np.zeros(prod(shape))
    array[place] = 1
    return array.reshape(shape)
