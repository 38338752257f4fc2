"""The smallest case that fails, of all that came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symconv.check.code.asking import OUTPUT, Reading
from symconv.check.code.came import Tried
from symconv.check.code.truths import Point
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something that fails.

    Attributes:
        spec: the layer that is meant.
        told: the layer that is told.
        point: the arrays.
        name: the gradient that is wrong; empty for a call that does not come back or changes its arguments.
        changed: arguments that are changed.
        fatal: whether the process is lost, or more than one result is right: the test leaves it to symconv.
        why: what is wrong, in one sentence.
        reading: how it is called, where that is not the usual way.
    """

    spec: ConvSpec
    told: ConvSpec
    point: Point
    name: str = ""
    changed: tuple[str, ...] = ()
    fatal: bool = False
    why: str = ""
    reading: Reading | None = None


def smallest(tried: Sequence[Tried], messages: Mapping[str, str]) -> Case | None:
    """The first case that fails, on the smallest layer; ``messages`` are by gradient, and ``call`` for the others."""
    for one in tried:
        for name, found in one.found.items():
            if found.case is not None and not found.right and name in messages:
                return _case(one, point=found.case, name=name, why=messages[name])
        if one.case is not None and (one.failure or one.changed) and "call" in messages:
            fatal = one.failure is not None and (one.failure.fatal or one.failure.kind == "memory")
            return _case(one, point=one.case, changed=one.changed, fatal=fatal, why=messages["call"])
    for one in tried:
        if one.case is not None and OUTPUT in messages and OUTPUT in one.found:
            return _case(one, point=one.case, name=OUTPUT, why=messages[OUTPUT])
    return None


def _case(one: Tried, **failing: Any) -> Case:
    return Case(spec=one.spec, told=one.told, reading=one.reading, **failing)
