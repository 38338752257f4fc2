"""What is often believed about the zeros around D, and the smallest layer at which it fails.

A belief says: ∂L/∂X is the correlation of D, with ``before`` and ``after`` zeros around it, with the turned filter.
That has ``before + s(M−1)+1 + after − d(k−1)`` entries, and lines its entries up where ``before = d(k−1) − p₋``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symconv.axis import Axis
from symconv.proof.theorem.conditions import Condition, equal, related
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.indices import Index, Letter
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.solver import Solver, smallest

Pads = tuple[Index, Index]
MOST_TRIED = 13
"""Sizes of a layer that is tried without a solver add up to no more."""

MOST_PLACES = 1_000
"""Inputs at which a belief is looked at: what is shifted differs before that many."""

SOUGHT = tuple(Letter(name) for name in ("p₋", "p₊", "d", "s", "k", "N"))
"""The sizes of a layer, those that are made small first before the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The smallest layer at which a belief fails.

    Attributes:
        axis: the layer.
        entries: how many entries the belief gives.
        place: the first input at which it is wrong; None where only the number of entries is.
        truth: the (output, tap) pairs that meet there.
        got: the pairs the belief takes.
    """

    axis: Axis
    entries: int
    place: int | None = None
    truth: tuple[tuple[int, int], ...] = ()
    got: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """Zeros around D that somebody believes in.

    Attributes:
        name: what is believed, by the key of its words.
        pads: the zeros before and after.
        verdict: ``fails``; ``proven`` or ``replayed`` where it holds on all such layers; or ``unknown``.
        failure: where it fails.
    """

    name: str
    pads: Pads
    verdict: str
    failure: Failure | None = None


def _zeros(setting: Setting) -> Mapping[str, Pads]:
    (d,), (k,), (before,), (after,), (r,) = map(setting.layer.size, ("d", "k", "p₋", "p₊", "r"))
    reach = d * (k - 1)
    return {
        "belief.recipe": (k - 1, k - 1),
        "belief.no-remainder": (reach - before, reach - after),
        "belief.remainder-in-front": (reach - before + r, reach - after),
        "belief.no-padding": (reach, reach + r),
        "belief.no-dilation": (k - 1 - before, k - 1 - after + r),
    }


def beliefs(layer: OpenLayer, judge: Judge) -> tuple[Belief, ...]:
    """Every belief, along the first axis of the layer."""
    setting = Setting(OpenLayer(known=layer.known[:1]))
    return tuple(_judged(setting, judge, name, pads) for name, pads in _zeros(setting).items())


def _judged(setting: Setting, judge: Judge, name: str, pads: Pads) -> Belief:
    given = setting.layer.given
    if all(judge.passes(claim, related(claim, given)) for claim in conditions(setting, pads)):
        return Belief(name=name, pads=pads, verdict=judge.word)
    failure = (_solved if isinstance(judge, Solver) else _tried)(setting, pads)
    return Belief(name=name, pads=pads, verdict="fails" if failure else "unknown", failure=failure)


def conditions(setting: Setting, pads: Pads) -> tuple[Condition, Condition]:
    """That the belief gives N entries, and lines them up."""
    (size,), (reach,), (n,) = setting.dilated_size, setting.layer.reach, setting.layer.size("N")
    return equal(pads[0] + size + pads[1] - reach, n), equal(pads[0], setting.before[0])


def _solved(setting: Setting, pads: Pads) -> Failure | None:
    """The solver finds the layer; that the belief fails there is seen on the layer itself."""
    sought = tuple(name for name in SOUGHT if _is_open(setting, name))
    sizes = smallest(conditions(setting, pads), setting.layer.given, sought)
    return None if sizes is None else compared(setting, pads, sizes) or _tried(setting, pads)


def _tried(setting: Setting, pads: Pads) -> Failure | None:
    """Small layers one after the other."""
    sought = [name for name in SOUGHT if _is_open(setting, name)]
    for total in range(MOST_TRIED + 1):
        for numbers in _adding_up(total, len(sought)):
            found = compared(setting, pads, dict(zip(sought, numbers, strict=True)))
            if found:
                return found
    return None


def _adding_up(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """All rows of numbers with a sum, the least first."""
    if not count:
        yield from [()] if not total else []
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in _adding_up(total - first, count - 1))


def compared(setting: Setting, pads: Pads, sizes: Mapping[Letter, int]) -> Failure | None:
    """How a belief fails on one layer; None where it does not, or there is no such layer."""
    numbers = {name: sizes.get(name, setting.layer.size(name.name)[0].number or 0) for name in SOUGHT}
    first, last, d, s, k, n = (numbers[name] for name in SOUGHT)
    if not all((n, k, s, d)):
        return None
    axis = Axis(input_size=n, kernel_size=k, stride=s, dilation=d, before=first, after=last)
    remainder = setting.layer.size("r")[0].number
    if axis.slack < 0 or remainder not in (None, axis.remainder):
        return None
    numbers |= {Letter("r"): axis.remainder, Letter("M"): axis.output_size}
    before, after = (pad.value(numbers) for pad in pads)
    entries = max(0, before + s * (axis.output_size - 1) + 1 + after - d * (k - 1))
    for place in range(min(n, entries, MOST_PLACES)):
        truth, got = _meeting(axis, place), _taken(axis, before, place)
        if truth != got:
            return Failure(axis=axis, entries=entries, place=place, truth=truth, got=got)
    return Failure(axis=axis, entries=entries) if entries != n else None


def _meeting(axis: Axis, place: int) -> tuple[tuple[int, int], ...]:
    """The outputs and taps that meet at an input, by the relation."""
    found = []
    for tap in range(axis.kernel_size):
        output, rest = divmod(place + axis.before - axis.dilation * tap, axis.stride)
        if not rest and 0 <= output < axis.output_size:
            found.append((output, tap))
    return tuple(sorted(found))


def _taken(axis: Axis, before: int, place: int) -> tuple[tuple[int, int], ...]:
    """The outputs and taps that a correlation with ``before`` zeros before D takes for an input."""
    found = []
    for tap in range(axis.kernel_size):
        at = place + axis.dilation * (axis.kernel_size - 1 - tap) - before
        if at % axis.stride == 0 and 0 <= at // axis.stride < axis.output_size:
            found.append((at // axis.stride, tap))
    return tuple(sorted(found))


def _is_open(setting: Setting, name: Letter) -> bool:
    return setting.layer.size(name.name)[0].number is None
