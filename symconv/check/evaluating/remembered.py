"""Comparisons that were made before: in a class one formula comes many times, and is compared on a layer once.

A comparison depends on the claim, what its text shares, the layer, and the answers that it asks for. A remembered one
costs as many steps as it did when it was made.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache, partial
from typing import Any

from symconv.check.asking import Log, Memo
from symconv.check.evaluating import scene
from symconv.check.evaluating.differences import Comparison
from symconv.check.evaluating.unknown import COMPARISON, TOO_MUCH, Budget, Unknown
from symconv.check.told import Spec
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context

MOST = 4096
"""Pairs of a claim and a layer that a process remembers."""


def on(found: Claim, context: Context, spec: Spec, log: Log, *, first: bool = False) -> Comparison:
    """The claim on one layer; ``first`` stops at the first difference.

    Raises:
        Unknown: it has no value there.
        Asked: it depends on a question that has no answer yet.
    """
    share = context.budget.share(found.statement.start)
    if share <= 0:
        raise Unknown(TOO_MUCH)
    make = partial(_compared, found, context, spec, first, min(share, COMPARISON))
    if share < COMPARISON:  # one that is cut short is not remembered
        made = make(log)
    else:
        key = (_frozen(found, "statement", "where"), _frozen(context, "budget"), spec, first)
        made = _memo(_Key(value=key)).get(log, make)
    context.budget.charge(found.statement.start, made.steps)
    if isinstance(made.result, Unknown):
        raise made.result
    return made.result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What came out, and how many steps it took."""

    result: Comparison | Unknown
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """A claim with what it shares, on a layer."""

    value: Hashable


@lru_cache(maxsize=MOST)
def _memo(key: _Key) -> Memo[_Made]:
    return Memo()


def _compared(found: Claim, context: Context, spec: Spec, first: bool, steps: int, log: Log) -> _Made:
    """The comparison with so many steps."""
    own = Budget(left=steps)
    result: Comparison | Unknown
    try:
        result = scene.on(found, replace(context, budget=own), spec, log, first=first)
    except Unknown as error:
        result = error
    return _Made(result=result, steps=steps - own.left)


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
