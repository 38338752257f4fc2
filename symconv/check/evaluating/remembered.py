"""Comparisons that were made before: in a class one formula comes many times, and is compared on a layer once.

A comparison depends on the claim, the layer, the reading and a part of what the text says. That part alone is handed
on, so nothing else can slip in. A remembered one costs as many steps as it did when it was made.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

from symconv.check.evaluating import scene
from symconv.check.evaluating.arithmetic import Sizes
from symconv.check.evaluating.differences import Comparison
from symconv.check.evaluating.places import OVERRUN
from symconv.check.evaluating.reading import Reading
from symconv.check.evaluating.unknown import COMPARISON, TOO_MUCH, Budget, Unknown
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.layers import Scope
from symconv.spec import ConvSpec

MOST = 4096
"""Comparisons that a process remembers."""


def on(
    found: Claim, context: Context, spec: ConvSpec, base: int, reading: Reading, sizes: Sizes, *, first: bool = False
) -> Comparison:
    """The claim on one layer.

    Raises:
        Unknown: it has no value there.
    """
    share = context.budget.share(found.statement.start)
    if share <= 0:
        raise Unknown(TOO_MUCH)
    bare = replace(context, **_UNSAID)
    key = (_frozen(found, "statement"), _frozen(bare, "budget", "scope"), spec, base, reading, _hashed(sizes), first)
    asked = _Asked(key=key, found=found, context=bare, spec=spec, base=base, reading=reading, sizes=sizes, first=first)
    made = _made(asked) if share >= COMPARISON else _compared(asked, share)  # one that is cut short is not remembered
    context.budget.charge(found.statement.start, made.steps)
    if isinstance(made.result, Unknown):
        raise made.result
    return made.result


def holds(found: Claim, context: Context, spec: ConvSpec, base: int, reading: Reading, sizes: Sizes) -> bool:
    """Whether a claim is true on a layer; a guess at its sizes must keep its sums within the arrays."""
    try:
        compared = on(found, context, spec, base, reading, sizes, first=True)
    except Unknown:
        return False
    return not compared.differences and not (sizes and OVERRUN in compared.assumed)


def overruns(found: Claim, context: Context, spec: ConvSpec, base: int, reading: Reading, sizes: Sizes) -> bool:
    """Whether a claim that is true on a layer has a sum there that runs past the end of an array."""
    return OVERRUN in on(found, context, spec, base, reading, sizes, first=True).assumed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A comparison to make; two are the same when their keys are."""

    key: Hashable
    found: Claim = field(compare=False)
    context: Context = field(compare=False)
    spec: ConvSpec = field(compare=False)
    base: int = field(compare=False)
    reading: Reading = field(compare=False)
    sizes: Sizes = field(compare=False)
    first: bool = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What came out, and how many steps it took."""

    result: Comparison | Unknown
    steps: int


@lru_cache(maxsize=MOST)
def _made(asked: _Asked) -> _Made:
    """The comparison with all steps that one may take."""
    return _compared(asked, COMPARISON)


def _compared(asked: _Asked, steps: int) -> _Made:
    """The comparison with so many steps."""
    budget = Budget(left=steps)
    context = replace(asked.context, budget=budget)
    result: Comparison | Unknown
    try:
        result = scene.on(asked.found, context, asked.spec, asked.base, asked.reading, asked.sizes, first=asked.first)
    except Unknown as error:
        result = error
    return _Made(result=result, steps=steps - budget.left)


def _unasked(number: int) -> bool:
    raise RuntimeError(f"a comparison asked whether {number} is what the prose says")


_UNSAID: Mapping[str, Any] = {
    "scope": Scope(stride=_unasked, padding=_unasked, dilation=_unasked, said=frozenset()),
    "spec": None,
    "origin": "",
    "given": {},
    "written_out": None,
    "base": None,
    "layers": (),
    "unbound": "",
    "assumptions": (),
}
"""What a text says that no comparison may ask for."""


def _frozen(value: Any, *but: str) -> tuple[Hashable, ...]:
    """The fields of a dataclass as one key, without some of them and what is no part of its value."""
    return tuple(_hashed(getattr(value, each.name)) for each in fields(value) if each.compare and each.name not in but)


def _hashed(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return frozenset((name, _hashed(part)) for name, part in value.items())
    if hasattr(value, "roles"):
        return _frozen(value)
    hashable: Hashable = value
    return hashable
