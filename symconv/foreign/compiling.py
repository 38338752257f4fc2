"""JAX functions and classes, compiled once for each form of a call and each shape: step by step costs far more.

A loop in Python is the other way round: it takes as many operations to compile as it has rounds.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from time import process_time
from typing import Any

import numpy as np

_COMPILED: dict[str, Any] = {}
"""Form and shapes → the compiled function; None where it cannot be compiled."""

_CALLED: Counter[str] = Counter()
STEPWISE = 8
"""Calls of one form that are made step by step, on whatever layers: many a form is tried and given up."""

_SLOWEST: defaultdict[str, float] = defaultdict(float)
"""Form → seconds of processor time of its slowest call step by step, of those on shapes that were there before."""
LOOP = 0.05
"""Such a call that takes longer goes round a loop."""
ROUNDS = 50
"""About so many calls step by step take as long as it takes to compile a loop."""


def compiled(form: str, setting: str, function: Callable[[dict[str, Any]], Any], arrays: Mapping[str, Any]) -> Any:
    """The function at these arrays, by role; as it is where JAX cannot compile it, or where it draws at random.

    Args:
        form: one text for all calls of one form.
        setting: one text for all of these that differ in the arrays' numbers alone.
        function: arrays, by role → what it returns, built of arrays, tuples and dictionaries.
        arrays: role → array.
    """
    key = f"{form} {setting} {[(role, array.shape, str(array.dtype)) for role, array in arrays.items()]}"
    _CALLED.update((form, key))
    early = _CALLED[form] <= STEPWISE or (_SLOWEST[form] > LOOP and _CALLED[key] <= ROUNDS)
    if (early and key not in _COMPILED) or _COMPILED.get(form, True) is None:
        return _stepwise(form, key, function, arrays)
    if key not in _COMPILED:
        _COMPILED[key] = sys.modules["jax"].jit(function)
        before = _chance()
        try:
            made = _COMPILED[key](dict(arrays))
        except Exception:  # it looks at its numbers, or returns what is no array: then step by step
            made = None
        if made is None or _chance() != before:
            _COMPILED[form] = None
            return function(dict(arrays))
        return made
    return _COMPILED[key](dict(arrays))


def _stepwise(form: str, key: str, function: Callable[[dict[str, Any]], Any], arrays: Mapping[str, Any]) -> Any:
    began = process_time()
    made = function(dict(arrays))
    if _CALLED[key] > 1:
        _SLOWEST[form] = max(_SLOWEST[form], process_time() - began)
    return made


def _chance() -> tuple[Any, ...]:
    """Where the series of Python's and NumPy's random numbers stand."""
    _, numbers, *place = np.random.get_state()
    return random.getstate(), bytes(np.asarray(numbers)), tuple(place)
