"""What a file offers, what somebody told of it, and which of its methods are the passes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symconv.check.code.source import Shown
from symconv.foreign.plan import Arguments, leaves

BACKWARD = ("backward", "backprop", "back_prop", "backward_pass", "bwd", "back", "backpropagate", "backpropagation",
            "backward_propagation", "backward_prop", "bprop", "_backward", "gradient", "backwards", "grad")  # fmt: skip
FORWARD = ("forward", "fprop", "forward_pass", "fwd", "__call__", "feedforward", "forward_prop", "forward_propagation",
           "propagate", "feed_forward", "call", "predict")  # fmt: skip


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


def method(told: Mapping[str, Any], names: Sequence[str]) -> str:
    """The first of these methods that a class has, else one that is named much like them; empty for none."""
    methods = told.get("methods", ())
    alike = re.compile(
        r"back|bprop" if names is BACKWARD else r"(?<!back)(?<!back_)(forward|propagat|fprop)", re.IGNORECASE
    )
    near = (name for name in methods if alike.search(name) and ("back" in name.lower()) == (names is BACKWARD))
    return next((name for name in names if name in methods), "") or next(near, "")


def held(chosen: Arguments) -> set[str]:
    """The roles that are handed over, in whatever form."""
    return {role.partition(":")[0] for each in chosen for role in leaves(each.tree)}


def with_names(stated: Arguments, listed: Sequence[Any]) -> Arguments:
    """What was stated, by name where the function takes it only by name."""
    by_name = {each.name for each in listed if each.kind == "keyword"}
    return tuple(replace(each, keyword=each.keyword or each.name in by_name) for each in stated)
