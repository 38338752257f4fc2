"""Convolutions one after the other, with an activation between each two of them.

    O¹ = X ∗ F¹,   Aˡ = f(Oˡ),   Oˡ⁺¹ = Aˡ ∗ Fˡ⁺¹

Layer l + 1 reads what layer l makes: its input size and its channels are the outputs' of the layer before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod
from types import MappingProxyType
from typing import Any, Self

from symconv.errors import SpecError
from symconv.sizes import shown
from symconv.spec import ConvSpec

LEAST_LAYERS = 2
WRITTEN: Mapping[str, tuple[str, type]] = MappingProxyType(
    {
        "kernel": ("kernel_size", str),
        "stride": ("stride", str),
        "padding": ("padding", str),
        "dilation": ("dilation", str),
        "channels": ("out_channels", int),
        "groups": ("groups", int),
    }
)
"""Word of a layer that follows → what it is of ``ConvSpec.of``, and of which kind."""
FLAG = "bias"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """At least two convolutions, the first to the last. Build it with :meth:`of`.

    Attributes:
        layers: each reads what the one before it makes.
    """

    layers: tuple[ConvSpec, ...]

    @classmethod
    def of(cls, first: Mapping[str, Any], *following: Mapping[str, Any]) -> Self:
        """A stack, each layer by keyword arguments of ``ConvSpec.of``.

        Args:
            first: the first layer's. Without ``input_size`` the smallest is taken at which the last layer teaches:
                two outputs along each axis (three where only then windows share an entry) and no remainder.
            following: the others'; what they read is known, so ``input_size``, ``in_channels`` and ``batch_size`` may
                be left out.

        Raises:
            SpecError: a layer does not exist, or does not fit what the layer before it makes.
        """
        told = [dict(arguments) for arguments in (first, *following)]
        if told[0].get("input_size") is None:
            told[0]["input_size"] = _teaching_size(told)
        layers = [_layer(1, told[0])]
        for number, arguments in enumerate(told[1:], 2):
            before = layers[-1]
            known = {"input_size": before.output_size, "in_channels": before.out_channels}
            layers.append(_layer(number, known | {"batch_size": before.batch_size} | arguments))
        return cls(layers=tuple(layers))

    def __post_init__(self) -> None:
        if len(self.layers) < LEAST_LAYERS:
            message = f"a stack has at least {LEAST_LAYERS} layers, got {len(self.layers)}"
            raise SpecError(message, parameter="layers", got=len(self.layers))
        for number, layer in enumerate(self.layers, 1):
            if type(layer) is not ConvSpec:
                message = f"layer {number} of a stack must be a convolution padded with zeros, a ConvSpec"
                raise SpecError(message, parameter="layers", got=layer)
        for number, (before, layer) in enumerate(pairwise(self.layers), 2):
            _check_fit(number, before, layer)

    @property
    def first(self) -> ConvSpec:
        """The layer that reads X."""
        return self.layers[0]

    @property
    def last(self) -> ConvSpec:
        """The layer that makes what the loss is a function of."""
        return self.layers[-1]

    @property
    def most_paths(self) -> int:
        """An upper bound for the paths from entries of X to outputs of the last layer, one tap in each layer."""
        return prod(self.last.output_shape) * prod(prod(layer.weight_shape[1:]) for layer in self.layers)

    @property
    def jump(self) -> tuple[int, ...]:
        """``Π s`` along each axis: how far apart the fields of neighbouring outputs begin in X."""
        return tuple(prod(steps) for steps in zip(*(layer.stride for layer in self.layers), strict=True))

    @property
    def field(self) -> tuple[int, ...]:
        """``1 + Σ_l (e_l − 1)·s_1⋯s_{l−1}`` along each axis: the places, padding too, that an output depends on."""
        reach, jump = [1] * len(self.first.stride), [1] * len(self.first.stride)
        for layer in self.layers:
            for at, axis in enumerate(layer.axes):
                reach[at] += (axis.effective_kernel - 1) * jump[at]
                jump[at] *= axis.stride
        return tuple(reach)

    def with_batch_size(self, batch_size: int | None) -> "Stack":
        """The same layers for another number of images."""
        return Stack(layers=tuple(replace(layer, batch_size=batch_size) for layer in self.layers))

    def to_json(self) -> list[dict[str, Any]]:
        """Every layer's keyword arguments."""
        return [layer.to_json() for layer in self.layers]


def written(text: str) -> dict[str, Any]:
    """``kernel=3 stride=2 bias`` as keyword arguments of ``ConvSpec.of``.

    Raises:
        SpecError: a word is not known, comes twice, or has no value; or there is none.
    """
    found: dict[str, Any] = {}
    for part in text.split() or [""]:
        word, sign, value = part.partition("=")
        name, kind = (FLAG, bool) if word == FLAG else WRITTEN.get(word, ("", str))
        if not name or bool(sign and value) == (word == FLAG):
            known = f"{'=… '.join(WRITTEN)}=… and {FLAG}"
            raise SpecError(f"a layer that follows is told by {known}, got {shown(part)}", parameter="then", got=part)
        if name in found:
            raise SpecError(f"{word} is told twice in {shown(text)}", parameter="then", got=text)
        found[name] = True if kind is bool else value
    return found


def _layer(number: int, arguments: Mapping[str, Any]) -> ConvSpec:
    """The layer of this number; an error says which of those that follow it is."""
    try:
        return ConvSpec.of(**arguments)
    except SpecError as error:
        if number == 1:
            raise
        if error.parameter == "input_size":  # which is not told, but made by the layer before
            message = f"layer {number} has sizes for another number of axes than layer {number - 1}"
            raise SpecError(message, parameter="kernel_size", got=arguments) from error
        raise SpecError(f"layer {number}: {error}", parameter=error.parameter, got=error.got) from error


def _check_fit(number: int, before: ConvSpec, layer: ConvSpec) -> None:
    """Checks that a layer reads what the one before it makes."""
    pairs = {
        "input_size": ("entries", before.output_size, layer.input_size),
        "in_channels": ("channels", before.out_channels, layer.in_channels),
        "batch_size": ("images", before.batch_size, layer.batch_size),
    }
    for parameter, (what, made, read) in pairs.items():
        if made != read:
            told = ["x".join(map(str, size)) if isinstance(size, tuple) else str(size) for size in (read, made)]
            message = f"layer {number} reads {told[0]} {what}, and layer {number - 1} makes {told[1]}"
            raise SpecError(message, parameter=parameter, got=read)


def _teaching_size(told: list[dict[str, Any]]) -> tuple[int, ...]:
    """The input size that leaves no remainder in any layer, and the last one the size that teaches."""
    names = ("kernel_size", "stride", "padding", "dilation")
    alone = [{name: given[name] for name in names if name in given} for given in told]
    axes = max(len(_layer(number, each).stride) for number, each in enumerate(alone, 1))
    layers = [ConvSpec.of(**each | {"kernel_size": _each(each.get("kernel_size", 3), axes)}) for each in alone]
    size = layers[-1].input_size
    for layer in reversed(layers[:-1]):
        spans = zip(size, layer.axes, strict=True)
        size = tuple(max((n - 1) * a.stride + a.effective_kernel - a.before - a.after, 1) for n, a in spans)
    return size


def _each(value: Any, axes: int) -> Any:
    """A bare size for every axis."""
    bare = isinstance(value, int) or (isinstance(value, str) and "x" not in value.lower().replace("×", "x"))
    return "x".join([str(value)] * axes) if bare else value
