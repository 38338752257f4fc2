"""What a call that failed tells of a way of calling."""

from dataclasses import replace

from symconv.check.code.located import Filled
from symconv.foreign.outcome import Failure
from symconv.foreign.plan import Plan
from symconv.foreign.stages import BACKWARD


def alike(plan: Plan, other: Plan) -> bool:
    """Whether two forms of a call differ by the places that are filled in and by the type of numbers alone."""
    return replace(other, sets=plan.sets, dtype=plan.dtype) == plan


def spared(failure: Failure, plan: Plan) -> bool:
    """Whether a call never reached the backward pass: there is no gradient to be had on that layer."""
    early = bool(plan.forward) and not plan.engine and not failure.fatal and failure.stage < BACKWARD
    return early and failure.kind != "refused"


def refused(found: list[Filled] | Failure) -> bool:
    """Whether an object does not let itself be built for a layer."""
    return isinstance(found, Failure) and found.kind == "refused"


def telling(failure: Failure) -> tuple[bool, int]:
    """How much a failure tells: one that a call came to, and the further it came, the more."""
    return failure.kind != "other", failure.stage


def sized(shape: tuple[int, ...]) -> str:
    """``2x3x4``."""
    return "x".join(map(str, shape))
