"""JAX functions, compiled once for each form of a call and each shape: thousands of calls follow."""

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

_COMPILED: dict[str, Any] = {}
"""Form and shapes → the compiled function; None where it cannot be compiled."""

_CALLED: Counter[str] = Counter()
STEPWISE = 30
"""Calls of one form that are made step by step before it is worth compiling."""


def compiled(form: str, function: Callable[[dict[str, Any]], Any], arrays: Mapping[str, Any]) -> Any:
    """The function at these arrays, by role; as it is where JAX cannot compile it.

    Args:
        form: one text for all calls that differ in the arrays' numbers alone.
        function: arrays, by role → what it returns, built of arrays, tuples and dictionaries.
        arrays: role → array.
    """
    key = f"{form} {[(role, array.shape, str(array.dtype)) for role, array in arrays.items()]}"
    _CALLED[key] += 1
    if _CALLED[key] <= STEPWISE:
        return function(dict(arrays))
    if key not in _COMPILED:
        _COMPILED[key] = sys.modules["jax"].jit(function)
    if _COMPILED[key] is not None:
        try:
            return _COMPILED[key](dict(arrays))
        except Exception:  # it looks at its numbers, or returns what is no array: then step by step
            _COMPILED[key] = None
    return function(dict(arrays))
