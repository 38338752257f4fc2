"""The layers that the definitions of a text leave, of those that it speaks of."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from symconv.check.asking import Log
from symconv.check.evaluating.places import OVERRUN, PAST_FILTER
from symconv.check.evaluating.questions import MENTIONED, TURNED
from symconv.check.evaluating.remembered import on
from symconv.check.evaluating.unknown import Uneven, Unknown
from symconv.check.facts.full import filled
from symconv.check.facts.parts import STEPS
from symconv.check.readings.channelled import counted
from symconv.check.readings.ground import Ground
from symconv.check.readings.layers import candidates
from symconv.check.told import Spec
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.names import size_meaning
from symconv.notation.walk import walk
from symconv.spec import ConvSpec

MOST_LAYERS = 9
"""Layers on which a claim is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the definitions leave under some answers.

    Attributes:
        true: how many of them are true on all the layers.
        usual: 4 as the text says, 3 without its sizes, 2 any layer, 1 one whose X is the padded input, 0 none.
        layers: the layers on which none is false.
    """

    true: int = 0
    usual: int = 0
    layers: tuple[Spec, ...] = ()

    @property
    def weight(self) -> tuple[int, int, int]:
        """What speaks for these answers."""
        return self.true, self.usual, len(self.layers)


def defined(ground: Ground, log: Log) -> tuple[Spec, ...]:
    """The layers on which all definitions of the text hold; none where there is no such layer."""
    return spread(holding(ground, log).layers)


def holding(ground: Ground, log: Log) -> Held:
    """The layers on which all definitions hold."""
    found: Held = ground.memo("holding").get(log, partial(_holding, ground))
    return found


def _holding(ground: Ground, log: Log) -> Held:
    claims = [one for one in ground.definitions if not one.concrete or one.names_taps_alone]
    if not claims:
        return Held()
    for usual, own in _grounds(ground):
        layers: Sequence[Spec] = [ground.spec] if ground.spec else pool(own, claims, log)
        truths = {spec: [_truth(one, ground, spec, log) for one in claims] for spec in layers}
        held = [spec for spec, found in truths.items() if True in found and False not in found]
        lettered = _lettered(ground, claims)
        if any(_trivial(name, held) and not _trivial(name, layers) for name in lettered):
            continue  # it has a letter for a step, and holds only without it
        inside = [spec for spec in held if not any(_overruns(one, ground, spec, log) for one in claims)]
        if not inside or any(_trivial(name, inside) and not _trivial(name, held) for name in lettered):
            inside = held
        if inside:
            return Held(true=min(truths[spec].count(True) for spec in inside), usual=usual, layers=tuple(inside))
    return Held()


def _truth(found: Claim, ground: Ground, spec: Spec, log: Log) -> bool | None:
    """Whether a definition is true on a layer; one that has no value there says nothing."""
    try:
        return not on(found, ground.context, spec, log, first=True).differences
    except Uneven:
        return False
    except Unknown:
        return None


def _grounds(ground: Ground) -> Iterator[tuple[int, Ground]]:
    """The ground with ever less of what prose says of layers."""
    yield 4, ground
    if ground.steps and ground.borrows:
        return  # another part's definition is no judge of a layer that is told here
    if ground.kernel or ground.steps:
        yield 3, replace(ground, kernel={}, steps={})
    yield 2, replace(ground, kernel={}, steps={}, scope=ground.scope.widened())
    if ground.scope.pads and not _lettered(ground, list(ground.formulas)) & {"padding"}:
        yield 1, replace(ground, kernel={}, steps={}, scope=ground.scope.unpadded())


def holds(found: Claim, ground: Ground, spec: Spec, log: Log) -> bool:
    """Whether a claim is true on a layer."""
    return _truth(found, ground, spec, log) is True


def _overruns(found: Claim, ground: Ground, spec: Spec, log: Log) -> bool:
    """Whether a definition that is true on a layer has a sum there that runs past the end of an array."""
    with suppress(Unknown):
        return not {OVERRUN, PAST_FILTER}.isdisjoint(on(found, ground.context, spec, log, first=True).assumed)
    return False


def pool(ground: Ground, claims: list[Claim], log: Log) -> list[ConvSpec]:
    """The layers that the text may be about, before its definitions are heard."""
    axes, given = ground.axes(claims[0]), {**ground.kernel, **_steps(ground, claims), **ground.given}
    counts, batch = counted(claims, ground, axes)
    some, scope = list(candidates(axes, counts, batch, given)), ground.scope.freed(_lettered(ground, claims))
    if scope.mentioned and not log.ask(MENTIONED):
        scope = scope.usual()
    turned = bool(log.ask(TURNED))
    back = "padding" not in scope.said and _reaches_back(claims)
    if (scope.full or back) and "padding" not in given:
        some += map(filled, some[:])
    scopes = (scope, replace(scope, full=True)) if back else (scope,)
    fitting = [spec for spec in dict.fromkeys(some) if any(one.holds(spec, given) for one in scopes)]
    telling = [spec for spec in fitting if max(spec.output_size) > 1]  # where one window fits, no stride shows
    return [wide for spec in telling or fitting for wide in (_padded(spec) if turned else (spec,))]


def _steps(ground: Ground, claims: list[Claim]) -> dict[str, Any]:
    """The steps that prose states, but for those that the claims have letters for: these hold for all."""
    lettered = _lettered(ground, claims)
    return {name: value for name, value in ground.steps.items() if name not in lettered}


def _lettered(ground: Ground, claims: list[Claim]) -> set[str]:
    """The sizes that claims have letters for."""
    return {meaning[0] for one in claims for letter in one.letters if (meaning := ground.meaning(letter))}


def _trivial(name: str, layers: Sequence[Spec]) -> bool:
    """Whether a step is the usual one on all layers; always for a size that is none."""
    usual = {"stride": 1, "dilation": 1}
    if name == "padding":
        return not any(n for spec in layers for pair in spec.padding for n in pair)
    return name not in usual or all(set(getattr(spec, name)) == {usual[name]} for spec in layers)


def _reaches_back(claims: list[Claim]) -> bool:
    """Whether a definition starts before its input by something of the filter's size, ``x_{i+a−(k−1)}``."""
    read = (part for found in claims if found.kind == "forward" for part in found.known if part.tensor == "input")
    nodes = (node for part in read for index in part.index for node in walk(index))
    return any((size_meaning(node) or ("", None))[0] == "kernel" for node in nodes)


def _padded(spec: ConvSpec) -> Iterator[ConvSpec]:
    """Where a true convolution may start and end: inside, as long as its input, or full."""
    yield spec
    if not any(map(sum, spec.padding)):
        reach = [axis.effective_kernel - 1 for axis in spec.axes]
        yield replace(spec, padding=tuple((r, 0) for r in reach))
        yield replace(spec, padding=tuple((r, r) for r in reach))


def spread(layers: tuple[Spec, ...]) -> tuple[Spec, ...]:
    """The layers in an order of which the first few come from all over the list.

    First those unlike along axes, and one with a stride that leaves no remainder, where formulas without ⌊⌋ hold.
    """
    unlike = [next((one for one in layers if _differs(name, one)), None) for name in ("kernel_size", *STEPS)]
    unlike.append(next((one for one in layers if _strides_evenly(one)), None))
    first = [layers[n * len(layers) // MOST_LAYERS] for n in range(MOST_LAYERS)] if layers else []
    return tuple(dict.fromkeys((*(one for one in unlike if one is not None), *first, *layers)))


def _strides_evenly(spec: Spec) -> bool:
    return min(spec.stride) > 1 and isinstance(spec, ConvSpec) and not any(axis.remainder for axis in spec.axes)


def _differs(name: str, spec: Spec) -> bool:
    """Whether a size of a layer is not the same along all axes."""
    return len(set(getattr(spec, name))) > 1
