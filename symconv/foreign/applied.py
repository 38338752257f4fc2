"""How something of the foreign module is reached and called after a plan, and what all calls of one form share."""

from collections.abc import Mapping
from typing import Any

from symconv.foreign.context import Context, filled, same
from symconv.foreign.plan import Arguments, Plan, built

Namespace = Mapping[str, Any]


def provided() -> dict[str, Any]:
    """What is handed over that no layer tells, new for each call."""
    return {"ctx": Context(), "anything": Context(), "filled": filled, "same": same}


def named(namespace: Namespace, dotted: str) -> Any:
    """What a dotted name of the module stands for."""
    name, *rest = dotted.split(".")
    value = namespace[name]
    for part in rest:
        value = getattr(value, part)
    return value


def applied(function: Any, arguments: Arguments, values: Mapping[str, Any]) -> Any:
    """The function at the arguments of a plan, of these values by role."""
    positional: list[Any] = []
    by_name: dict[str, Any] = {}
    for each in arguments:
        value = built(each.tree, values)
        if each.star == "*":
            positional += value
        elif each.star:
            by_name |= value
        elif each.keyword:
            by_name[each.name] = value
        else:
            positional.append(value)
    return function(*positional, **by_name)


def kept(made: Any) -> dict[str, Any]:
    """What a forward pass returns for its backward pass: ``cache``, the last of it, and each part by its number."""
    parts = made if isinstance(made, tuple | list) and len(made) else [made]
    return {"cache": parts[-1]} | {f"kept:{number}": part for number, part in enumerate(parts)}


def form_of(namespace: Namespace, plan: Plan) -> str:
    """One text for all calls of a plan."""
    return repr((id(named(namespace, plan.target)), plan))


def setting_of(values: Mapping[str, Any]) -> str:
    """One text for all calls on one layer."""
    told = sorted((role, repr(value)) for role, value in values.items() if not hasattr(value, "shape"))
    return repr([pair for pair in told if pair[0] not in provided()])


def arrays_of(plan: Plan, values: Mapping[str, Any]) -> dict[str, Any]:
    """Role → array, of those that are handed over."""
    return {role: values[role] for role in ("dout", "x", "xp", "w", "b") if role in plan.roles}
