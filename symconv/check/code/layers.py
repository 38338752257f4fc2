"""The layers that code is tried on: small ones that tell the known mistakes apart, and why some cannot be tried."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from symconv.errors import SpecError
from symconv.spec import ConvSpec

_TWO = (
    # input, kernel, stride, padding, dilation, in_channels, out_channels, batch, groups
    ((3, 4), (2, 2), 1, 0, 1, 1, 1, 1, 1),
    ((4, 5), (3, 3), 1, 0, 1, 1, 1, 1, 1),
    ((4, 4), (2, 2), 1, 0, 1, 1, 1, 1, 1),
    ((3, 5), (2, 3), 1, 0, 1, 1, 1, 1, 1),
    ((3, 4), (3, 3), 1, 1, 1, 1, 1, 1, 1),
    ((3, 2), (2, 2), 1, 1, 1, 1, 1, 1, 1),
    ((5, 7), (3, 3), 2, 0, 1, 1, 1, 1, 1),
    ((4, 6), (2, 2), 2, 0, 1, 1, 1, 1, 1),
    ((5, 6), (2, 2), 2, 0, 1, 1, 1, 1, 1),
    ((6, 6), (3, 3), 2, 0, 1, 1, 1, 1, 1),
    ((5, 7), (2, 2), 3, 0, 1, 1, 1, 1, 1),
    ((3, 5), (3, 3), 2, 1, 1, 1, 1, 1, 1),
    ((4, 5), (3, 3), 2, 1, 1, 1, 1, 1, 1),
    ((4, 3), (2, 2), 3, 1, 1, 1, 1, 1, 1),
    ((2, 3), (3, 3), 1, 2, 1, 1, 1, 1, 1),
    ((3, 4), (2, 2), 1, 0, 1, 1, 2, 1, 1),
    ((2, 3), (2, 2), 1, 0, 1, 2, 3, 1, 1),
    ((2, 3), (2, 2), 1, 0, 1, 1, 2, 2, 1),
    ((2, 1), (2, 2), 2, 1, 1, 2, 2, 2, 1),
    ((4, 5), (2, 2), 1, 0, 2, 1, 1, 1, 1),
    ((5, 4), (2, 2), 2, 1, 2, 1, 1, 1, 1),
    ((2, 3), (2, 2), 1, 0, 1, 4, 2, 1, 2),
)
_ONE = tuple((size[-1:], kernel[-1:], *rest) for size, kernel, *rest in _TWO)
_THREE = (
    ((3, 2, 3), (2, 1, 2), 1, 0, 1, 1, 1, 1, 1),
    ((2, 3, 2), (2, 2, 2), 1, 1, 1, 1, 1, 1, 1),
    ((3, 4, 3), (2, 2, 2), 2, 0, 1, 1, 1, 1, 1),
    ((2, 3, 2), (1, 2, 2), 1, 0, 1, 2, 2, 1, 1),
    ((2, 3, 2), (1, 2, 2), 1, 0, 1, 1, 1, 2, 1),
)
TABLES = {1: _ONE, 2: _TWO, 3: _THREE}
_LARGE_TWO = (
    # input, kernel, stride, padding, dilation, in_channels, out_channels, batch, groups
    ((12, 9), (5, 4), 1, 2, 1, 3, 4, 3, 1),
    ((12, 9), (5, 5), 1, 2, 1, 3, 4, 3, 1),
    ((12, 9), (5, 4), 1, 0, 1, 3, 4, 3, 1),
    ((12, 9), (5, 5), 1, 0, 1, 3, 4, 3, 1),
    ((12, 9), (3, 3), 2, 1, 1, 3, 4, 3, 1),
    ((12, 9), (5, 4), (2, 3), (2, 0), 1, 3, 4, 3, 1),
    ((12, 9), (4, 3), (3, 1), (0, 2), (1, 2), 2, 4, 2, 2),
    ((9, 12), (3, 3), 2, 2, 2, 4, 6, 2, 2),
)
_LARGE_ONE = (
    ((12,), (5,), 1, 2, 1, 3, 4, 3, 1),
    ((12,), (5,), 1, 0, 1, 3, 4, 3, 1),
    ((13,), (4,), 3, 2, 1, 3, 4, 3, 1),
    ((13,), (3,), 2, 2, 2, 4, 6, 2, 2),
)
LARGE = {
    1: _LARGE_ONE,
    2: _LARGE_TWO,
    3: (((4, 5, 6), (2, 3, 3), 1, 1, 1, 2, 3, 2, 1), ((5, 4, 6), (3, 2, 3), 2, 1, 1, 2, 3, 2, 1)),
}
"""Layers beyond the small ones, of which random coefficients are read: what is fixed in the code shows here."""
_SQUARE_TWO = (
    ((3, 3), (2, 2), 1, 0, 1, 1, 1, 1, 1),
    ((4, 4), (3, 3), 1, 0, 1, 1, 1, 1, 1),
    ((4, 4), (3, 3), 1, 1, 1, 1, 1, 1, 1),
    ((5, 5), (3, 3), 2, 0, 1, 1, 1, 1, 1),
    ((4, 4), (3, 3), 2, 1, 1, 1, 1, 1, 1),
    ((3, 3), (3, 3), 1, 0, 1, 2, 3, 2, 1),
    ((2, 2), (2, 2), 1, 1, 1, 2, 2, 2, 1),
    ((6, 6), (5, 5), 1, 2, 1, 1, 1, 1, 1),
)
_SQUARE_THREE = (
    ((3, 3, 3), (2, 2, 2), 1, 0, 1, 1, 1, 1, 1),
    ((3, 3, 3), (3, 3, 3), 1, 1, 1, 1, 1, 1, 1),
    ((4, 4, 4), (2, 2, 2), 2, 0, 1, 1, 1, 1, 1),
    ((2, 2, 2), (2, 2, 2), 1, 0, 1, 2, 3, 2, 1),
)
SQUARE = {2: _SQUARE_TWO, 3: _SQUARE_THREE}
"""Layers for code that is for square images only."""
NAMES = (
    "input_size",
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "in_channels",
    "out_channels",
    "batch_size",
    "groups",
)


def layers(axes: int, given: Mapping[str, Any]) -> tuple[ConvSpec, ...]:
    """The layers of so many axes; what is ``given`` holds for all of them."""
    return tuple(dict.fromkeys(_layers(axes, given)))


def large(axes: int, given: Mapping[str, Any]) -> tuple[ConvSpec, ...]:
    """The layers of so many axes that are sampled; what is ``given`` holds for all of them."""
    return tuple(dict.fromkeys(_layers(axes, given, LARGE)))


def square(axes: int, given: Mapping[str, Any]) -> tuple[ConvSpec, ...]:
    """The layers of so many axes whose images are square; what is ``given`` holds for all of them."""
    return tuple(dict.fromkeys(_layers(axes, given, SQUARE)))


def _layers(axes: int, given: Mapping[str, Any], tables: Mapping[int, Any] = TABLES) -> Iterator[ConvSpec]:
    for row in tables.get(axes, ()):
        layer: dict[str, Any] = dict(zip(NAMES, row, strict=True)) | {"bias": True} | dict(given)
        with suppress(SpecError):
            spec = ConvSpec.of(**layer)
            if len(spec.input_size) == axes:
                yield spec


def probes(axes: int, given: Mapping[str, Any]) -> tuple[ConvSpec, ...]:
    """A few layers that show what a signature means: all sizes differ, then square, with padding, with stride."""
    size, square = (4, 6, 5)[-axes:], (5,) * axes
    plain: dict[str, Any] = {"kernel_size": (2,) * axes, "bias": True}
    rows: tuple[dict[str, Any], ...] = (
        {"input_size": size},
        {"input_size": square, "kernel_size": (3,) * axes},
        {"input_size": size, "kernel_size": (3,) * axes, "padding": 1},
        {"input_size": size, "padding": 1},
        {"input_size": size, "stride": 2},
        {"input_size": square},
    )
    channels = {"in_channels": 2, "out_channels": 3}
    found = []
    for lead in (channels | {"batch_size": 2}, channels, {"out_channels": 3}, {}):
        for row in rows:
            with suppress(SpecError):
                spec = ConvSpec.of(**{**plain, **lead, **row, **given})
                if len(spec.input_size) == axes and spec not in found:
                    found.append(spec)
    return tuple(found)


def told(spec: ConvSpec) -> str:
    """``input 4×5, kernel 3×3, stride 2, padding 1``; only what is not usual after the kernel."""
    words = [f"input {_sizes(spec.input_size)}", f"kernel {_sizes(spec.kernel_size)}", f"stride {_one(spec.stride)}"]
    pads = [str(before) if before == after else f"{before}:{after}" for before, after in spec.padding]
    words += [f"padding {_one(pads)}"]
    if set(spec.dilation) != {1}:
        words += [f"dilation {_one(spec.dilation)}"]
    if spec.in_channels > 1 or spec.out_channels > 1:
        words += [f"channels {spec.in_channels}→{spec.out_channels}"]
    if spec.groups > 1:
        words += [f"groups {spec.groups}"]
    return ", ".join([*words, *([f"images {spec.batch}"] if spec.batch > 1 else [])])


def _sizes(numbers: tuple[int, ...]) -> str:
    return "×".join(map(str, numbers))


def _one(values: tuple[int, ...] | list[str]) -> str:
    return str(values[0]) if len(set(values)) == 1 else "×".join(map(str, values))
