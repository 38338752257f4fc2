"""A pooling as a command line states it."""

from collections.abc import Mapping
from typing import Any

from symconv.errors import SpecError
from symconv.pooled.layer import PooledSpec

OWN = ("ceil_mode", "exclude_pad", "count_include_pad", "divisor", "output_size", "global_")
"""Words that a pooling has and other layers have not."""
FOREIGN = (
    "out_channels",
    "groups",
    "bias",
    "padding_mode",
    "transposed",
    "output_padding",
    "allow_large_output_padding",
)
"""Words that a pooling has not."""
FIXED = ("kernel_size", "stride", "padding", "dilation", "ceil_mode", "exclude_pad", "count_include_pad", "divisor")
"""Words that adaptive windows leave nothing to say of."""


def pooled_of(given: Mapping[str, Any]) -> PooledSpec:
    """The pooling of keyword arguments as a command line has them: ``pool``, and the layer's words.

    Raises:
        SpecError: no such layer exists, or a word is not one of a pooling.
    """
    stated = dict(given)
    for name in FOREIGN:
        if name in stated:
            raise SpecError(f"a pooling has no {name}: leave it out", parameter=name, got=stated[name])
    if "in_channels" in stated:
        stated["channels"] = stated.pop("in_channels")
    if stated.pop("global_", False):
        if "output_size" in stated:
            raise SpecError("global is output size 1: say one of them", parameter="output_size", got=given)
        stated["output_size"] = 1
    if "output_size" in stated:
        for name in FIXED:
            if name in stated:
                message = f"adaptive windows follow from both sizes: leave out {name}"
                raise SpecError(message, parameter=name, got=stated[name])
        if "input_size" not in stated:
            raise SpecError("an adaptive pooling needs its input size", parameter="input_size", got=None)
        return PooledSpec.to_size(stated.pop("output_size"), **stated)
    if stated.pop("exclude_pad", False):
        if stated.get("count_include_pad"):
            raise SpecError("padding is counted or not: say one of both", parameter="count_include_pad", got=True)
        stated["count_include_pad"] = False
    return PooledSpec.of(**stated)
