"""Mistakes that lead to wrong answers in a quiz: claim → mistake of ``symconv check`` → the key of what is said of it.

Those that teach most stand first.
"""

from collections.abc import Mapping
from types import MappingProxyType

from symconv.transposed import Layer, TransposedSpec

Mistakes = Mapping[str, Mapping[str, str]]

_OF_CONVOLUTION: Mistakes = MappingProxyType(
    {
        "grad_input": {
            "no-flip": "quiz.no-flip",
            "no-dilation": "quiz.no-dilation",
            "stride-on-tap": "quiz.stride-on-tap",
            "one-axis-flip": "quiz.one-axis-flip",
            "padding-lost": "quiz.padding-lost",
            "channels-not-summed": "quiz.channels-not-summed",
            "stride-dilation-swapped": "quiz.stride-dilation-swapped",
            "overwritten-overlap": "quiz.overwritten-overlap",
            "off-by-one": "quiz.off-by-one",
        },
        "grad_weight": {
            "no-flip": "quiz.flipped",
            "strided-filter-gradient": "quiz.strided-filter-gradient",
            "padding-lost": "quiz.padding-lost",
            "stride-dilation-swapped": "quiz.stride-dilation-swapped",
            "off-by-one": "quiz.off-by-one",
        },
    }
)

_CUT = {
    "transposed-cut": "quiz.transposed-cut",
    "padding-lost": "quiz.padding-lost",
    "stride-dilation-swapped": "quiz.stride-dilation-swapped",
    "off-by-one": "quiz.off-by-one",
}

_OF_TRANSPOSED: Mistakes = MappingProxyType(
    {
        "output": {
            "no-dilation": "quiz.no-dilation",
            "needless-flip": "quiz.flipped",
            "transposed-spread": "quiz.transposed-spread",
            "overwritten-overlap": "quiz.overwritten-overlap",
            **_CUT,
        },
        "grad_input": {"needless-flip": "quiz.flipped", "no-dilation": "quiz.steps-of-one", **_CUT},
        "grad_weight": {
            "needless-flip": "quiz.flipped",
            "no-dilation": "quiz.no-dilation",
            "transposed-spread": "quiz.transposed-spread",
            **_CUT,
        },
    }
)


def mistakes_of(layer: Layer) -> Mistakes:
    """Those of a convolution, or of a transposed layer, in which nothing is to be flipped."""
    return _OF_TRANSPOSED if isinstance(layer, TransposedSpec) else _OF_CONVOLUTION
