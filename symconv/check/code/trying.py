"""One layer: is the function bilinear there, and if so, has it the right coefficients, or which?"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from symconv.check.code.answered import Answered
from symconv.check.code.asking import OUTPUT, Asked, step
from symconv.check.code.came import Found, Tried
from symconv.check.code.decided import POINTS, decided, whole_numbers
from symconv.check.code.digits import confirmed
from symconv.check.code.exact import expected, missized
from symconv.check.code.forward import NONLINEAR, forward
from symconv.check.code.impulses import calls, coefficients
from symconv.check.code.layout import Array
from symconv.check.code.readoff import NOT_FINITE, read_off
from symconv.check.code.samples import FAR, broken, changed, points
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Failure, Outcome, Returned

POISONED = ("base", "again")
"""The first points: here memory that is not filled in must show."""

SPARED = FAR | frozenset(POINTS)
"""Points with numbers that small types do not hold: nothing is wrong that gives nothing there."""

FEW_CALLS = 100
"""On layers that need no more calls than this to be read off, the values alone decide nothing: every digit is read."""


def undefined(asked: Asked, point: Point, failure: Failure) -> str:
    """Why there is no gradient where a call has failed: the code's own forward pass fails there, too, or is no layer's.

    Empty where it does not.
    """
    plan = asked.reading.plan
    if not plan.forward or failure.fatal:
        return ""
    ahead = asked.ahead()
    (outcome,) = ahead.ask([point])
    if isinstance(outcome, Failure):
        fails = outcome.kind in ("raised", "refused") and not plan.engine
        return f"its own forward pass fails: {failure.text}" if fails else ""
    return other_size(ahead.gradient(outcome, OUTPUT)) if OUTPUT in asked.reading.results else ""


def other_size(value: Array | str) -> str:
    """Why there is no gradient where the forward pass gives this: an output of another size than the layer's."""
    sized = isinstance(value, str) and "it has size" in value
    return f"its own forward pass gives another output: {str(value).partition('it has ')[2]}" if sized else ""


def tried(asked: Asked) -> Tried:
    """Superposition first, then the forward pass, then the coefficients."""
    given = points(asked) | whole_numbers(asked)
    outcomes = _outcomes(asked, given)
    blank = Tried(spec=asked.spec, told=asked.told, case=given["base"])
    for name, outcome in outcomes.items():
        if isinstance(outcome, Failure) and (name not in SPARED or outcome.fatal):
            return replace(blank, failure=outcome, case=given[name], undefined=undefined(asked, given[name], outcome))
    returned = {name: one for name, one in outcomes.items() if isinstance(one, Returned)}
    answered = Answered(asked=asked, given=given, returned=returned)
    judge = forward(answered) if OUTPUT in asked.reading.results else None
    if judge is not None and (why := other_size(judge.why)):
        return replace(blank, undefined=why)
    found = {name: _sampled(answered, name) for name in asked.reading.gradients}
    tables = _tables(answered, [name for name, one in found.items() if one is None])
    if isinstance(tables, Failure):
        return replace(blank, failure=tables)
    done: dict[str, Found] = {}
    for name, one in found.items():
        if one is not None:
            done[name] = one
        elif isinstance(tables, str):
            done[name] = Found(problem=tables, case=given["base"])
        else:
            done[name] = read_off(answered, name, tables[name], judge)
    if judge is not None and judge.why == NONLINEAR and not all(one.right for one in done.values()):
        return replace(blank, undefined=NONLINEAR)
    return replace(blank, found=done, forward=judge, changed=changed(list(returned.values())))


def _outcomes(asked: Asked, given: Mapping[str, Point]) -> dict[str, Outcome]:
    apart = [given[name] for name in POISONED]
    others = {name: point for name, point in given.items() if name not in POISONED}
    outcomes = asked.ask(apart, poisoned=True) + asked.ask(list(others.values()))
    return dict(zip((*POISONED, *others), outcomes, strict=True))


def _tables(answered: Answered, names: list[str]) -> dict[str, Array] | Failure | str:
    """The coefficients of each: those of the layer where a few values decide, else what is read off."""
    asked = answered.asked
    right = decided(answered, names)
    if right and calls(asked.spec) <= FEW_CALLS:
        right = confirmed(asked, {name: answered.dtype(name) for name in right})
    open_ = [name for name in names if name not in right]
    read = coefficients(asked, open_) if open_ else {}
    if isinstance(read, Failure | str):
        return read
    return read | {name: expected(asked.spec, name, asked.reading.meaning) for name in right}


def _sampled(answered: Answered, name: str) -> Found | None:
    """What the samples alone show to be wrong; None where they show nothing."""
    asked, given = answered.asked, answered.given
    values: dict[str, Array] = {}
    for point in answered.returned:
        value = answered.value(name, point)
        if isinstance(value, str):
            sized = missized(asked.spec, name, value) if "has size" in value else None
            return Found(comparison=sized, problem=value, case=given[point])
        if not np.isfinite(value).all():
            if point in SPARED:
                continue
            return Found(problem=NOT_FINITE, case=given[point])
        values[point] = value
    dtype = answered.dtype(name)
    coarse = dtype == "float16" or step(asked.reading, name)  # or beside whole weights
    if coarse or asked.reading.meaning.rectified:  # larger numbers reach the activation
        values = {point: value for point, value in values.items() if point not in FAR}
    law = broken(name, values, dtype, asked.reading.plan.dtype)
    if law is None:
        return None
    off = [point for point in law.points if not np.array_equal(values[point], asked.true(name, given[point]))]
    return Found(broken=law, dtype=dtype, case=given[off[0] if off else law.points[0]])
