"""Layers too large to be read whole: exact at whole numbers, where all coefficients meet, and at random single ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import prod

import numpy as np

from symconv.check.code.asking import OUTPUT, ROLE_OF, Asked, TimeUpError, step
from symconv.check.code.came import Found, Tried
from symconv.check.code.impulses import unit
from symconv.check.code.layout import Array
from symconv.check.code.readoff import NOT_FINITE
from symconv.check.code.truths import Point
from symconv.check.code.trying import other_size, undefined
from symconv.check.code.vocabulary import SHORT
from symconv.foreign.outcome import Failure, Returned

BUT_BIAS = "but for its bias"
NOT_OWN = "it is right for the layer, but not the gradient of your own forward pass"

TRIES = 4
DENSE, SINGLE, MORE = 2, 4, 20
"""Points of whole numbers, at which a wrong coefficient stays hidden once in thousands; points of single units, each of
which shows hundreds of coefficients; and more of these where something is wrong, to show it by one product alone."""


def sampled(asked: Asked) -> Tried:
    """The output and each gradient at random points, compared exactly.

    Raises:
        TimeUpError: there is no time to find out whether anything is wrong.
    """
    blank = Tried(spec=asked.spec, told=asked.told, sampled=True, case=next(_points(asked)))
    found: dict[str, Found] = {}
    try:
        still = _still(asked)
        for number, point in enumerate(_points(asked)):
            if number >= DENSE + SINGLE and all(one.right or one.problem.startswith("at ") for one in found.values()):
                break
            (outcome,) = asked.ask([point])
            if isinstance(outcome, Failure):
                return replace(blank, failure=outcome, case=point, undefined=undefined(asked, point, outcome))
            if OUTPUT in asked.reading.results and (why := other_size(asked.gradient(outcome, OUTPUT))):
                return replace(blank, undefined=why)
            found = _after(asked, found, outcome, point, still, single=number >= DENSE)
    except TimeUpError:
        if all(one.right for one in found.values()):
            raise
    return replace(blank, found=found)


def _after(
    asked: Asked, found: Mapping[str, Found], outcome: Returned, point: Point, still: Array | float, *, single: bool
) -> dict[str, Found]:
    """What is known after one more point; a single product may show better what is wrong."""
    after = dict(found)
    for name in sorted(asked.reading.results, key=lambda name: name != OUTPUT):
        before, ahead = after.get(name), after.get(OUTPUT)
        if before is None or (before.right and not before.problem):
            after[name] = _judged(asked, name, outcome, point, still, ahead)
        elif not before.right and single and not before.problem.startswith("at "):
            one = _judged(asked, name, outcome, point, still, ahead)
            after[name] = one if not one.right else before
    return after


def _points(asked: Asked) -> Iterator[Point]:
    draw = np.random.default_rng(11)
    shapes = asked.shapes()
    for _ in range(DENSE):
        yield {role: draw.integers(-4, 5, size=shape).astype(float) for role, shape in shapes.items()}
    zero = {role: np.zeros(shape) for role, shape in shapes.items()}
    for _ in range(SINGLE + MORE):
        places = {role: int(draw.integers(prod(shapes[role]))) for role in ("dout", "x", "w")}
        yield zero | {role: unit(shapes[role], place) for role, place in places.items()}


def _still(asked: Asked) -> Array | float:
    """What a forward pass adds that is handed no bias: one that it made itself, whatever that is."""
    if OUTPUT not in asked.reading.results or "b" in asked.reading.plan.roles:
        return 0.0
    return _at_zero(asked)


def _at_zero(asked: Asked) -> Array | float:
    ahead = asked.ahead()
    (outcome,) = ahead.ask([{role: np.zeros(shape) for role, shape in asked.shapes().items()}])
    value = ahead.gradient(outcome, OUTPUT) if isinstance(outcome, Returned) else ""
    return 0.0 if isinstance(value, str) else value


def _judged(
    asked: Asked, name: str, outcome: Returned, point: Point, still: Array | float, ahead: Found | None
) -> Found:
    """At a point against the layer; if the code's own forward pass, ``ahead``, is another layer's, against this one."""
    if name == OUTPUT:
        return _output(asked, outcome, point, still)
    found = _at(asked, name, outcome, point, 0.0)
    handed = ROLE_OF[name] in asked.reading.plan.roles
    by_bias = name == "grad_bias" and ahead is not None and ahead.problem == BUT_BIAS
    own = ahead is not None and not ahead.right and handed and not found.right
    if not (by_bias or own):
        return found
    fits = _adjoint(asked, name, asked.gradient(outcome, name), point)
    if fits:
        return replace(found, sampled=True, problem="")
    return replace(found, sampled=False, problem=NOT_OWN, case=point, other=True) if found.right else found


def _output(asked: Asked, outcome: Returned, point: Point, still: Array | float) -> Found:
    """The output of the layer; what is right but for the bias says so, and the layers that are read whole say how."""
    found = _at(asked, OUTPUT, outcome, point, still)
    if found.right or "b" not in asked.reading.plan.roles or asked.reading.meaning.rectified:
        return found
    bare = {**point, "b": np.zeros_like(point["b"])}
    (without,) = asked.ahead().ask([bare])
    right = isinstance(without, Returned) and _at(asked, OUTPUT, without, bare, _at_zero(asked)).right
    return replace(found, sampled=True, problem=BUT_BIAS) if right else found


def _adjoint(asked: Asked, name: str, value: Array | str, point: Point) -> bool:
    """Whether ⟨gradient, u⟩ = ⟨∂L/∂O, forward(u) − forward(0)⟩ for random u in the place of X, F or the bias."""
    role, draw = ROLE_OF[name], np.random.default_rng(13)
    tries = [draw.integers(-4, 5, size=point[role].shape).astype(float) for _ in range(TRIES)]
    ahead = asked.ahead()
    outcomes = ahead.ask([{**point, role: u} for u in (np.zeros_like(point[role]), *tries)])
    made = [ahead.gradient(one, OUTPUT) if isinstance(one, Returned) else "" for one in outcomes]
    if isinstance(value, str) or any(isinstance(one, str) for one in made):
        return False
    pairs = zip(tries, made[1:], strict=True)
    sides = [(np.sum(value * u), np.sum(point["dout"] * (out - made[0]))) for u, out in pairs]  # type: ignore[operator]
    return all(np.isclose(left, right, rtol=1e-6, atol=1e-6) for left, right in sides)


def _at(asked: Asked, name: str, outcome: Returned, point: Point, still: Array | float) -> Found:
    value = asked.gradient(outcome, name)
    dtype = outcome.leaves[asked.reading.results[name]].dtype if asked.reading.results[name] in outcome.leaves else ""
    if isinstance(value, str):
        return Found(sampled=False, problem=value, case=point, dtype=dtype)
    if not np.isfinite(value).all():
        return Found(sampled=False, problem=NOT_FINITE, case=point, dtype=dtype)
    value, true = value - still, asked.true(name, point)
    close = 1e-5 if step(asked.reading, name) else {"float16": 1e-2, "float32": 1e-5}.get(dtype, 1e-9)
    off = ~np.isclose(value, true, rtol=close, atol=close * max(np.abs(true).max(initial=0), 1))
    if not off.any():
        return Found(sampled=True, dtype=dtype)
    if name != OUTPUT and np.allclose(value * asked.spec.batch, true, rtol=close, atol=close):
        return Found(sampled=True, dtype=dtype, problem="averaged")
    return Found(sampled=False, problem=_said(name, value, true, off, point), case=point, dtype=dtype)


def _said(name: str, value: Array, true: Array, off: Array, point: Mapping[str, Array]) -> str:
    """``at ∂L/∂o[0, 1, 2, 3] = f[…] = 1 and 0 elsewhere, dx[…] is 0, not 1``."""
    place = tuple(int(n) for n in np.argwhere(off)[0])
    short = "o" if name == OUTPUT else SHORT[name]
    got = f"{short}{list(place)} is {value[place]:g}, not {true[place]:g}"
    ones = [
        f"{sign}{[int(n) for n in np.argwhere(point[role])[0]]}"
        for role, sign in (("dout", "∂L/∂o"), ("x", "x"), ("w", "f"))
        if np.count_nonzero(point[role]) == 1
    ]
    number = int(off.sum())
    if len(ones) < 3:
        return f"{number} of {off.size} entries differ at whole numbers: {got}"
    return f"at {' = '.join(ones)} = 1 and 0 elsewhere, {got}"
