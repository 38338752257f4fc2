"""The layer that a forward pass computes, by its values, else by the size of its output."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from symconv.check.code.asking import OUTPUT, Asked, Reading
from symconv.check.code.meaning import OTHERS, USUAL, Meaning
from symconv.check.code.offered import held
from symconv.check.code.scores import numbers
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Failure, Returned
from symconv.foreign.runner import Runner
from symconv.foreign.stages import BACKWARD
from symconv.spec import ConvSpec

ENOUGH = 4
"""Layers that are looked at."""
MOST_FAILED = 2
"""Layers on which it may fail before it is given up: the second one is square."""


def by_forward(runner: Runner, bare: Reading, layers: Sequence[ConvSpec]) -> Meaning:
    """The layer that the forward pass computes, else one of its size; the given one where it tells nothing."""
    untied, rectified = bare.meaning.untied, bare.meaning.rectified
    if bare.meaning != replace(USUAL, untied=untied, rectified=rectified):
        return bare.meaning
    by_value = by_size = [replace(one, untied=untied, rectified=rectified) for one in (USUAL, *OTHERS)]
    came, failed = False, 0
    for told in layers[:ENOUGH]:
        asked = Asked(runner=runner, reading=bare, told=told).ahead()
        point = numbers(asked)
        (outcome,) = asked.ask([{**point, "b": np.zeros_like(point["b"])}])
        if isinstance(outcome, Failure):
            failed += 1
            if failed == MOST_FAILED and not came:
                break
            continue
        came = True
        leaf = next((leaf for path, leaf in outcome.leaves.items() if path.startswith("forward")), None)
        if leaf is None:
            return bare.meaning
        by_size = [one for one in by_size if _sized(asked, one, leaf.shape)]
        by_value = [one for one in by_value if one in by_size and _valued(asked, one, outcome, point)]
    return (by_value or by_size or [bare.meaning])[0] if came else bare.meaning


def behind(runner: Runner, bare: Reading, layers: Sequence[ConvSpec], failed: Failure) -> bool:
    """Whether a backward pass that is given ∂L/∂O alone raises behind a forward pass that is right."""
    plan = bare.plan
    if failed.stage < BACKWARD or failed.fatal or not plan.forward or plan.engine or held(plan.arguments) != {"dout"}:
        return False
    right = 0
    for told in layers:
        asked = Asked(runner=runner, reading=bare, told=told).ahead()
        point = numbers(asked)
        (outcome,) = asked.ask([{**point, "b": np.zeros_like(point["b"])}])
        if isinstance(outcome, Failure):
            continue
        given = any(path.startswith("forward") for path in outcome.leaves)
        if not given or not _valued(asked, bare.meaning, outcome, point):
            return False
        right += 1
    return right > 1


def _sized(asked: Asked, meaning: Meaning, got: tuple[int, ...]) -> bool:
    meant = replace(asked, reading=replace(asked.reading, meaning=meaning))
    if meaning.actual(asked.told) is None or asked.reading.layout.why_not(meant.shapes()):
        return False
    return asked.reading.layout.shape("dout", meant.shapes()["dout"]) == got


def _valued(asked: Asked, meaning: Meaning, outcome: Returned, point: Point) -> bool:
    path = next(path for path in outcome.leaves if path.startswith("forward"))
    meant = replace(asked, reading=replace(asked.reading, meaning=meaning, results={OUTPUT: path}))
    if meant.shapes()["w"] != point["w"].shape or meant.shapes()["x"] != point["x"].shape:
        return False
    value = meant.gradient(outcome, OUTPUT)
    true = meant.true(OUTPUT, {**point, "b": np.zeros(meant.shapes()["b"])})
    return not isinstance(value, str) and bool(np.allclose(value, true, rtol=1e-4, atol=1e-4))
