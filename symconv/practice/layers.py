"""Small images that are equally hard to differentiate by hand.

Hard is what the relation i = s·m + d·a − p brings: a stride, zeros around, a remainder, a dilation. The level counts
them. Every layer has 2×2 outputs and windows that overlap along both axes, so on each of them some entries of ∂L/∂X
have one term, some two and some four.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import product
from typing import Any

from symconv.axis import Axis
from symconv.errors import InputError, SpecError
from symconv.spec import ConvSpec

LEVELS = (1, 2, 3)
OUTPUTS = 2
ALONG = tuple(product(range(3, 10), (2, 3, 4), (1, 2, 3), (0, 1), (1, 2)))
ALONG_AN_AXIS = ("input_size", "kernel_size", "stride", "padding", "dilation")


def hard(spec: ConvSpec) -> frozenset[str]:
    """What makes a layer hard."""
    axes = spec.axes
    tests = {
        "stride": any(axis.stride > 1 for axis in axes),
        "padding": any(axis.before or axis.after for axis in axes),
        "remainder": any(axis.remainder for axis in axes),
        "dilation": any(axis.dilation > 1 for axis in axes),
    }
    return frozenset(name for name, holds in tests.items() if holds)


def comparable(level: int, given: Mapping[str, Any]) -> list[ConvSpec]:
    """The layers of a level, in a fixed order; a stride is among what is hard unless ``given`` says otherwise.

    Where there are images whose axes differ, these are taken: a square one hides which axis is which.

    Args:
        level: how many of stride, padding, remainder and dilation there are.
        given: keyword arguments of ``ConvSpec.of`` that hold for all of them.

    Raises:
        SpecError: no layer can have what is given.
        InputError: no small layer has what is given at this level.
    """
    ConvSpec.of(**given)
    found = [
        spec
        for spec in dict.fromkeys(_images(given))
        if len(hard(spec)) == level and ("stride" in given or "stride" in hard(spec)) and _fits(spec)
    ]
    if not found:
        raise InputError(f"no small image of level {level} has what the options say; try another --level")
    return [spec for spec in found if spec.axes[0] != spec.axes[1]] or found


def _images(given: Mapping[str, Any]) -> Iterator[ConvSpec]:
    """Every image, with what is given."""
    for first, second in product(_axes(), repeat=2):
        sizes = tuple(zip(first, second, strict=True))
        layer: dict[str, Any] = dict(zip(ALONG_AN_AXIS, sizes, strict=True))
        layer["padding"] = [(zeros, zeros) for zeros in layer["padding"]]
        with suppress(SpecError):
            yield ConvSpec.of(**{**layer, **given})


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


def _fits(spec: ConvSpec) -> bool:
    return len(spec.axes) == 2 and all(map(_has_both, spec.axes))
