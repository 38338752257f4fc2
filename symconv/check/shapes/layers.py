"""The layers that a formula for a size is judged on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from functools import lru_cache
from itertools import product
from typing import Any

from symconv.check.facts.scope import Scope
from symconv.check.shapes.letters import Meaning
from symconv.errors import SpecError
from symconv.spec import ConvSpec

USUAL = {"stride": 1, "padding": 0, "dilation": 1}
Sides = tuple[tuple[int, int], ...]
"""What padding has before and after beyond the same on both sides."""

RANGES = {"stride": (1, 2, 3), "padding": (0, 1, 2), "dilation": (1, 2, 3)}


def projected(spec: ConvSpec) -> Iterator[ConvSpec]:
    """Each axis of a layer as a layer of its own, for letters that name no axis."""
    for axis, size in enumerate(spec.input_size):
        yield ConvSpec.of(
            input_size=(size,),
            kernel_size=(spec.kernel_size[axis],),
            stride=(spec.stride[axis],),
            padding=[spec.padding[axis]],
            dilation=(spec.dilation[axis],),
        )


SIDED = frozenset({"padding_before", "padding_after"})
"""Letters for one side's padding: then the two sides differ."""

VARIED = ((), ("kernel",), ("stride",), ("padding",), ("dilation",), ("kernel", "stride", "padding", "dilation"))
"""What differs along the two axes."""


def grid(meanings: Iterable[Meaning], given: Mapping[str, Any], choices: Mapping[str, Sequence[int]]) -> list[ConvSpec]:
    """Small layers, the smallest first.

    Args:
        meanings: what the letters of the formula stand for; their axes tell how many the layers have.
        given: what is known of all layers.
        choices: the strides, paddings and dilations to try.
    """
    meant = tuple(meanings)
    axes = 1 if all(axis is None for _, axis in meant) else 2
    apart = ((0, 0), (0, 1), (1, 0)) if any(name in SIDED for name, _ in meant) else ((0, 0),)
    chosen = tuple((name, tuple(choices[name])) for name in USUAL)
    return list(_layers(axes, given, dict(chosen), apart) if given else _any_layers(axes, chosen, apart))


@lru_cache(maxsize=64)
def _any_layers(axes: int, chosen: tuple[tuple[str, tuple[int, ...]], ...], apart: Sides) -> tuple[ConvSpec, ...]:
    """Those of texts that give nothing, which are always the same."""
    return tuple(_layers(axes, {}, dict(chosen), apart))


def _layers(
    axes: int, given: Mapping[str, Any], choices: Mapping[str, Sequence[int]], apart: Sides
) -> Iterable[ConvSpec]:
    found: dict[ConvSpec, None] = {}
    steps = product(range(1, 9), (1, 2, 3, 4), *(choices[name] for name in USUAL))
    for (size, kernel, stride, padding, dilation), (before, after) in product(steps, apart):
        for varied in VARIED if axes == 2 and size < 6 else VARIED[:1]:
            more = {name: int(name in varied and len(choices.get(name, "12")) > 1) for name in VARIED[-1]}
            layer: dict[str, Any] = {
                "input_size": (size, size + 1)[:axes],
                "kernel_size": (kernel, kernel + more["kernel"])[:axes],
                "stride": (stride, stride + more["stride"])[:axes],
                "padding": [(n + before, n + after) for n in (padding, padding + more["padding"])[:axes]],
                "dilation": (dilation, dilation + more["dilation"])[:axes],
            }
            with suppress(SpecError):
                found[ConvSpec.of(**{**layer, **given})] = None
    return found


def choices_for(named: Set[str], scope: Scope) -> dict[str, Sequence[int]]:
    """The values of what a formula names, and of what it leaves out as far as the text states it."""
    chosen: dict[str, Sequence[int]] = {}
    for name, usual in USUAL.items():
        test = getattr(scope, name)
        stated = [number for number in (0, 1, 2, 3, 4) if number >= usual and test(number)]
        open_ = name not in scope.said or len(stated) > 3
        chosen[name] = RANGES[name] if name in named else (usual,) if open_ else stated or (usual,)
    return chosen


def narrower(named: Set[str], scope: Scope) -> Iterator[tuple[str, dict[str, Sequence[int]]]]:
    """What a formula may silently fix, unless the text states another number: ``stride 2``, ``padding 1``."""
    plain = choices_for(named, scope)
    for name in ("stride", "padding"):
        stated = name in scope.said and not all(map(getattr(scope, name), (1, 2, 3)))
        others = plain[name] if len(plain[name]) > 1 else () if stated else {1, 2, 3} - {*plain[name]}
        for number in sorted(others) if name not in named else ():
            yield f"{name} {number}", {**plain, name: (number,)}


def everywhere(named: Set[str], scope: Scope) -> dict[str, Sequence[int]]:
    """All values of which the text speaks, whether the formula has a letter for them or not."""
    plain = choices_for(named, scope)
    free = {name for name in scope.said if all(map(getattr(scope, name), (0, 1, 2, 3)))}
    return {name: RANGES[name] if name in free else values for name, values in plain.items()}
