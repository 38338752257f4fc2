"""One layer: is the function bilinear there, and if so, which coefficients has it?"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from symconv.check.code.asking import OUTPUT, Asked, step
from symconv.check.code.came import Found, Tried
from symconv.check.code.exact import FACTOR, compared, expected, missized, of_forward
from symconv.check.code.forward import Forward, forward
from symconv.check.code.impulses import coefficients, predicted, whole
from symconv.check.code.layout import Array
from symconv.check.code.samples import FAR, broken, changed, dtypes, points
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Failure, Outcome, Returned

NOT_FINITE = "it holds NaN or infinity, or numbers that nothing here is made of"
POISONED = ("base", "again")
"""The first points: here memory that is not filled in must show."""

BEYOND = 1e100
"""Far above every sum of the small numbers that are handed over."""


def undefined(asked: Asked, point: Point, failure: Failure) -> bool:
    """Whether the code's own forward pass fails by itself, with an error, where a call has failed."""
    plan = asked.reading.plan
    if not plan.forward or plan.engine or failure.fatal:
        return False
    (outcome,) = asked.ahead().ask([point])
    return isinstance(outcome, Failure) and outcome.kind == "raised"


def tried(asked: Asked) -> Tried:
    """Superposition first, then the forward pass, then every coefficient."""
    given = points(asked)
    apart = [given[name] for name in POISONED]
    outcomes = asked.ask(apart, poisoned=True)
    outcomes += asked.ask([point for name, point in given.items() if name not in POISONED])
    blank = Tried(spec=asked.spec, told=asked.told, case=given["base"])
    for point, (name, outcome) in zip(given.values(), zip(given, outcomes, strict=True), strict=True):
        if isinstance(outcome, Failure) and (name not in FAR or outcome.fatal):
            return replace(blank, failure=outcome, case=point, undefined=undefined(asked, point, outcome))
    returned = {name: one for name, one in zip(given, outcomes, strict=True) if isinstance(one, Returned)}
    judge = forward(asked, given, returned) if OUTPUT in asked.reading.results else None
    found = {name: _sampled(asked, name, given, returned) for name in asked.reading.gradients}
    open_ = [name for name, one in found.items() if one is None]
    done: dict[str, Found] = {name: one for name, one in found.items() if one is not None}
    tables = coefficients(asked, open_) if open_ else {}
    if isinstance(tables, Failure):
        return replace(blank, failure=tables)
    for name in open_:
        if isinstance(tables, str):
            done[name] = Found(problem=tables, case=given["base"])
        else:
            done[name] = _read_off(asked, name, tables[name], given, returned, judge)
    in_order = {name: done[name] for name in asked.reading.gradients}
    return replace(blank, found=in_order, forward=judge, changed=changed(list(returned.values())))


def _sampled(asked: Asked, name: str, given: Mapping[str, Point], returned: Mapping[str, Returned]) -> Found | None:
    """What the samples alone show to be wrong; None where they show nothing."""
    values: dict[str, Array] = {}
    for point, outcome in returned.items():
        value = asked.gradient(outcome, name)
        if isinstance(value, str):
            sized = missized(asked.spec, name, value) if "has size" in value else None
            return Found(comparison=sized, problem=value, case=given[point])
        if not (np.isfinite(value).all() and np.abs(value).max(initial=0) < BEYOND):
            if point in FAR:
                continue
            return Found(problem=NOT_FINITE, case=given[point])
        values[point] = value
    dtype = dtypes(returned["base"], asked.reading.results[name])
    if dtype == "float16" or step(asked.reading, name):  # too coarse, or beside whole weights
        values = {point: value for point, value in values.items() if point not in FAR}
    law = broken(name, values, dtype, asked.reading.plan.dtype)
    if law is None:
        return None
    off = [point for point in law.points if not np.array_equal(values[point], asked.true(name, given[point]))]
    return Found(broken=law, dtype=dtype, case=given[off[0] if off else law.points[0]])


def _read_off(
    asked: Asked,
    name: str,
    read: Array,
    given: Mapping[str, Point],
    returned: Mapping[str, Returned],
    judge: Forward | None,
) -> Found:
    if not np.isfinite(read).all():
        return Found(problem=NOT_FINITE, case=given["base"])
    dtype = dtypes(returned["base"], asked.reading.results[name])
    table, off = whole(read, dtype)
    close = 1e-9 if dtype not in ("float16", "float32") else 1e-2 if dtype == "float16" else 1e-4
    for point in ("base", "sum", "xw"):
        value = asked.gradient(returned[point], name)
        foreseen = predicted(table, name, given[point])
        if isinstance(value, str) or not np.allclose(foreseen, value.ravel(), rtol=close, atol=close):
            return Found(problem="its single terms do not add up to its sums", case=given[point])
    true = expected(asked.spec, name, asked.reading.meaning)
    own = judge is not None and judge.table is not None and name != "grad_bias"
    right = of_forward(judge.table, name) if own else true  # type: ignore[union-attr,arg-type]
    if asked.reading.meaning.transposed or (asked.reading.meaning.untied and name == "grad_bias"):
        same = bool(np.array_equal(table, right))
        case = None if same else _showing(asked, name, table, right)
        problem = "" if same else "another coefficient"
        return Found(
            table=table, off=off, dtype=dtype, sampled=same, problem=problem, factor=_factor(table, right), case=case
        )
    comparison = compared(asked.spec, name, table, right, asked.reading.meaning)
    case = _showing(asked, name, table, right) if comparison.differences else None
    return Found(
        comparison=comparison,
        table=table,
        off=off,
        dtype=dtype,
        narrow=dtype == "float16" or _overflows(asked, name, returned),
        case=case,
        other=bool(comparison.differences) and bool(np.array_equal(table, true)),
        factor=_factor(table, right),
    )


def _factor(table: Array, right: Array) -> float | None:
    """The one number by which all coefficients differ from the right ones."""
    if not right.any() or not np.array_equal(table != 0, right != 0):
        return None
    ratios = {float(ratio) for ratio in np.round(table[right != 0] / right[right != 0], 9)}
    return ratios.pop() if len(ratios) == 1 else None


def _overflows(asked: Asked, name: str, returned: Mapping[str, Outcome]) -> bool:
    """Whether large numbers alone gave infinity, or nothing."""
    for point in FAR:
        outcome = returned.get(point)
        value = asked.gradient(outcome, name) if isinstance(outcome, Returned) else ""
        if isinstance(value, str) or not np.isfinite(value).all():
            return True
    return False


def _showing(asked: Asked, name: str, table: Array, right: Array) -> Point:
    """The units that show the first difference."""
    first = int(np.argwhere((table != right).reshape(len(table), -1).any(axis=1))[0, 0])
    upstream, *other = (int(n) for n in np.argwhere(table[first] != right[first])[0])
    point = {role: np.zeros(shape) for role, shape in asked.shapes().items()}
    point["dout"].ravel()[upstream] = 1
    if FACTOR[name]:
        point["w" if name == "grad_input" else "x"].ravel()[other[0]] = 1
    return point
