"""The call forms of a function or a class, the most usual first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from symconv.check.code.parameter import parameters
from symconv.check.code.possible import known
from symconv.check.code.signature import arguments
from symconv.check.code.source import Shown, shown
from symconv.foreign.plan import Argument, Arguments, Plan, leaves

BACKWARD = ("backward", "backprop", "back_prop", "backward_pass", "bwd", "back", "backpropagate", "backpropagation",
            "backward_propagation", "backward_prop", "bprop", "_backward", "gradient", "backwards", "grad")  # fmt: skip
FORWARD = ("forward", "fprop", "forward_pass", "fwd", "__call__", "feedforward", "forward_prop", "forward_propagation",
           "propagate", "feed_forward", "call", "predict")  # fmt: skip
PREPARE = re.compile(
    r"(init(iali[sz]e)?|build|set_?up|prepare|compile|reset|make|create)(_?(all|params?|parameters|weights?|layer|filters?|kernels?))?"
)
"""Methods that make a layer's weights after it was built."""
LOOKING = re.compile(r"back|grad|bwd|bprop|vjp", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What somebody told of a call form; None and empty for what is to be found out.

    Attributes:
        signature: the arguments of the backward pass.
        construct: those of a class.
        sets: where a class holds its weight and bias.
        results: gradient → the expression that reaches it.
        forward: the name of the forward pass.
    """

    signature: Arguments | None = None
    construct: Arguments | None = None
    sets: Mapping[str, str] | None = None
    results: Mapping[str, str] | None = None
    forward: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a file offers, and what its text shows.

    Attributes:
        offers: name → parameters or methods.
        engines: what may differentiate a forward pass here.
        source: the text of the file.
        seen: what the source of the one that is meant shows.
    """

    offers: Mapping[str, Any]
    engines: Sequence[str]
    source: str
    seen: Shown


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
        yield from _class(target, named, told, offered, stated)
    else:
        yield from _function(target, told, offered, stated)


def understood(told: Mapping[str, Any], seen: Shown) -> bool:
    """Whether every parameter of a function is known by its name."""
    listed = parameters(told.get("parameters", ()))
    return bool(listed) and all(each.optional or known(each, seen) for each in listed)


def _function(target: str, told: Mapping[str, Any], offered: Offered, stated: Stated) -> Iterator[Plan]:
    seen = offered.seen
    listed = parameters(told["parameters"])
    backward = bool(LOOKING.search(target)) and not told["differs"]
    results = stated.results or {}
    forward = stated.forward or _partner(target, offered.offers)
    before = parameters(offered.offers[forward]["parameters"]) if forward in offered.offers else []
    first = arguments(before, shown(offered.source, forward), upstream=False)[:6] if before else []
    if stated.signature is not None:
        plan = Plan(target=target, arguments=_with_names(stated.signature, listed), results=results)
        yield from _ahead(plan, forward, first)
        return
    if not backward:
        yield from _differentiated(target, told, offered)
    for chosen in arguments(listed, seen, upstream=True, forward=bool(first)):
        yield from _ahead(Plan(target=target, arguments=chosen, results=results), forward, first)


def _ahead(plan: Plan, forward: str, first: Sequence[Arguments]) -> Iterator[Plan]:
    """With the forward pass before it: as a source of its cache, else as a judge."""
    for ahead in first:
        yield replace(plan, forward=forward, forward_arguments=ahead)
    if "cache" not in plan.roles:
        yield plan


def _differentiated(target: str, told: Mapping[str, Any], offered: Offered) -> Iterator[Plan]:
    """A forward pass whose gradients an engine makes."""
    engines = [each for each in offered.engines if each == told.get("framed")] or offered.engines
    listed = parameters(told["parameters"])
    needed = [each for each in listed if not each.optional][:2]
    plain = tuple(Argument(name=each.name, tree=role) for each, role in zip(needed, ("x", "w"), strict=False))
    understood_ = [one for one in arguments(listed, offered.seen, upstream=False)[:24] if {"x", "w"} <= _roles(one)]
    for chosen in understood_ or [plain]:
        for engine in engines:
            if {"x", "w"} <= _roles(chosen):
                yield Plan(
                    target=target,
                    forward_arguments=chosen,
                    forward=target,
                    engine=engine,
                    framework=engine if engine in ("torch", "jax") else "numpy",
                )


def _with_names(stated: Arguments, listed: Sequence[Any]) -> Arguments:
    """What was stated, by name where the function takes it only by name."""
    by_name = {each.name for each in listed if each.kind == "keyword"}
    return tuple(replace(each, keyword=each.keyword or each.name in by_name) for each in stated)


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


def _class(target: str, named: str, told: Mapping[str, Any], offered: Offered, stated: Stated) -> Iterator[Plan]:
    methods, seen = told["methods"], shown(offered.source, target) if named else offered.seen
    backward = named or method(told, BACKWARD)
    forward = stated.forward or method(told, FORWARD)
    if {forward, backward} <= set(methods) and (forward in told["free"] or _bare(methods)):
        yield from _without_object(target, forward, backward, told, seen)
    if told.get("autograd"):
        for chosen in arguments(_after_context(methods["forward"]), seen, upstream=False)[:24]:
            yield Plan(target=f"{target}.apply", forward=f"{target}.apply", forward_arguments=chosen, engine="torch",
                       framework="torch")  # fmt: skip
        return
    ahead = arguments(parameters(methods[forward]), seen, upstream=False)[:6] if forward in methods else []
    for bare in _objects(target, methods, (forward, ahead), seen, stated):
        for first in ahead or [()]:
            for chosen in _backwards(methods, backward, seen, stated):
                yield replace(bare, arguments=chosen, forward=forward, forward_arguments=first, backward=backward)
            for engine in offered.engines if not backward or told.get("torch") else ():
                called = "__call__" if "__call__" in methods and not told.get("torch") else forward
                framework = engine if engine in ("torch", "jax") else "numpy"
                yield replace(bare, forward=called, forward_arguments=first, engine=engine, framework=framework)


def _objects(
    target: str,
    methods: Mapping[str, Any],
    first: tuple[str, Sequence[Arguments]],
    seen: Shown,
    stated: Stated,
) -> Iterator[Plan]:
    """How an object may be built, and be told to make its weights: by a method for that, or by a first forward pass."""
    built = arguments(parameters(methods.get("__init__", [])), seen, upstream=False, building=True)[:16] or [()]
    prepared: list[tuple[str, Arguments]] = [("", ())]
    for name in methods:
        if PREPARE.fullmatch(name):
            given = arguments(parameters(methods[name]), seen, upstream=False)[:3] or [()]
            prepared += [(name, chosen) for chosen in given]
    forward, ahead = first
    prepared += [(forward, chosen) for chosen in ahead[:2]]
    for construct, (name, chosen) in product(built if stated.construct is None else [stated.construct], prepared):
        yield Plan(
            target=target,
            construct=construct,
            prepare=name,
            prepare_arguments=chosen,
            results=stated.results or {},
            sets=stated.sets or {},
        )


def _backwards(methods: Mapping[str, Any], backward: str, seen: Shown, stated: Stated) -> Sequence[Arguments]:
    if stated.signature is not None:
        return [_with_names(stated.signature, parameters(methods.get(backward, [])))] if backward else []
    return arguments(parameters(methods[backward]), seen, upstream=True)[:6] if backward in methods else []


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
        if len(listed[backward]) == 1 + free and {"x", "w"} <= _roles(chosen):
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


def _roles(chosen: Arguments) -> set[str]:
    return {role.partition(":")[0] for each in chosen for role in leaves(each.tree)}


def method(told: Mapping[str, Any], names: Sequence[str]) -> str:
    """The first of these methods that a class has, else one that is named much like them; empty for none."""
    methods = told.get("methods", ())
    alike = re.compile(
        r"back|bprop" if names is BACKWARD else r"(?<!back)(?<!back_)(forward|propagat|fprop)", re.IGNORECASE
    )
    near = (name for name in methods if alike.search(name) and ("back" in name.lower()) == (names is BACKWARD))
    return next((name for name in names if name in methods), "") or next(near, "")
