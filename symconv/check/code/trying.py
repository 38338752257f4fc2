"""One layer: is the function bilinear there, and if so, which coefficients has it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from symconv.check.code.asking import Asked, Point
from symconv.check.code.exact import FACTOR, compared, missized
from symconv.check.code.impulses import coefficients, predicted, whole
from symconv.check.code.layout import Array
from symconv.check.code.samples import Broken, broken, changed, dtypes, points
from symconv.check.code.truths import true_at
from symconv.check.evaluating.differences import Comparison
from symconv.foreign.outcome import Failure, Outcome, Returned
from symconv.spec import ConvSpec

NOT_FINITE = "it holds NaN or infinity, or numbers that nothing here is made of"
POISONED = ("base", "again")
"""The first points: here memory that is not filled in must show."""

BEYOND = 1e100
"""Far above every sum of the small numbers that are handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came out for one gradient of one layer.

    Attributes:
        comparison: its coefficients, or its size, beside the truth; None where it has none.
        table: its coefficients.
        broken: the law it breaks.
        problem: why it has no value at all.
        off: how far the coefficients were from whole numbers.
        dtype: the type of the result.
        case: a point at which the result is not the truth; None where it is right.
    """

    comparison: Comparison | None = None
    table: Array | None = None
    broken: Broken | None = None
    problem: str = ""
    off: float = 0.0
    dtype: str = ""
    case: Point | None = None

    @property
    def right(self) -> bool:
        """Whether every coefficient is the truth."""
        return self.comparison is not None and not self.comparison.differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came out on one layer.

    Attributes:
        spec: the layer.
        failure: why nothing came out.
        found: gradient → what came out.
        changed: arguments that were changed.
        case: the point of the failure, or any.
    """

    spec: ConvSpec
    failure: Failure | None = None
    found: Mapping[str, Found] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    case: Point | None = None


def tried(asked: Asked) -> Tried:
    """Superposition first, then every coefficient."""
    given = points(asked)
    apart = [given[name] for name in POISONED]
    outcomes = asked.ask(apart, poisoned=True)
    outcomes += asked.ask([point for name, point in given.items() if name not in POISONED])
    for point, outcome in zip(given.values(), outcomes, strict=True):
        if isinstance(outcome, Failure):
            return Tried(spec=asked.spec, failure=outcome, case=point)
    returned = dict(zip(given, _returned(outcomes), strict=True))
    found = {name: _sampled(asked, name, given, returned) for name in asked.reading.results}
    open_ = [name for name, one in found.items() if one is None]
    done: dict[str, Found] = {name: one for name, one in found.items() if one is not None}
    tables = coefficients(asked, open_) if open_ else {}
    if isinstance(tables, Failure):
        return Tried(spec=asked.spec, failure=tables, case=given["base"])
    for name in open_:
        if isinstance(tables, str):
            done[name] = Found(problem=tables, case=given["base"])
        else:
            done[name] = _read_off(asked, name, tables[name], given, returned)
    return Tried(spec=asked.spec, found=done, changed=changed(list(returned.values())), case=given["base"])


def _returned(outcomes: Sequence[Outcome]) -> list[Returned]:
    return [outcome for outcome in outcomes if isinstance(outcome, Returned)]


def _sampled(asked: Asked, name: str, given: Mapping[str, Point], returned: Mapping[str, Returned]) -> Found | None:
    """What the samples alone show to be wrong; None where they show nothing."""
    values: dict[str, Array] = {}
    for point, outcome in returned.items():
        value = asked.gradient(outcome, name)
        if isinstance(value, str):
            sized = missized(asked.spec, name, value) if "has size" in value else None
            return Found(comparison=sized, problem=value, case=given[point])
        if not (np.isfinite(value).all() and np.abs(value).max(initial=0) < BEYOND):
            return Found(problem=NOT_FINITE, case=given[point])
        values[point] = value
    law = broken(name, values)
    if law is None:
        return None
    off = [point for point in law.points if not np.array_equal(values[point], true_at(asked.spec, name, given[point]))]
    dtype = dtypes(returned["base"], asked.reading.results[name])
    return Found(broken=law, dtype=dtype, case=given[off[0] if off else law.points[0]])


def _read_off(
    asked: Asked, name: str, read: Array, given: Mapping[str, Point], returned: Mapping[str, Returned]
) -> Found:
    if not np.isfinite(read).all():
        return Found(problem=NOT_FINITE, case=given["base"])
    table, off = whole(read)
    for point in ("base", "sum", "xw"):
        value = asked.gradient(returned[point], name)
        foreseen = predicted(table, name, given[point])
        if isinstance(value, str) or not np.allclose(foreseen, value.ravel(), rtol=1e-9, atol=1e-9):
            return Found(problem="its single terms do not add up to its sums", case=given[point])
    comparison = compared(asked.spec, name, table)
    case = _showing(asked, name, comparison) if comparison.differences else None
    dtype = dtypes(returned["base"], asked.reading.results[name])
    return Found(comparison=comparison, table=table, off=off, dtype=dtype, case=case)


def _showing(asked: Asked, name: str, comparison: Comparison) -> Point:
    """The units that show the first difference."""
    first = comparison.differences[0]
    got = first.got or {}
    ranks = next(ranks for ranks in sorted({*got, *first.expected}) if got.get(ranks) != first.expected.get(ranks))
    alphabet = comparison.truth.alphabet
    shapes = asked.shapes()
    point = {role: np.zeros(shape) for role, shape in shapes.items()}
    point["dout"][alphabet.entry(ranks[0])[1]] = 1
    if FACTOR[name]:
        point["w" if name == "grad_input" else "x"][alphabet.entry(ranks[1])[1]] = 1
    return point
