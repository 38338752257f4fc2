"""Small images that are equally hard to differentiate by hand.

Hard is what the relation i = s·m + d·a − p brings: a stride, zeros around, a remainder, a dilation. The level counts
them. Every layer has 2×2 outputs and windows that overlap along both axes, so on each of them some entries of ∂L/∂X
have one term, some two and some four. Transposed layers are drawn by their forms: 2×2 inputs paint windows that
overlap, the terms are those of O, and the remainder is the output padding.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

from symconv.axis import Axis
from symconv.errors import InputError, SpecError
from symconv.pooled import PooledSpec, pooled_of
from symconv.transposed import Layer, TransposedSpec, convolution, layer_of

LEVELS = (1, 2, 3)
OUTPUTS = 2
ALONG = tuple(product(range(3, 10), (2, 3, 4), (1, 2, 3), (0, 1), (1, 2)))
ALONG_AN_AXIS = ("input_size", "kernel_size", "stride", "padding", "dilation")


Drawn = Layer | PooledSpec
"""What exercises are drawn on."""


def hard(spec: Drawn) -> frozenset[str]:
    """What makes a layer hard."""
    windows = _windows(spec)
    remainder = spec.output_padding if isinstance(spec, TransposedSpec) else [axis.remainder for axis in windows.axes]
    tests = {
        "stride": max(windows.stride) > 1,
        "padding": any(map(any, spec.padding)),
        "remainder": any(remainder),
        "dilation": max(windows.dilation) > 1,
    }
    return frozenset(name for name, holds in tests.items() if holds)


def comparable(level: int, given: Mapping[str, Any]) -> list[Drawn]:
    """The layers of a level, in a fixed order; a stride is among what is hard unless ``given`` says otherwise.

    Where there are images whose axes differ, these are taken: a square one hides which axis is which. Of transposed
    layers those are taken whose shortest entry of ∂L/∂X is as short as can be.

    Args:
        level: how many of stride, padding, remainder (of transposed layers: output padding) and dilation there are.
        given: what ``layer_of``, or with ``pool`` what ``pooled_of``, takes that holds for all of them.

    Raises:
        SpecError: no layer can have what is given, or its padding is folded.
        InputError: no small layer has what is given at this level.
    """
    asked = _made(given)
    if isinstance(asked, PooledSpec):
        if not asked.even:
            raise InputError("exercises draw the windows of poolings; leave out --output-size")
    elif not isinstance(asked, TransposedSpec):
        convolution(asked, "an exercise")
    found = [
        spec
        for spec in dict.fromkeys(_images(given))
        if len(hard(spec)) == level and ("stride" in given or "stride" in hard(spec)) and _fits(spec)
    ]
    if not found:
        raise InputError(f"no small image of level {level} has what the options say; try another --level")
    found = [spec for spec in found if len(set(_windows(spec).axes)) > 1] or found
    if isinstance(asked, TransposedSpec):
        least = min(map(_shortest, found))
        found = [spec for spec in found if _shortest(spec) == least]
    return found


def _images(given: Mapping[str, Any]) -> Iterator[Drawn]:
    """Every image, with what is given; averages have no dilation unless it is given."""
    for first, second in product(_axes(), repeat=2):
        sizes = tuple(zip(first, second, strict=True))
        layer: dict[str, Any] = dict(zip(ALONG_AN_AXIS, sizes, strict=True))
        if given.get("pool") == "average" and "dilation" not in given and max(layer["dilation"]) > 1:
            continue
        layer["padding"] = [(zeros, zeros) for zeros in layer["padding"]]
        if given.get("transposed"):
            extra = tuple(_axis(*along).remainder for along in (first, second))
            layer |= {"input_size": (OUTPUTS, OUTPUTS), "output_padding": extra}
        with suppress(SpecError):
            yield _made({**layer, **given})


@lru_cache(maxsize=1)
def _axes() -> tuple[tuple[int, ...], ...]:
    return tuple(along for along in ALONG if _has_both(_axis(*along)))


def _axis(size: int, kernel: int, stride: int, padding: int, dilation: int) -> Axis:
    return Axis(input_size=size, kernel_size=kernel, stride=stride, dilation=dilation, before=padding, after=padding)


def _has_both(axis: Axis) -> bool:
    """Whether there are two outputs, some inputs in one of them and some in both, and a tap that reads no padding."""
    if axis.slack < 0 or axis.output_size != OUTPUTS:
        return False
    pairs = [pair for output in range(OUTPUTS) for pair in axis.window(output)]
    inputs, taps = Counter(place for _, place in pairs), Counter(tap for tap, _ in pairs)
    return {1, OUTPUTS} <= set(inputs.values()) and OUTPUTS in taps.values()


def _made(given: Mapping[str, Any]) -> Drawn:
    return pooled_of(given) if "pool" in given else layer_of(given)


def _windows(spec: Drawn) -> Layer:
    """The layer that has the windows."""
    return spec.form if isinstance(spec, PooledSpec) else spec


def _fits(spec: Drawn) -> bool:
    axes = _windows(spec).axes
    whole = not isinstance(spec, TransposedSpec) or all(_narrowest(axis) > 1 for axis in axes)
    return len(axes) == 2 and all(map(_has_both, axes)) and whole


def _narrowest(axis: Axis) -> int:
    """How many taps the window with the fewest has inside."""
    return min(len(axis.window(output)) for output in range(axis.output_size))


def _shortest(spec: Drawn) -> int:
    """Terms of the shortest entry of a transposed layer's ∂L/∂X, with one channel."""
    return prod(map(_narrowest, _windows(spec).axes))
