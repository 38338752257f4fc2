"""The layer of entries that are written out: the steps that prose and definitions tell, as small as can be."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Any

from symconv.check.asking import Log
from symconv.check.evaluating.questions import AROUND, ENTRIES, LAYER
from symconv.check.readings.channelled import channelled
from symconv.check.readings.defined import defined, holds
from symconv.check.readings.ground import Ground
from symconv.check.readings.reached import reached
from symconv.check.told import Spec
from symconv.check.understanding.claims import Claim
from symconv.errors import SpecError
from symconv.spec import ConvSpec

SIZED = "the sizes that the text states"
DEFINED = "the outputs that the text defines"
WRITTEN = "the entries that are written out"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOut:
    """The layer whose entries a text writes out, and what tells it."""

    spec: Spec
    origin: str


def written_out(ground: Ground, axes: int, log: Log) -> WrittenOut | None:
    """The layer with so many axes whose entries are written out; None where there are none."""
    found: WrittenOut | None = ground.memo(f"written {axes}").get(log, lambda part: _written_out(ground, axes, part))
    return found


def _written_out(ground: Ground, axes: int, log: Log) -> WrittenOut | None:
    base = log.ask(ENTRIES)
    largest = reached(ground, axes, base)
    if len(set(map(len, largest.values()))) > 1:
        return None
    concrete = [found for found in ground.definitions if found.concrete and ground.axes(found) == axes]
    whole = ground.declared_whole
    if whole is not None and _is_theirs(whole, concrete, largest, ground, log):
        return WrittenOut(spec=whole, origin=SIZED)
    most = max(len(concrete) // 2, min(len(concrete), FEW) - 1)
    best: WrittenOut | None = None
    for given in _steps(ground, defined(ground, log), free=bool(concrete)):
        for more in (ground.sized, {}):
            spec = _smallest({**more, **given, **ground.given}, largest)
            held = 0 if spec is None else _held(concrete, ground, spec, log)
            if spec is not None and (held > most or not concrete):
                told = SIZED if {"input_size", "kernel_size"} <= more.keys() else WRITTEN
                best, most = WrittenOut(spec=spec, origin=DEFINED if concrete else told), held
                if held == len(concrete):
                    return best
    spec = None if best else _smallest(ground.given, largest)
    return best if spec is None else WrittenOut(spec=spec, origin=WRITTEN)


def _held(concrete: list[Claim], ground: Ground, spec: Spec, log: Log) -> int:
    """How many of the outputs that are written out are those of a layer, for which a bare sign may stand."""
    (layer,) = channelled((spec,), concrete, ground) if concrete else (spec,)
    own = Log(book=log.book, answers={**log.answers, **log.used, AROUND: LAYER})
    held = sum(holds(found, ground, layer, own) for found in concrete)
    log.used.update((subject, answer) for subject, answer in own.used.items() if subject != AROUND)
    return held


FEW = 2
"""Outputs written out that must all hold on a layer for it to be theirs; of more, most must: one may be wrong."""


MANY = 3
"""Outputs written out of which none holds on the layer that prose states: then it states another one."""


def _is_theirs(whole: Spec, concrete: list[Claim], largest: Mapping[str, list[int]], ground: Ground, log: Log) -> bool:
    """Whether the layer that prose states has the entries that are written out, or all outputs among them."""
    held = _held(concrete, ground, whole, log)
    covers = _covering(whole, largest) is not None and (held > 0 or len(concrete) < MANY)
    return covers or 0 < held == len(concrete)


def _steps(ground: Ground, layers: tuple[Spec, ...], *, free: bool) -> Iterator[dict[str, Any]]:
    """Strides, paddings and dilations: those that the definitions leave, then the prose, then, if ``free``, any."""
    if ground.steps or ground.declared_whole:
        yield dict(ground.steps)
    kernels = {layer.kernel_size for layer in layers}
    for spec in layers:
        kernel = {"kernel_size": spec.kernel_size} if len(kernels) == 1 else {}
        yield {"stride": spec.stride, "padding": spec.padding, "dilation": spec.dilation, **kernel}
    scope = ground.scope
    every = list(product((1, 2, 3), (0, 1, 2), (1, 2)))
    for stride, padding, dilation in every:
        if scope.stride(stride) and scope.padding(padding) and scope.dilation(dilation):
            yield {"stride": stride, "padding": padding, "dilation": dilation}
    for stride, padding, dilation in every if free else ():
        yield {"stride": stride, "padding": padding, "dilation": dilation}


def _smallest(given: Mapping[str, Any], largest: Mapping[str, list[int]]) -> Spec | None:
    """The smallest layer with as many taps, outputs and inputs as are named."""
    largest = dict(largest)
    with suppress(SpecError):
        if {"input_size", "kernel_size"} <= given.keys():
            return _covering(ConvSpec.of(**given), largest)
        if {"input", "output"} <= largest.keys() and "weight" not in largest and "kernel_size" not in given:
            largest["weight"] = _spanned(largest, given)
        if "weight" not in largest or not {"input", "output"} & largest.keys():
            return None
        layer: dict[str, Any] = {"kernel_size": largest["weight"], **given}
        if "output" not in largest:
            return _covering(ConvSpec.of(**{"input_size": largest["input"], **layer}), largest)
        along = ConvSpec.of(**{**layer, "input_size": [99] * len(largest["weight"])}).axes
        needed = [
            axis.stride * (outputs - 1) + axis.effective_kernel - axis.before - axis.after
            for axis, outputs in zip(along, largest["output"], strict=True)
        ]
        sizes = [max(pair) for pair in zip(needed, largest.get("input", needed), strict=True)]
        return _covering(ConvSpec.of(**{"input_size": sizes, **layer}), largest)
    return None


def _covering(spec: Spec, largest: Mapping[str, list[int]]) -> Spec | None:
    """A layer, if it has all entries that are written out."""
    sizes = {"input": spec.input_size, "weight": spec.kernel_size, "output": spec.output_size}
    fits = all(
        len(sizes[tensor]) == len(known) and all(a <= b for a, b in zip(known, sizes[tensor], strict=True))
        for tensor, known in largest.items()
        if tensor in sizes
    )
    return spec if fits else None


def _spanned(largest: dict[str, list[int]], given: Mapping[str, Any]) -> list[int]:
    """The taps between inputs and outputs that are displayed in full, where nothing is left over."""
    sizes, outputs = largest["input"], largest["output"]
    along = ConvSpec.of(**{**given, "kernel_size": [1] * len(sizes), "input_size": sizes}).axes
    return [
        (axis.input_size + axis.before + axis.after - 1 - axis.stride * (count - 1)) // axis.dilation + 1
        for axis, count in zip(along, outputs, strict=True)
    ]
