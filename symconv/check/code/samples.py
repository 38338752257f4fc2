"""Whether a function is bilinear at all, by superposition on small numbers, before one coefficient is read off.

∂L/∂X is linear in ∂L/∂O and in F and knows nothing of X; ∂L/∂F is linear in ∂L/∂O and in X; ∂L/∂b is linear in ∂L/∂O.
All sums here are of few and small dyadic numbers, so floats add them exactly and equality means equality.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from symconv.check.code.asking import Asked
from symconv.check.code.layout import Array
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Returned

FACTORS = {"grad_input": ("dout", "w"), "grad_weight": ("dout", "x"), "grad_bias": ("dout",)}
LARGE = 2.0**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One law: the sum of these points' gradients, each times its factor, is 0.

    Attributes:
        of: ``(point, factor)`` pairs.
        told: what is wrong where it does not hold.
        id: the mistake it shows.
        holds_for: the gradients it speaks of.
    """

    of: tuple[tuple[str, float], ...]
    told: str
    id: str = "value-dependent"
    holds_for: tuple[str, ...] = ("grad_input", "grad_weight", "grad_bias")


ALL = ("grad_input", "grad_weight", "grad_bias")
LAWS = (
    Law(of=(("base", 1), ("again", -1)), told="two equal calls give different results", id="not-reproducible"),
    Law(of=(("base", 1), ("x2", -1)), told="it depends on x", holds_for=("grad_input", "grad_bias")),
    Law(of=(("base", 1), ("w2", -1)), told="it depends on w", holds_for=("grad_weight", "grad_bias")),
    Law(of=(("base", 1), ("b2", -1)), told="it depends on b"),
    Law(of=(("zero", 1),), told="it is not 0 where ∂L/∂O is 0"),
    Law(of=(("sum", 1), ("base", -1), ("dout2", -1)), told="at a sum of two ∂L/∂O it is not the sum of both results"),
    Law(
        of=(("xw", 1), ("base", -1), ("w2", -1)),
        told="at a sum of two w it is not the sum of both results",
        holds_for=("grad_input",),
    ),
    Law(
        of=(("xw", 1), ("base", -1), ("x2", -1)),
        told="at a sum of two x it is not the sum of both results",
        holds_for=("grad_weight",),
    ),
    Law(of=(("minus", 1), ("base", 1)), told="at −∂L/∂O it is not the negative"),
    Law(of=(("half", 2), ("base", -1)), told="at half of ∂L/∂O it is not half: fractions are lost"),
    Law(of=(("many", 1 / LARGE), ("base", -1)), told="at large ∂L/∂O it is not as many times larger"),
    Law(of=(("few", LARGE), ("base", -1)), told="at small ∂L/∂O it is not as many times smaller"),
    Law(
        of=(("halves", 2), ("base", -1)),
        told="at half of x and w it is not half: fractions are lost",
        holds_for=("grad_input", "grad_weight"),
    ),
    Law(
        of=(("wide", 1 / LARGE), ("base", -1)),
        told="at large x and w it is not as many times larger",
        holds_for=("grad_input", "grad_weight"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A law that does not hold.

    Attributes:
        law: which.
        points: names of the points it speaks of.
    """

    law: Law
    points: tuple[str, ...]


def points(asked: Asked) -> dict[str, Point]:
    """Small whole numbers, and what the laws make of them."""
    draw = np.random.default_rng(20)
    base, other = (
        {role: draw.integers(-3, 4, size=shape).astype(float) for role, shape in asked.shapes().items()}
        for _ in range(2)
    )
    both = {role: base[role] + other[role] for role in base}

    def scaled(factor: float, *roles: str) -> Point:
        return {role: array * factor if role in roles else array for role, array in base.items()}

    return {
        "base": base,
        "again": base,
        "x2": {**base, "x": other["x"]},
        "w2": {**base, "w": other["w"]},
        "b2": {**base, "b": other["b"]},
        "dout2": {**base, "dout": other["dout"]},
        "sum": {**base, "dout": both["dout"]},
        "xw": {**base, "x": both["x"], "w": both["w"]},
        "zero": scaled(0, "dout"),
        "minus": scaled(-1, "dout"),
        "half": scaled(0.5, "dout"),
        "many": scaled(LARGE, "dout"),
        "few": scaled(1 / LARGE, "dout"),
        "halves": scaled(0.5, "x", "w"),
        "wide": scaled(LARGE, "x", "w"),
    }


def broken(name: str, values: Mapping[str, Array], dtype: str = "", handed: str = "float64") -> Broken | None:
    """The first law that a gradient breaks.

    Args:
        name: the gradient.
        values: its results at the points; one that is not there is not asked.
        dtype: the type of the results.
        handed: the type of the arrays that were handed over.
    """
    for law in LAWS:
        if name not in law.holds_for or not all(point in values for point, _ in law.of):
            continue
        if handed.startswith("int") and any(point in FRACTIONS for point, _ in law.of):
            continue
        with np.errstate(all="ignore"):
            total = sum((factor * values[point] for point, factor in law.of), np.zeros_like(values["base"]))
        if not _vanishes(total, [values[point] * factor for point, factor in law.of], dtype):
            return Broken(law=law, points=tuple(point for point, _ in law.of))
    return None


FAR = frozenset({"many", "few", "wide"})
"""Points with numbers that small types do not hold."""

FRACTIONS = frozenset({"half", "few", "halves"})
ROUNDING = {"float16": 2.0**-8, "float32": 2.0**-18}
"""How far apart sums may be that were not made of exact products: transforms round, loops and matrices do not."""


def _vanishes(total: Array, parts: Sequence[Array], dtype: str) -> bool:
    if not all(np.isfinite(part).all() for part in parts):
        return False
    scale = max(float(np.abs(part).max(initial=0)) for part in parts)
    return bool(np.abs(total).max(initial=0) <= ROUNDING.get(dtype, 2.0**-40) * scale)


def changed(outcomes: Sequence[Returned]) -> tuple[str, ...]:
    """Arguments that some call changed."""
    return tuple(sorted({role for outcome in outcomes for role in outcome.changed}))
