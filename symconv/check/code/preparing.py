"""How an object is made ready after it was built: methods that tell it its sizes, and methods that make its weights."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from symconv.check.code.parameter import parameters
from symconv.check.code.signature import arguments
from symconv.check.code.source import Shown
from symconv.foreign.plan import LAYER, Arguments, Step

Steps = tuple[Step, ...]

MAKING = re.compile(
    r"(init(iali[sz]e)?|build|set_?up|prepare|compile|reset|make|create|connect|link|attach)"
    r"(_?(all|params?|parameters|weights?|layer|filters?|kernels?|to|prev(ious)?))*"
    r"|set_?(in(put)?|prev(ious)?)(_?(layer|shape|size|dims?))?"
)
"""Methods that make a layer's weights after it was built, or when they tell it which layer stands before it."""

TELLING = re.compile(
    r"(get|set|compute|calc(ulate)?|infer|find)_?(in(put)?|out(put)?)_?(shapes?|sizes?|dims?|dimensions?)"
)
"""Methods that are told what comes in, to say what comes out, and keep it."""

MOST_FORMS = 3
MOST_CHAINS = 12


def preparations(methods: Mapping[str, Any], forward: str, ahead: Sequence[Arguments], seen: Shown) -> list[Steps]:
    """The steps that may make an object ready, the most usual first: none, one method, a first forward pass, or two.

    Two where one method is told sizes and another, which needs nothing more, makes the weights of them.

    Args:
        methods: name → parameters.
        forward: the forward pass.
        ahead: what it may be given.
        seen: what the source shows.
    """
    making = {name: _steps(name, methods, seen) for name in methods if MAKING.fullmatch(name)}
    telling = {name: _steps(name, methods, seen) for name in methods if TELLING.fullmatch(name)}
    single = [(step,) for steps in making.values() for step in steps]
    first = [(Step(method=forward, arguments=chosen),) for chosen in ahead[:2]]
    found: list[Steps] = [(), *single, *first, *list(_chains(making, telling))[:MOST_CHAINS]]
    return [steps for steps in found if LAYER in repr(steps)] or found  # alone it would not know its sizes


def _steps(name: str, methods: Mapping[str, Any], seen: Shown) -> list[Step]:
    given = arguments(parameters(methods[name]), seen, upstream=False)[:MOST_FORMS] or [()]
    return [Step(method=name, arguments=chosen) for chosen in given]


def _chains(making: Mapping[str, Sequence[Step]], telling: Mapping[str, Sequence[Step]]) -> Iterator[Steps]:
    """What is told sizes, then what needs nothing more."""
    told = [step for steps in (*telling.values(), *making.values()) for step in steps if step.arguments]
    bare = [step for steps in making.values() for step in steps if not step.arguments]
    yield from ((one, other) for other in bare for one in told)
