"""Gradients that are read off a step: what a backward pass takes off its own weights, by a learning rate of 1."""

from collections.abc import Sequence

from symconv.check.code.came import Found, Tried
from symconv.check.code.explaining import scaled


def no_gradient(found: Sequence[tuple[Tried, Found]]) -> str:
    """Why the step is an optimizer's own, and not the gradient; empty where it is in proportion to ∂L/∂O."""
    parts = [part for one, part in found if not one.sampled]
    if parts and all(part.broken is not None for part in parts):
        return "is no linear step: an optimizer stands between"
    if parts and all(part.table is not None and not part.table.any() for part in parts):
        return "stays 0: nothing is taken off it here"
    if parts and scaled(parts):
        return f"is {parts[0].factor:g} times the gradient, a number that an optimizer may have chosen"
    return ""
