"""What runs in one call: a function, a class with its passes, or an engine that sends a gradient back."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from symconv.foreign.applied import Namespace, applied, arrays_of, form_of, kept, named, provided, setting_of
from symconv.foreign.arrays import leaves, plain
from symconv.foreign.compiling import compiled
from symconv.foreign.engines import differentiated, first, wrapped
from symconv.foreign.objects import layer_of, stored
from symconv.foreign.places import held, put
from symconv.foreign.plan import Plan
from symconv.foreign.stages import BACKWARD, FORWARD, reached

_INSIDE = re.compile(r"\.(_?data|value|val|_?array)$")
"""Where an engine's tensor usually keeps its array."""

STEPPED = ("w", "b")
"""What a learning rate is for."""


def called(namespace: Namespace, plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every array that comes of a plan, with the expression that reaches it."""
    if plan.construct is not None:
        yield from _methods(namespace, plan, values)
    elif plan.engine:
        yield from _sent_back(namespace, plan, values, named(namespace, plan.target))
    else:
        yield from _function(namespace, plan, values)


def _function(namespace: Namespace, plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if plan.forward:
        with reached(FORWARD):
            made = applied(named(namespace, plan.forward), plan.forward_arguments, values)
        values |= kept(made)
        yield from leaves(first(made), "forward")
    if plan.ahead:
        return
    function = named(namespace, plan.target)
    if plan.framework == "jax" and not {"cache", "kept"} & plan.roles:

        def apply(given: dict[str, Any]) -> Any:
            return applied(function, plan.arguments, {**values, **given})

        made = compiled(form_of(namespace, plan), setting_of(values), apply, arrays_of(plan, values))
    else:
        before = {role: values[role].copy() for role in STEPPED if "rate" in plan.roles and _is_array(values, role)}
        with reached(BACKWARD if plan.forward else FORWARD):
            made = applied(function, plan.arguments, values)
        yield from _steps(before, values, dict(leaves(made, "returned")))
    yield from leaves(made, "returned")


def _is_array(values: Mapping[str, Any], role: str) -> bool:
    return isinstance(values.get(role), np.ndarray)


def _steps(
    before: Mapping[str, Any], values: Mapping[str, Any], returned: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """What a function with a learning rate takes off the weights that it is handed, and returns or leaves there."""
    for role, old in before.items():
        yield from ((f"{role} - {path}", old - new) for path, new in returned.items() if new.shape == old.shape)
        if not np.array_equal(old, values[role]):
            yield f"{role} - {role} afterwards", old - values[role]


def _sent_back(
    namespace: Namespace, plan: Plan, values: dict[str, Any], function: Any, layer: Any = None
) -> Iterator[tuple[str, Any]]:
    """An engine differentiates a forward pass."""
    given = wrapped(values, plan.engine, plan.roles, namespace)
    for place, role in plan.sets.items():
        tensor = place if plan.engine == "torch" else _whole(layer, place, namespace.get(plan.engine))
        put(layer, tensor, given[role])
        given[role] = held(layer, tensor)
    arguments = plan.forward_arguments

    def run(values: Mapping[str, Any]) -> Any:
        return first(applied(function, arguments, values))

    form = ("", "") if layer is not None else (form_of(namespace, plan), setting_of(values))
    for path, value in differentiated(run, given, plan.engine, plan.roles, namespace, ahead=plan.ahead, form=form):
        yield from leaves(value, path)


def _whole(layer: Any, place: str, kind: Any) -> str:
    """The place of a whole tensor, for that of the array in it."""
    owner, dot, _ = place.rpartition(".")
    inside = bool(dot) and isinstance(kind, type) and isinstance(held(layer, owner), kind)
    return owner if inside else _INSIDE.sub("", place)


def _methods(namespace: Namespace, plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if plan.framework != "jax" or plan.engine:
        yield from _passes(namespace, plan, values)
        return

    def passes(given: dict[str, Any]) -> dict[str, Any]:
        return dict(_passes(namespace, plan, values | provided() | given))

    found = compiled(form_of(namespace, plan), setting_of(values), passes, arrays_of(plan, values))
    yield from ((path, np.asarray(array)) for path, array in found.items())


def _passes(namespace: Namespace, plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """An object is built and filled in, its passes run."""
    layer = layer_of(namespace, plan, values)
    if plan.engine:
        yield from _sent_back(namespace, plan, values, getattr(layer, plan.forward), layer)
        return
    for place, role in plan.sets.items():
        put(layer, place, values[role])
    if plan.forward:
        with reached(FORWARD):
            made = applied(getattr(layer, plan.forward), plan.forward_arguments, values)
        values |= kept(made)
        yield from leaves(stored(layer) if made is None else first(made), "forward")
    if plan.ahead:
        return
    weights = _weights(layer, plan, values)
    before = {place: array.copy() for place, array in weights.items()}
    with reached(BACKWARD):
        returned = applied(getattr(layer, plan.backward), plan.arguments, values)
    yield from leaves(returned, "returned")
    yield from leaves(values["anything"].told, "optimizer")
    stepped = bool({"rate", "anything"} & plan.roles) or values["anything"].lent
    yield from _taken_off(layer, weights, before, stepped=stepped)
    yield from leaves(layer, "layer", frozenset(f"layer.{place}" for place in plan.sets))


def _weights(layer: Any, plan: Plan, values: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """Where an object holds its weights: where they were put, and where it put those that it was built with."""
    places = [(place, role) for place, role in plan.sets.items() if role in STEPPED]
    built = {role for role in STEPPED if _is_array(values, role)} & (plan.roles - set(plan.sets.values()))
    for path, array in leaves(layer, "layer") if built else ():
        places += [(path.removeprefix("layer."), role) for role in built if np.array_equal(array, values[role])]
    arrays = {place: plain(held(layer, place[0])) for place in places}
    return {place: array for place, array in arrays.items() if array is not None}


def _taken_off(
    layer: Any, places: Mapping[tuple[str, str], Any], before: Mapping[tuple[str, str], Any], *, stepped: bool
) -> Iterator[tuple[str, Any]]:
    """What a backward pass has taken off its weights: by a rate that was handed over, or unasked."""
    for place, role in places:
        old, after = before[place, role], plain(held(layer, place))
        if after is not None and after.shape == old.shape:
            yield from [(f"{role} - layer.{place}", old - after)] if stepped else []
            yield from [(f"stepped.{role}", old - after)] if not np.array_equal(old, after) else []
