"""The call forms of a class: how it is built and made ready, what its passes are given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from symconv.check.code.offered import BACKWARD, FORWARD, Offered, Stated, held, method, with_names
from symconv.check.code.parameter import parameters
from symconv.check.code.preparing import preparations
from symconv.check.code.signature import arguments
from symconv.check.code.source import Shown, shown
from symconv.check.code.vocabulary import roles
from symconv.foreign.plan import Argument, Arguments, Plan

LOADED = ("torch", "jax", "autograd")
"""Engines that are no part of somebody's own code."""


def of_class(target: str, named: str, told: Mapping[str, Any], offered: Offered, stated: Stated) -> Iterator[Plan]:
    """The plans for a class, or for its method ``named``, the most usual first."""
    methods, seen = told["methods"], shown(offered.source, target) if named else offered.seen
    backward = named or method(told, BACKWARD)
    forward = stated.forward or method(told, FORWARD)
    both = {forward, backward} <= set(methods)
    if both and forward in told["free"]:
        yield from _without_object(target, forward, backward, told, seen)
    if told.get("autograd"):
        for chosen in arguments(_after_context(methods["forward"]), seen, upstream=False)[:24]:
            yield Plan(target=f"{target}.apply", forward=f"{target}.apply", forward_arguments=chosen, engine="torch",
                       framework="torch")  # fmt: skip
        return
    told_by = _told_by(methods, forward)
    ahead = arguments(parameters(methods[told_by]), seen, upstream=False)[:6] if told_by in methods else []
    own = {name: shown(offered.source, f"{target}.{name}") for name in (forward, backward) if name}
    seen = seen.after(own[forward]) if forward else seen
    left = _left(methods, own, forward, backward) if forward and backward else {}
    for bare in _objects(target, methods, (forward, ahead), seen, stated, left):
        for first in ahead or [()]:
            for chosen in _backwards(methods, backward, seen, stated, left):
                yield replace(bare, arguments=chosen, forward=forward, forward_arguments=first, backward=backward)
            for engine in _sending(offered.engines, told, backward):
                called = "__call__" if "__call__" in methods and not told.get("torch") else forward
                framework = engine if engine in ("torch", "jax") else "numpy"
                yield replace(bare, forward=called, forward_arguments=first, engine=engine, framework=framework)
    if both and forward not in told["free"] and _bare(methods):
        yield from _without_object(target, forward, backward, told, seen)


def _told_by(methods: Mapping[str, Any], forward: str) -> str:
    """The method that tells what a forward pass is given: ``compute(a, b)`` behind a ``__call__(*operands)``."""
    listed = [each["kind"] for each in methods.get(forward, ())]
    rest = "*" in listed and all(kind.startswith("*") for kind in listed)
    told = (name for name in ("compute", "forward", "_forward", "call") if name in methods and name != forward)
    return next(told, forward) if rest else forward


def _sending(engines: Sequence[str], told: Mapping[str, Any], backward: str) -> Sequence[str]:
    """What may send a gradient back through a class; one with a backward pass of its own may be a step of an engine."""
    if not backward or told.get("torch"):
        return engines
    return [each for each in engines if each not in LOADED] if "__call__" in told["methods"] else []


def _objects(
    target: str,
    methods: Mapping[str, Any],
    first: tuple[str, Sequence[Arguments]],
    seen: Shown,
    stated: Stated,
    left: Mapping[str, str],
) -> Iterator[Plan]:
    """How an object may be built, and be told to make its weights: by a method for that, or by a first forward pass."""
    built = arguments(parameters(methods.get("__init__", [])), seen, upstream=False, building=True)[:16] or [()]
    prepared = preparations(methods, *first, seen)
    for construct, steps in product(built if stated.construct is None else [stated.construct], prepared):
        yield Plan(
            target=target,
            construct=construct,
            prepare=steps,
            results=stated.results or {},
            sets={**left, **(stated.sets or {})},
        )


def _left(methods: Mapping[str, Any], own: Mapping[str, Shown], forward: str, backward: str) -> dict[str, str]:
    """``layer.input = x; layer.forward()``: attributes in which a pass finds what it is not given, and their roles."""
    found: dict[str, str] = {}
    for name, role in ((forward, "x"), (backward, "dout")):
        told = {known for each in parameters(methods.get(name, [])) for known in roles(each.name)}
        if role not in told and not (role == "x" and methods.get(name)):
            read = own[name].attributes.get("self", ())
            found |= dict.fromkeys([each for each in read if role in roles(each)][:1], role)
    return found if "x" in found.values() else {}


def _backwards(
    methods: Mapping[str, Any], backward: str, seen: Shown, stated: Stated, left: Mapping[str, str]
) -> Sequence[Arguments]:
    if stated.signature is not None:
        return [with_names(stated.signature, parameters(methods.get(backward, [])))] if backward else []
    if backward not in methods:
        return []
    listed = parameters(methods[backward])
    return arguments(listed, seen, upstream="dout" not in left.values(), forward=True)[:6] or [()]


def _without_object(target: str, forward: str, backward: str, told: Mapping[str, Any], seen: Shown) -> Iterator[Plan]:
    """Methods around a context; the gradients come back in the order of the forward pass's arguments."""
    listed = told["methods"]
    framework = "torch" if told.get("autograd") else "numpy"
    free = forward in told["free"]
    context, ahead = listed[forward][:1] if free else [{"name": "ctx"}], listed[forward]
    for chosen in arguments(_after_context(ahead) if free else parameters(ahead), seen, upstream=False)[:12]:
        first = (*(Argument(name=each["name"], tree="ctx") for each in context), *chosen)
        arrays = {"x": "grad_input", "w": "grad_weight", "b": "grad_bias"}
        results = {
            arrays[each.tree]: f"returned[{number}]"
            for number, each in enumerate(chosen)
            if isinstance(each.tree, str) and each.tree in arrays
        }
        rest = [Argument(name="ctx", tree="ctx"), Argument(name="dout", tree="dout")]
        if len(listed[backward]) == 1 + free and {"x", "w"} <= held(chosen):
            yield Plan(
                target=f"{target}.{backward}",
                arguments=tuple(rest),
                forward=f"{target}.{forward}",
                forward_arguments=first,
                framework=framework,
                results=results,
            )


def _bare(methods: Mapping[str, Any]) -> bool:
    """Whether an object needs nothing to be built."""
    return all(each.optional for each in parameters(methods.get("__init__", [])))


def _after_context(listed: Sequence[Mapping[str, Any]]) -> list[Any]:
    found = parameters(listed)
    return found[1:] if found and found[0].name in ("ctx", "context", "self", "cls") else found
