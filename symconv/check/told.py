"""The layer a text is judged on: a convolution, or a transposed one where an option or the header line says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symconv.errors import SpecError
from symconv.folded import FoldedSpec
from symconv.spec import ConvSpec
from symconv.transposed import Layer, TransposedSpec, convolution, layer_of

Spec = ConvSpec | TransposedSpec
ALONE = ("kernel_size", "stride", "padding", "dilation")
"""Options that can be impossible without the input's size and channels being known."""


def spec_of(options: Mapping[str, Any]) -> Spec:
    """The layer of keyword arguments of ``ConvSpec.of``, or with ``transposed`` of ``TransposedSpec.of``.

    Raises:
        SpecError: no such layer exists, or it is of a kind that no text is judged on.
    """
    return unfolded(layer_of(options))


def unfolded(layer: Layer) -> Spec:
    """A layer that texts are judged on.

    Raises:
        SpecError: its padding is folded.
    """
    return convolution(layer, "a check") if isinstance(layer, FoldedSpec) else layer


def as_far_as_told(options: Mapping[str, Any]) -> Spec | None:
    """The layer, where its input's size is told; else what no layer can have is refused.

    Raises:
        SpecError: no layer can have it, or a transposed layer has no size.
    """
    if "input_size" in options:
        return spec_of(options)
    if {"transposed", "output_padding", "allow_large_output_padding"} & options.keys():
        spec_of(options)
        message = "a text is judged on a transposed layer that is told whole: tell its input's size, too"
        raise SpecError(message, parameter="input_size", got=None)
    ConvSpec.of(**{name: options[name] for name in ALONE if name in options})
    return None


def of_one_channel(spec: Spec) -> Spec:
    """The same layer with one channel before it and behind it."""
    form = replace(spec.form, in_channels=1, out_channels=1, groups=1)
    return replace(spec, form=form) if isinstance(spec, TransposedSpec) else replace(form, bias=spec.bias)
