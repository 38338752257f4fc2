"""A layer that ends in an activation: whether its backward pass goes back through it, too."""

import numpy as np

from symconv.check.code.asking import LIFT, OUTPUT, Asked
from symconv.check.code.scores import numbers
from symconv.foreign.outcome import Returned

BEFORE = "it does not go back through its activation: ∂L/∂O is taken to be that before it"


def beside(asked: Asked) -> str:
    """What is to be said where the activation lets nothing through, far below 0; empty where all is 0 there, too."""
    point = numbers(asked)
    (outcome,) = asked.ask([{**point, "b": point["b"] - 2 * LIFT}])
    if not isinstance(outcome, Returned):
        return ""
    output = asked.gradient(outcome, OUTPUT)
    if isinstance(output, str) or np.ptp(output):  # a leak lets something through
        return ""
    found = [asked.gradient(outcome, name) for name in asked.reading.gradients]
    return BEFORE if any(not isinstance(value, str) and value.any() for value in found) else ""
