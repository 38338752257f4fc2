"""The layer a text is judged on: a convolution, one with folded padding, or a transposed one where that is told."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symconv.check.pooled import PooledForm
from symconv.errors import SpecError
from symconv.folded import FoldedSpec
from symconv.spec import ConvSpec
from symconv.transposed import Layer, layer_of

Spec = Layer
ALONE = ("kernel_size", "stride", "padding", "dilation")
"""Options that can be impossible without the input's size and channels being known."""


def spec_of(options: Mapping[str, Any]) -> Spec:
    """The layer of keyword arguments of ``layer_of``, or with ``pool`` of ``pooled_of``.

    Raises:
        SpecError: no such layer exists, or no text is judged on it.
    """
    return PooledForm.stated(**options) if "pool" in options else layer_of(options)


def as_far_as_told(options: Mapping[str, Any]) -> Spec | None:
    """The layer, where its input's size is told; else what no layer can have is refused.

    Raises:
        SpecError: no layer can have it, or a layer of another kind has no size.
    """
    if "input_size" in options or "pool" in options:
        return spec_of(options)
    if {"transposed", "output_padding", "allow_large_output_padding"} & options.keys():
        spec_of(options)
        message = "a text is judged on a transposed layer that is told whole: tell its input's size, too"
        raise SpecError(message, parameter="input_size", got=None)
    if "padding_mode" in options:
        message = "a text is judged on folded padding where its layer is told whole: tell its input's size, too"
        raise SpecError(message, parameter="input_size", got=None)
    ConvSpec.of(**{name: options[name] for name in ALONE if name in options})
    return None


def of_one_channel(spec: Spec) -> Spec:
    """The same layer with one channel before it and behind it."""
    form = replace(spec.form, in_channels=1, out_channels=1, groups=1)
    return replace(form, bias=spec.bias) if isinstance(spec, ConvSpec) else replace(spec, form=form)


def with_zeros(spec: ConvSpec | FoldedSpec) -> ConvSpec:
    """The convolution padded with zeros; a layer with folded padding has its sizes."""
    if not isinstance(spec, FoldedSpec):
        return spec
    return replace(spec.form, input_size=spec.input_size, padding=spec.padding, bias=spec.bias)
