"""What runs in one call: a function, a class with its passes, or an engine that sends a gradient back."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from symconv.foreign.arrays import leaves, plain
from symconv.foreign.compiling import compiled
from symconv.foreign.context import Context, filled, same
from symconv.foreign.engines import differentiated, first, wrapped
from symconv.foreign.places import held, put
from symconv.foreign.plan import Arguments, Plan, built
from symconv.foreign.stages import BACKWARD, FORWARD, reached

_INSIDE = re.compile(r"\.(_?data|value|val|_?array)$")
"""Where an engine's tensor keeps its array: the whole tensor is filled in."""

_NETWORK = re.compile(r"_?(opt(im(izer|iser)?)?|model|network|net|nn)", re.IGNORECASE)
"""What a network gives its layers, which none does that stands alone."""

STEPPED = ("w", "b")
"""What a learning rate is for."""

OUTPUTS = ("output", "out", "outputs", "z", "Z", "y")
Namespace = Mapping[str, Any]


def provided() -> dict[str, Any]:
    """What is handed over that no layer tells, new for each call."""
    return {"ctx": Context(), "anything": Context(), "filled": filled, "same": same}


def called(namespace: Namespace, plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every array that comes of a plan, with the expression that reaches it."""
    if plan.construct is not None:
        yield from _methods(namespace, plan, values)
    elif plan.engine:
        yield from _sent_back(namespace, plan, values, _named(namespace, plan.target))
    else:
        yield from _function(namespace, plan, values)


def _function(namespace: Namespace, plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if plan.forward:
        with reached(FORWARD):
            made = _apply(_named(namespace, plan.forward), plan.forward_arguments, values)
        values |= _kept(made)
        yield from leaves(first(made), "forward")
    if plan.ahead:
        return
    function = _named(namespace, plan.target)
    if plan.framework == "jax" and not {"cache", "kept"} & plan.roles:

        def apply(given: dict[str, Any]) -> Any:
            return _apply(function, plan.arguments, {**values, **given})

        made = compiled(_form(namespace, plan), _setting(values), apply, _arrays(plan, values))
    else:
        before = {role: values[role].copy() for role in STEPPED if "rate" in plan.roles and _is_array(values, role)}
        with reached(BACKWARD if plan.forward else FORWARD):
            made = _apply(function, plan.arguments, values)
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


def _form(namespace: Namespace, plan: Plan) -> str:
    """One text for all calls of a plan."""
    return repr((id(_named(namespace, plan.target)), plan))


def _setting(values: Mapping[str, Any]) -> str:
    """One text for all calls on one layer."""
    told = sorted((role, repr(value)) for role, value in values.items() if not hasattr(value, "shape"))
    return repr([pair for pair in told if pair[0] not in provided()])


def _arrays(plan: Plan, values: Mapping[str, Any]) -> dict[str, Any]:
    """Role → array, of those that are handed over."""
    return {role: values[role] for role in ("dout", "x", "xp", "w", "b") if role in plan.roles}


def _sent_back(
    namespace: Namespace, plan: Plan, values: dict[str, Any], function: Any, layer: Any = None
) -> Iterator[tuple[str, Any]]:
    """An engine differentiates a forward pass."""
    given = wrapped(values, plan.engine, plan.roles, namespace)
    for place, role in plan.sets.items():
        tensor = place if plan.engine == "torch" else _INSIDE.sub("", place)
        put(layer, tensor, given[role])
        given[role] = held(layer, tensor)
    arguments = plan.forward_arguments

    def run(values: Mapping[str, Any]) -> Any:
        return first(_apply(function, arguments, values))

    form = ("", "") if layer is not None else (_form(namespace, plan), _setting(values))
    for path, value in differentiated(run, given, plan.engine, plan.roles, namespace, ahead=plan.ahead, form=form):
        yield from leaves(value, path)


def _methods(namespace: Namespace, plan: Plan, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if plan.framework != "jax" or plan.engine:
        yield from _passes(namespace, plan, values)
        return

    def passes(given: dict[str, Any]) -> dict[str, Any]:
        return dict(_passes(namespace, plan, values | provided() | given))

    found = compiled(_form(namespace, plan), _setting(values), passes, _arrays(plan, values))
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
            made = _apply(getattr(layer, plan.forward), plan.forward_arguments, values)
        values |= _kept(made)
        yield from leaves(_stored(layer) if made is None else first(made), "forward")
    if plan.ahead:
        return
    with reached(BACKWARD):
        returned = _apply(getattr(layer, plan.backward), plan.arguments, values)
    yield from leaves(returned, "returned")
    yield from leaves(values["anything"].told, "optimizer")
    stepped = {"rate", "anything"} & plan.roles or values["anything"].lent
    for place, role in plan.sets.items() if stepped else ():
        if role not in STEPPED:
            continue
        before, after = plain(values[role]), plain(held(layer, place))
        if before is not None and after is not None:
            yield f"{role} - layer.{place}", before - after
    yield from leaves(layer, "layer", frozenset(f"layer.{place}" for place in plan.sets))


def _kept(made: Any) -> dict[str, Any]:
    """What a forward pass returns for its backward pass: ``cache``, the last of it, and each part by its number."""
    parts = made if isinstance(made, tuple | list) and len(made) else [made]
    return {"cache": parts[-1]} | {f"kept:{number}": part for number, part in enumerate(parts)}


def _stored(layer: Any) -> Any:
    """Where a forward pass returns nothing, the output that it leaves behind."""
    return next((held for name in OUTPUTS if (held := vars(layer).get(name)) is not None), None)


def layer_of(namespace: Namespace, plan: Plan, values: Mapping[str, Any]) -> Any:
    """An object of a class, with its weights made; what a network would give it, an optimizer or itself, it has."""
    layer = _apply(_named(namespace, plan.target), plan.construct or (), values)
    for name, value in list(getattr(layer, "__dict__", {}).items()):
        if value is None and _NETWORK.fullmatch(name):
            setattr(layer, name, values["anything"])
            values["anything"].lent = True
    if plan.prepare:
        _apply(getattr(layer, plan.prepare), plan.prepare_arguments, values)
    return layer


def _named(namespace: Namespace, dotted: str) -> Any:
    name, *rest = dotted.split(".")
    value = namespace[name]
    for part in rest:
        value = getattr(value, part)
    return value


def _apply(function: Any, arguments: Arguments, values: Mapping[str, Any]) -> Any:
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for each in arguments:
        value = built(each.tree, values)
        if each.star == "*":
            positional += value
        elif each.star:
            named |= value
        elif each.keyword:
            named[each.name] = value
        else:
            positional.append(value)
    return function(*positional, **named)
