"""The ways in which a function or a class may be called, the most usual first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from symconv.check.code.signature import Parameter, arguments, known, parameters, weights
from symconv.check.code.source import Shown, shown
from symconv.foreign.plan import Argument, Arguments, Plan

BACKWARD = ("backward", "backprop", "back_prop", "backward_pass", "bwd", "back", "backpropagate", "backpropagation")
FORWARD = ("forward", "fprop", "forward_pass", "fwd", "__call__", "feedforward", "forward_prop", "forward_propagation")


def wanted(offers: Mapping[str, Any]) -> list[str]:
    """The names in a file that look like a backward pass."""
    looking = re.compile(r"back|grad|bwd|bprop|vjp", re.IGNORECASE)
    found = [name for name, told in offers.items() if looking.search(name) and "parameters" in told]
    classes = [name for name, told in offers.items() if _method(told, BACKWARD)]
    convolving = [name for name in found + classes if "conv" in name.lower()]
    return convolving or found + classes


def candidates(
    name: str, offers: Mapping[str, Any], source: str, seen: Shown, stated: Arguments | None
) -> Iterator[Plan]:
    """The plans for a function ``name`` or a class, or for the method of a class as ``Class.method``.

    Args:
        name: which one.
        offers: all that the file offers.
        source: the text of the file.
        seen: what the source of the one shows.
        stated: the signature, where it was stated.
    """
    target, _, method = name.partition(".")
    told = offers[target]
    if told.get("autograd"):
        for chosen in arguments(parameters(told["methods"]["forward"]), seen, upstream=False)[:24]:
            yield Plan(target=target, arguments=chosen, autograd=True, framework="torch")
    elif "methods" in told:
        yield from _class(target, method, told["methods"], shown(source, target) if method else seen)
    else:
        yield from _function(target, offers, (source, seen), stated)


def understood(told: Mapping[str, Any], seen: Shown) -> bool:
    """Whether every parameter of a function is known by its name."""
    listed = parameters(told.get("parameters", ()))
    return bool(listed) and all(each.optional or known(each.name, seen) for each in listed)


def _function(
    target: str, offers: Mapping[str, Any], sources: tuple[str, Shown], stated: Arguments | None
) -> Iterator[Plan]:
    source, seen = sources
    if stated is not None:
        yield Plan(target=target, arguments=_with_names(stated, parameters(offers[target]["parameters"])))
        return
    forward = _partner(target, offers)
    before = parameters(offers[forward]["parameters"]) if forward else []
    first = arguments(before, shown(source, forward), upstream=False)[:4] if forward else []
    for chosen in arguments(parameters(offers[target]["parameters"]), seen, upstream=True, forward=bool(first)):
        plan = Plan(target=target, arguments=chosen)
        if "cache" not in plan.roles:
            yield plan
            continue
        for ahead in first:
            yield replace(plan, forward=forward, forward_arguments=ahead)


def _with_names(stated: Arguments, listed: list[Parameter]) -> Arguments:
    """What was stated, by name where the function takes it only by name."""
    by_name = {each.name for each in listed if each.keyword}
    return tuple(Argument(name=each.name, tree=each.tree, keyword=each.name in by_name) for each in stated)


def _partner(target: str, offers: Mapping[str, Any]) -> str:
    """The forward pass that belongs to a backward pass, by its name; empty where there is none."""
    swaps = (("backward", "forward"), ("back", "forward"), ("bwd", "fwd"), ("backprop", "forward"), ("backward", "fwd"))
    made = {target.replace(old, new) for old, new in swaps if old in target}
    named = [name for name in offers if name in made and "parameters" in offers[name]]
    return named[0] if named else ""


def _class(target: str, method: str, methods: Mapping[str, Any], told: Shown) -> Iterator[Plan]:
    backward = method or _method({"methods": methods}, BACKWARD)
    forward = _method({"methods": methods}, FORWARD)
    if not backward or backward not in methods:
        return
    built = arguments(parameters(methods.get("__init__", [])), told, upstream=False)[:12] or [()]
    ahead = arguments(parameters(methods[forward]), told, upstream=False)[:6] if forward else [()]
    for construct in built:
        handed = {role for each in construct for role in _roles(each)}
        for sets in [{}] if "w" in handed else list(weights(told)):
            for first in ahead:
                for chosen in arguments(parameters(methods[backward]), told, upstream=True)[:6]:
                    yield Plan(
                        target=target,
                        arguments=chosen,
                        construct=construct,
                        forward=forward,
                        forward_arguments=first,
                        backward=backward,
                        sets=sets,
                    )


def _roles(argument: Argument) -> frozenset[str]:
    return Plan(target="", arguments=(argument,)).roles


def _method(told: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((name for name in names if name in told.get("methods", ())), "")
