"""One call after a plan: values in, arrays out, and what happened on the way."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from symconv.foreign.applied import Namespace, provided
from symconv.foreign.arrays import handed, leaves, plain
from symconv.foreign.entries import mended
from symconv.foreign.heard import heard
from symconv.foreign.objects import layer_of
from symconv.foreign.outcome import failure
from symconv.foreign.passes import STEPPED, called
from symconv.foreign.plan import PLAIN, Plan

MOST_ENTRIES = 200_000
"""Larger arrays than any gradient asked for are reported by their shape alone."""

MOST_MENDED = 8
"""Functions of one call that may be given the code of another NumPy."""

ARRAYS = ("numpy", "torch", "jax")
"""What arrays may be besides objects of a class of the code's own."""


def outcome(namespace: Namespace, plan: Plan, given: Mapping[str, Any], file: str, device: str = "") -> dict[str, Any]:
    """Calls and returns ``{"leaves": [[path, shape, dtype, flat values]], "changed": [roles]}`` or a failure.

    Args:
        namespace: the names of the foreign module.
        plan: how to call.
        given: role → value; arrays are handed over as copies.
        file: the foreign file, to find the line of an error.
        device: where PyTorch's tensors are put; empty for where they are.
    """
    try:
        values, found = _come(namespace, plan, given, device)
        wrapped_ = plan.engine or plan.framework not in ARRAYS
        kept = plan.roles - (frozenset(STEPPED) if "rate" in plan.roles else frozenset())
        arrays = {} if wrapped_ else {r: v for r, v in given.items() if r in kept and isinstance(v, np.ndarray)}
        changed = sorted(role for role, value in arrays.items() if _differ(value.astype(plan.dtype), values[role]))
        return {"leaves": [_told(path, array) for path, array in found], "changed": changed}
    except BaseException as error:
        return {"failed": failure(error, file)}


def _come(
    namespace: Namespace, plan: Plan, given: Mapping[str, Any], device: str
) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """What was handed over, and every array that came of it; once more, where NumPy was another when it was written."""
    for _ in range(MOST_MENDED):
        values = _handed(namespace, plan, given, device) | provided()
        try:
            return values, list(called(namespace, plan, values))
        except ValueError as error:
            if not mended(error):
                raise
    values = _handed(namespace, plan, given, device) | provided()
    return values, list(called(namespace, plan, values))


def shapes(namespace: Namespace, plan: Plan, given: Mapping[str, Any], file: str) -> dict[str, Any]:
    """``{"places": [[place, shape]]}``: every array that an object of a class holds when it has been built."""
    try:
        layer = layer_of(namespace, plan, _handed(namespace, plan, given) | provided())
        return {"places": [[path[1:], list(array.shape)] for path, array in leaves(layer, "")]}
    except BaseException as error:
        return {"failed": failure(error, file)}


def words(namespace: Namespace, plan: Plan, given: Mapping[str, Any]) -> dict[str, Any]:
    """``{"heard": [words]}``: what the code compares a word with."""
    return {"heard": heard(called, namespace, plan, _handed(namespace, plan, given) | provided())}


def _handed(namespace: Namespace, plan: Plan, given: Mapping[str, Any], device: str = "") -> dict[str, Any]:
    """Role → value, arrays as the code has them."""
    kind = None if plan.framework in ARRAYS else namespace[plan.framework]
    sent = {PLAIN: handed(given["dout"], "numpy", plan.dtype)} if PLAIN in plan.tokens and "dout" in given else {}
    return sent | {
        role: handed(value, plan.framework, plan.dtype, device, kind) if isinstance(value, np.ndarray) else value
        for role, value in given.items()
    }


def _differ(before: Any, after: Any) -> bool:
    now = plain(after)
    return now is None or now.shape != before.shape or not np.array_equal(now, before)


def _told(path: str, array: Any) -> list[Any]:
    with np.errstate(over="ignore"):  # of a longer float than ours
        kept = array.astype(float).ravel().tolist() if array.size <= MOST_ENTRIES and array.dtype.kind != "c" else None
    return [path, list(array.shape), str(array.dtype), kept]
