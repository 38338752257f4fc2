"""Small images that are equally hard to differentiate by hand.

Hard is what the relation i = s·m + d·a − p brings: a stride, zeros around, a remainder, a dilation. The level counts
them. Every layer has 2×2 outputs and windows that overlap along both axes, so on each of them some entries of ∂L/∂X
have one term, some two and some four. Transposed layers are drawn by their forms: 2×2 inputs paint windows that
overlap, the terms are those of O, and the remainder is the output padding.

What is told may leave none of these, a 3×3 filter with stride 1 over 5×5 for one. Where it tells the size of the input,
exercises are on the layer that it tells.
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
PREFERRED = (2, 1, 3)
"""The levels in the order in which they are tried where none is said."""

MOST_PRODUCTS = 1000
"""Most products x·f, or entries in windows, of a layer that is told whole."""

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


def comparable(level: int | None, given: Mapping[str, Any]) -> list[Drawn]:
    """The layers of a level, in a fixed order; a stride is among what is hard unless ``given`` says otherwise.

    Where there are images whose axes differ, these are taken: a square one hides which axis is which. Of transposed
    layers those are taken whose shortest entry of ∂L/∂X is as short as can be.

    Args:
        level: how many of stride, padding, remainder (of transposed layers: output padding) and dilation there are.
            None takes a level that has layers, 2 before 1 before 3, and where none has, the layer that ``given`` tells.
        given: what ``layer_of``, or with ``pool`` what ``pooled_of``, takes that holds for all of them.

    Raises:
        SpecError: no layer can have what is given, or its padding is folded.
        InputError: no small layer has what is given, or none at this level.
    """
    asked = _asked(given)
    found: dict[int, list[Drawn]] = {each: [] for each in PREFERRED}
    for spec in dict.fromkeys(_images(given)):
        if ("stride" in given or "stride" in hard(spec)) and _fits(spec):
            found.setdefault(len(hard(spec)), []).append(spec)
    having = [each for each in PREFERRED if found[each]]
    if level is None and not having:
        return [_as_told(asked, given)]
    layers = found[having[0] if level is None else level]
    if not layers:
        raise InputError(_refusal(level, sorted(having), given))
    layers = [spec for spec in layers if len(set(_windows(spec).axes)) > 1] or layers
    if isinstance(asked, TransposedSpec):
        least = min(map(_shortest, layers))
        layers = [spec for spec in layers if _shortest(spec) == least]
    return layers


def _asked(given: Mapping[str, Any]) -> Drawn:
    asked = _made(given)
    if isinstance(asked, PooledSpec):
        if not asked.even:
            raise InputError("exercises draw the windows of poolings; leave out --output-size")
    elif not isinstance(asked, TransposedSpec):
        convolution(asked, "an exercise")
    return asked


def _as_told(asked: Drawn, given: Mapping[str, Any]) -> Drawn:
    """The layer, where its size is told and it can be written out by hand."""
    if "input_size" not in given:
        raise InputError(f"no small image has what the options say; {WITH_SIZE}")
    many = _windows(asked).most_terms
    if many > MOST_PRODUCTS:
        message = f"an exercise is written by hand, and this layer has {many} products, more than {MOST_PRODUCTS}"
        raise InputError(f"{message}; take a smaller input")
    return asked


WITH_SIZE = "say the size of the input, too, such as -n 7x7, and exercises are on that layer"


def _refusal(level: int | None, having: list[int], given: Mapping[str, Any]) -> str:
    """What would help where a level has no layer."""
    if having:
        there = f"level {having[0]} has" if len(having) == 1 else f"levels {' and '.join(map(str, having))} have"
        return f"no small image of level {level} has what the options say; {there}"
    message = "no small image of any level has what the options say"
    return f"{message}; leave out --level{'' if 'input_size' in given else ' and ' + WITH_SIZE}"


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
