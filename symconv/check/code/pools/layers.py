"""The layers that a pooling is tried on, which tell its mistakes apart, and the numbers that it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from symconv.check.code.asking import Asked
from symconv.check.code.layout import Array
from symconv.check.code.pools import truths
from symconv.check.code.truths import Point
from symconv.errors import SpecError
from symconv.pooled import PooledSpec
from symconv.spec import ConvSpec

KINDS: Mapping[str, Mapping[str, Any]] = {
    "max pooling": {"pool": "max"},
    "average pooling": {"pool": "average"},
    "average pooling without the padding": {"pool": "average", "count_include_pad": False},
}
"""What a forward pass may be."""

_TWO = (
    # input, kernel, stride, padding
    ((4, 6), (2, 2), 2, 0),
    ((4, 5), (2, 2), 1, 0),
    ((7, 5), (3, 3), 2, 0),
    ((7, 7), (3, 3), 2, 0),
    ((7, 5), (3, 2), (2, 1), 0),
    ((5, 7), (2, 2), 2, 0),
    ((7, 5), (2, 2), 3, 0),
    ((6, 4), (2, 2), 2, 1),
    ((5, 7), (3, 3), 2, 1),
    ((3, 4), (3, 4), 1, 0),
)
"""Windows beside each other, that overlap, with a rest, with gaps, with padding; the last is a global pooling."""
NAMES = ("input_size", "kernel_size", "stride", "padding")
MORE = ("dilation", "ceil_mode", "divisor")
"""What else may be told of all layers."""
CHANNELS, IMAGES = 3, 2
POINTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledAsked(Asked):
    """A function on one pooling layer, whose form is what its arguments tell.

    Attributes:
        pooled: the layer.
    """

    pooled: PooledSpec

    def true(self, name: str, point: Point) -> Array:
        """What is right at a point."""
        if name == "output":
            return truths.output(self.pooled, point["x"])
        return truths.grad_input(self.pooled, point["x"], point["dout"])


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer as every pooling that it may be, and the points that tell them apart.

    Attributes:
        told: the depthwise convolution with its windows.
        kinds: name → pooling.
    """

    told: ConvSpec
    kinds: Mapping[str, PooledSpec]

    @cached_property
    def points(self) -> list[Point]:
        """Whole numbers; in X no two of them are equal, and first all are negative: a 0 in the padding is larger."""
        draw, count = np.random.default_rng(7), prod(self.told.input_shape)
        return [self._point(draw, draw.permutation(count) - float(count // each)) for each in range(1, POINTS + 1)]

    @cached_property
    def tied(self) -> list[Point]:
        """X of ones and twos, where windows have several largest entries; ∂L/∂O is positive."""
        draw = np.random.default_rng(8)
        found = [self._point(draw, draw.integers(1, 3, size=prod(self.told.input_shape))) for _ in range(POINTS)]
        return [{**point, "dout": np.abs(point["dout"]) + 1} for point in found]

    @cached_property
    def outputs(self) -> Mapping[str, list[Array]]:
        """Name of a pooling → its output at each point."""
        return {name: [truths.output(spec, point["x"]) for point in self.points] for name, spec in self.kinds.items()}

    def _point(self, draw: np.random.Generator, entries: Array) -> Point:
        zeros = {"w": np.zeros(self.told.weight_shape), "b": np.zeros(self.told.out_channels)}
        upstream = draw.integers(-9, 10, size=self.told.output_shape).astype(float)
        return {"x": entries.reshape(self.told.input_shape).astype(float), "dout": upstream, **zeros}


def layers(axes: int, given: Mapping[str, Any], *, channels: bool, images: bool) -> Iterator[Layer]:
    """The layers of so many axes; what is ``given`` holds for all of them."""
    more = {name: given[name] for name in MORE if name in given}
    more |= {"channels": CHANNELS if channels else 1, "batch_size": IMAGES if images else 1}
    found: dict[ConvSpec, Layer] = {}
    for options in _rows(axes, given):
        kinds = dict(_kinds(options | more, given))
        if kinds:
            form = next(iter(kinds.values())).form
            found.setdefault(form, Layer(told=form, kinds=kinds))
    yield from found.values()


def _rows(axes: int, given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for row in _TWO:
        own = (_along(value, axes) for value in row)
        yield {name: given.get(name, value) for name, value in zip(NAMES, own, strict=True)}


def _along(value: Any, axes: int) -> Any:
    return (*value[:1] * (axes - 2), *value)[-axes:] if isinstance(value, tuple) else value


def _kinds(options: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[tuple[str, PooledSpec]]:
    """The poolings that a layer may be; of those that differ in what is told, the one that is told."""
    for name, kind in KINDS.items():
        told = {key: given.get(key, value) for key, value in kind.items()}
        if told == kind and not ("count_include_pad" in kind) < ("exclude_pad" in given and kind["pool"] == "average"):
            with suppress(SpecError):
                yield name, PooledSpec.of(**options, **kind)


def alone(layer: Layer) -> dict[str, Any]:
    """The options of the layer, of one channel."""
    told = layer.told.to_json()
    return ConvSpec.of(**{name: told[name] for name in NAMES}).to_json()


def words(layer: Layer) -> str:
    """``input 7×5, window 3×3, stride 2, padding 0``."""
    spec = layer.told
    steps, pads = (_one(values) for values in (spec.stride, [before for before, _ in spec.padding]))
    sizes = ("×".join(map(str, values)) for values in (spec.input_size, spec.kernel_size))
    return "input {}, window {}, stride {}, padding {}".format(*sizes, steps, pads)


def _one(values: Sequence[int]) -> str:
    return str(values[0]) if len(set(values)) == 1 else "×".join(map(str, values))
