"""One call after a plan: values in, arrays out, and what happened on the way."""

import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from symconv.foreign.arrays import handed, leaves, plain
from symconv.foreign.plan import Arguments, Plan, built

MOST_ENTRIES = 200_000
"""Larger arrays than any gradient asked for are reported by their shape alone."""

LONGEST = 300


def outcome(namespace: Mapping[str, Any], plan: Plan, given: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Calls and returns ``{"leaves": [[path, shape, dtype, flat values]], "changed": [roles]}`` or a failure.

    Args:
        namespace: the names of the foreign module.
        plan: how to call.
        given: role → value; arrays are handed over as copies.
        file: the foreign file, to find the line of an error.
    """
    try:
        values = {
            role: handed(value, plan.framework) if isinstance(value, np.ndarray) else value
            for role, value in given.items()
        }
        found = list(_called(namespace, plan, values))
        changed = sorted(role for role, value in given.items() if role in plan.roles and _differ(value, values[role]))
        return {"leaves": [_told(path, array) for path, array in found], "changed": changed}
    except BaseException as error:
        return {"failed": failure(error, file)}


def _called(namespace: Mapping[str, Any], plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if plan.autograd:
        yield from _applied(namespace, plan, values)
        return
    if plan.construct is not None:
        yield from _methods(namespace, plan, values)
        return
    if plan.forward:
        made = _apply(namespace[plan.forward], plan.forward_arguments, values)
        values["cache"] = made[-1] if isinstance(made, tuple | list) else made
    yield from leaves(_apply(namespace[plan.target], plan.arguments, values), "returned")


def _applied(namespace: Mapping[str, Any], plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """PyTorch applies the function and sends ∂L/∂O back through it."""
    wanted = [role for role in ("x", "w", "b") if role in plan.roles]
    for role in wanted:
        values[role].requires_grad_()
    _apply(namespace[plan.target].apply, plan.arguments, values).backward(values["dout"])
    for role in wanted:
        yield from leaves(values[role].grad, f"{role}.grad")


def _methods(namespace: Mapping[str, Any], plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    layer = _apply(namespace[plan.target], plan.construct or (), values)
    for place, role in plan.sets.items():
        _put(layer, place, values[role])
    if plan.forward:
        _apply(getattr(layer, plan.forward), plan.forward_arguments, values)
    returned = _apply(getattr(layer, plan.backward), plan.arguments, values)
    yield from leaves(returned, "returned")
    for place, role in plan.sets.items() if "rate" in plan.roles else ():
        before, after = plain(values[role]), plain(_held(layer, place))
        if before is not None and after is not None:
            yield f"{role} - layer.{place}", before - after
    for name, value in vars(layer).items():
        if name not in plan.sets:
            yield from leaves(value, f"layer.{name}")


_PLACE = re.compile(r"(\w+)(?:\['(\w+)'\])?")
"""``weight`` or ``params['W']``."""


def _put(layer: Any, place: str, value: Any) -> None:
    """Fills in an attribute, or an entry of one; with a copy, for the class may change what it owns."""
    name, key = re.fullmatch(_PLACE, place).groups()  # type: ignore[union-attr]
    own = value.clone() if hasattr(value, "clone") else value.copy()
    if key is not None:
        getattr(layer, name)[key] = own
        return
    before: Any = getattr(layer, name, None)
    if hasattr(before, "copy_"):
        before.data = own
    else:
        setattr(layer, name, own)


def _held(layer: Any, place: str) -> Any:
    name, key = re.fullmatch(_PLACE, place).groups()  # type: ignore[union-attr]
    value = getattr(layer, name)
    return value if key is None else value[key]


def _apply(function: Any, arguments: Arguments, values: Mapping[str, Any]) -> Any:
    positional = [built(each.tree, values) for each in arguments if not each.keyword]
    named = {each.name: built(each.tree, values) for each in arguments if each.keyword}
    return function(*positional, **named)


def _differ(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        now = plain(after)
        return now is None or now.shape != before.shape or not np.array_equal(now, before)
    return bool(before != after)


def _told(path: str, array: Any) -> list[Any]:
    kept = array.astype(float).ravel().tolist() if array.size <= MOST_ENTRIES and array.dtype.kind != "c" else None
    return [path, list(array.shape), str(array.dtype), kept]


def failure(error: BaseException, file: str) -> list[Any]:
    """``[kind, text, line in the foreign file]``."""
    kind = "exited" if isinstance(error, SystemExit) else "memory" if isinstance(error, MemoryError) else "raised"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    said = " ".join(str(error).split())[:LONGEST]
    line = frames[-1].lineno if frames else getattr(error, "lineno", None)
    return [kind, f"{type(error).__name__}: {said}" if said else type(error).__name__, line]
