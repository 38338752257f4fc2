"""An object of a class of theirs: built, made ready, and asked for what its forward pass left behind."""

import re
from collections.abc import Mapping
from typing import Any

from symconv.foreign.applied import Namespace, applied, named
from symconv.foreign.plan import Plan

_NETWORK = re.compile(r"_?(opt(im(izer|iser)?)?|model|network|net|nn)", re.IGNORECASE)
"""What a network gives its layers, which none does that stands alone."""

OUTPUTS = ("output", "out", "outputs", "z", "Z", "y")
"""Where a forward pass that returns nothing leaves its output."""


def layer_of(namespace: Namespace, plan: Plan, values: Mapping[str, Any]) -> Any:
    """An object of a class, with its weights made; what a network would give it, an optimizer or itself, it has."""
    layer = applied(named(namespace, plan.target), plan.construct or (), values)
    for name, value in list(getattr(layer, "__dict__", {}).items()):
        if value is None and _NETWORK.fullmatch(name):
            setattr(layer, name, values["anything"])
            values["anything"].lent = True
    for step in plan.prepare:
        applied(getattr(layer, step.method), step.arguments, values)
    return layer


def stored(layer: Any) -> Any:
    """Where a forward pass returns nothing, the output that it leaves behind."""
    return next((held for name in OUTPUTS if (held := vars(layer).get(name)) is not None), None)
