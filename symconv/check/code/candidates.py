"""The call forms of a function or a class, the most usual first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from symconv.check.code.objects import of_class
from symconv.check.code.offered import BACKWARD, Offered, Stated, held, method, with_names
from symconv.check.code.parameter import parameters
from symconv.check.code.possible import known
from symconv.check.code.signature import arguments
from symconv.check.code.source import shown
from symconv.foreign.plan import Argument, Arguments, Plan

LOOKING = re.compile(r"back|grad|bwd|bprop|vjp", re.IGNORECASE)


def wanted(offers: Mapping[str, Any]) -> list[str]:
    """The names in a file that look like a backward pass."""
    found = [name for name, told in offers.items() if LOOKING.search(name) and "parameters" in told]
    classes = [name for name, told in offers.items() if method(told, BACKWARD) or told.get("autograd")]
    own = [name for name, told in offers.items() if told.get("differs")]
    convolving = [name for name in found + classes + own if "conv" in name.lower()]
    transposed = [name for name in convolving if re.search(r"transpose|deconv|pool", name, re.IGNORECASE)]
    return [name for name in convolving if name not in transposed] or convolving or found + classes + own


def candidates(name: str, offered: Offered, stated: Stated) -> Iterator[Plan]:
    """The plans for a function ``name`` or a class, or for the method of a class as ``Class.method``."""
    target, _, named = name.partition(".")
    told = offered.offers[target]
    if "methods" in told:
        yield from of_class(target, named, told, offered, stated)
    else:
        yield from _function(target, told, offered, stated)


def understood(name: str, offered: Offered, stated: Stated) -> bool:
    """Whether every parameter of a function is known by its name."""
    listed = parameters(offered.offers[name.partition(".")[0]].get("parameters", ()))
    seen = offered.seen.after(shown(offered.source, stated.forward or _partner(name, offered.offers)))
    return bool(listed) and all(each.optional or known(each, seen) for each in listed)


def _function(target: str, told: Mapping[str, Any], offered: Offered, stated: Stated) -> Iterator[Plan]:
    listed = parameters(told["parameters"])
    backward = bool(LOOKING.search(target)) and not told["differs"]
    results = stated.results or {}
    forward = stated.forward or _partner(target, offered.offers)
    before = parameters(offered.offers[forward]["parameters"]) if forward in offered.offers else []
    ahead = shown(offered.source, forward)
    first = arguments(before, ahead, upstream=False)[:6] if before else []
    seen = offered.seen.after(ahead) if before else offered.seen
    if stated.signature is not None:
        plan = Plan(target=target, arguments=with_names(stated.signature, listed), results=results)
        yield from _ahead(plan, forward, first)
        return
    if not backward:
        yield from _differentiated(target, told, offered)
    for chosen in arguments(listed, seen, upstream=True, forward=bool(first)):
        yield from _ahead(Plan(target=target, arguments=chosen, results=results), forward, first)


def _ahead(plan: Plan, forward: str, first: Sequence[Arguments]) -> Iterator[Plan]:
    """With the forward pass before it: as a source of its cache, else as a judge."""
    inputs = {"x", "xp"} & plan.roles
    for ahead in first:
        if inputs and inputs != {"x", "xp"} & held(ahead):
            continue  # both passes are given the input, or both its padded form
        yield replace(plan, forward=forward, forward_arguments=ahead)
    if not {"cache", "kept"} & plan.roles:
        yield plan


def _differentiated(target: str, told: Mapping[str, Any], offered: Offered) -> Iterator[Plan]:
    """A forward pass whose gradients an engine makes."""
    engines = [each for each in offered.engines if each == told.get("framed")] or offered.engines
    listed = parameters(told["parameters"])
    needed = [each for each in listed if not each.optional][:2]
    plain = tuple(Argument(name=each.name, tree=role) for each, role in zip(needed, ("x", "w"), strict=False))
    understood_ = [one for one in arguments(listed, offered.seen, upstream=False)[:24] if {"x", "w"} <= held(one)]
    for chosen in understood_ or [plain]:
        for engine in engines:
            if {"x", "w"} <= held(chosen):
                yield Plan(
                    target=target,
                    forward_arguments=chosen,
                    forward=target,
                    engine=engine,
                    framework=engine if engine in ("torch", "jax") else "numpy",
                )


def _partner(target: str, offers: Mapping[str, Any]) -> str:
    """The forward pass that belongs to a backward pass, by its name; empty where there is none."""
    swaps = (
        *(("backward", "forward"), ("back", "forward"), ("bwd", "fwd"), ("backprop", "forward"), ("backward", "fwd")),
        *(("_backward", ""), ("backward_", ""), ("_grad", ""), ("_backprop", ""), ("Backward", "Forward")),
        *(("backward_pass", "forward_pass"), ("backprop", "forward_pass"), ("_bwd", ""), ("_bwd", "_fwd")),
    )
    made = {target.replace(old, new) for old, new in swaps if old in target} - {target}
    named = [name for name in offers if name in made and "parameters" in offers[name]]
    return named[0] if named else ""
