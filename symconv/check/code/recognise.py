"""How a function is meant to be called, by trying: the way that gives the most gradients right on a few layers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from symconv.check.code.asking import Asked, Point, Reading
from symconv.check.code.layers import probes
from symconv.check.code.layout import KNOWN, Layout
from symconv.check.code.results import results
from symconv.check.code.source import Shown
from symconv.check.code.truths import true_at
from symconv.foreign.outcome import Failure, Returned
from symconv.foreign.plan import Plan
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

MOST_TRIED = 1_500
LOST = {"late": 2, "crashed": 1, "ended": 1, "raised": 0, "exited": 0, "memory": 2}
MOST_LOST = 3
"""What a failure costs, and how much is spent: a wrong way of calling may hang or crash what is right."""
MOST_RAISED = 3
"""Layers on which a way of calling may raise before it is given up."""

Score = tuple[int, int, int]
"""Gradients that are right, gradients of the right shape, layers that came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is known before anything is tried.

    Attributes:
        plans: the ways of calling, the most usual first.
        layouts: the orders of axes.
        frameworks: what arrays may be.
        returns: the order of the results, where it was stated.
        shown: what the source shows of them.
        given: options of the layer.
    """

    plans: Sequence[Plan]
    layouts: Sequence[Layout]
    frameworks: Sequence[str]
    returns: Sequence[str | None] | None
    shown: Shown
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The outcome.

    Attributes:
        reading: the best way; None where no call came back with a gradient.
        failure: the first call that did not come back.
        spec: the layer it was asked for.
    """

    reading: Reading | None
    failure: Failure | None
    spec: ConvSpec | None


def recognised(runner: Runner, asking: Asking) -> Recognised:
    """Tries until a way is right everywhere, or all have been tried; few calls may cost the process."""
    best: tuple[Score, Reading] | None = None
    first: tuple[Failure, ConvSpec] | None = None
    lost = 0
    for plan, layout in islice(_ways(asking), MOST_TRIED):
        score, reading, failed = _scored(runner, asking, plan, layout)
        first = first or failed
        lost += LOST[failed[0].kind] if failed else 0
        if reading is not None and (best is None or score > best[0]):
            best = score, reading
        if lost >= MOST_LOST or (reading is not None and _enough(score, reading, asking)):
            break
    failure, spec = first or (None, None)
    return Recognised(reading=best[1] if best else None, failure=failure, spec=spec)


def _ways(asking: Asking) -> Iterator[tuple[Plan, Layout]]:
    """Usual plans before unusual ones, each in every layout."""
    layouts = asking.layouts or KNOWN
    for plan in asking.plans:
        for framework in asking.frameworks:
            for layout in layouts:
                yield replace(plan, framework=framework), layout


def _scored(
    runner: Runner, asking: Asking, plan: Plan, layout: Layout
) -> tuple[Score, Reading | None, tuple[Failure, ConvSpec] | None]:
    score, failed, raised = (0, 0, 0), None, 0
    reading: Reading | None = None
    for spec in _expressible(Reading(plan=plan, layout=layout, results={}), asking.given):
        if reading is not None and reading.why_not(spec, asking.given):
            continue
        asked = Asked(runner=runner, reading=reading or Reading(plan=plan, layout=layout, results={}), spec=spec)
        point = _numbers(asked)
        (outcome,) = asked.ask([point])
        if isinstance(outcome, Failure):
            failed = failed or (outcome, spec)
            raised += 1
            if outcome.fatal or (reading is None and raised == MOST_RAISED):
                return score, reading, (outcome, spec) if outcome.fatal else failed
            continue
        if reading is None:
            found = results(outcome.leaves, asking.shown, asking.returns, layout, spec)
            if not found:
                return score, None, failed
            kernel = spec.kernel_size if asked.reading.makes_kernel else None
            reading = Reading(plan=plan, layout=layout, results=found, kernel=kernel)
        gained = _gained(replace(asked, reading=reading), outcome, point)
        score = (score[0] + gained[0], score[1] + gained[1], score[2] + 1)
    return score, reading, failed


def _expressible(reading: Reading, given: Mapping[str, Any]) -> list[ConvSpec]:
    return [spec for spec in probes(len(reading.layout.axes), given) if not reading.why_not(spec, given)][:6]


def _gained(asked: Asked, outcome: Returned, point: Point) -> tuple[int, int]:
    right = shaped = 0
    for name in asked.reading.results:
        value = asked.gradient(outcome, name)
        if not isinstance(value, str):
            shaped += 1
            true = true_at(asked.spec, name, point)
            right += bool(np.allclose(value, true) or np.allclose(value * asked.spec.batch, true))
    return right, shaped


def _enough(score: Score, reading: Reading, asking: Asking) -> bool:
    """Whether every call came back in the right shapes and at least one gradient may be right everywhere."""
    right, shaped, came = score
    probed = len(_expressible(reading, asking.given))
    return came == probed > 0 and shaped == probed * len(reading.results) and right >= probed


def _numbers(asked: Asked) -> Point:
    draw = np.random.default_rng(7)
    return {role: draw.integers(-4, 5, size=shape).astype(float) for role, shape in asked.shapes().items()}
