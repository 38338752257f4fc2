"""Mistakes of layers that are told by a convolution, in code: rows as in ``coded.py``.

A transposed layer reads at G and writes at X; what bends its relation is never asked of a convolution.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from symconv.check.mistakes.benders import STRIDE_LOST, Bender, any_of, everywhere, no_flip, one_axis_flip, shifted

EXCHANGED = (
    (
        "fold-cropped",
        "the padding is taken for zeros, where it holds entries of X",
        None,
        (
            "What arrives at a place of the padding belongs to the entry that stands there: ∂L/∂X is folded back, "
            "which adds it up, and not cropped; and ∂L/∂F meets the padded input."
        ),
        "Which entry of X is read where the first window begins?",
    ),
    (
        "needless-flip",
        "the filter of a transposed layer is flipped where nothing is flipped",
        None,
        (
            "Outputs and taps come in the same order, so ∂L/∂X of a transposed layer is a correlation with the filter "
            "as it is. The flip is in its forward pass, where zeros stand between the inputs."
        ),
        "Which tap leads from an input to the first output of its window, and which to the last?",
    ),
    (
        "transposed-spread",
        "the windows of a transposed layer are not s outputs apart",
        None,
        (
            "Neighbouring inputs paint windows that start s outputs apart: s−1 zeros stand between the inputs, and the "
            "way back takes steps of s."
        ),
        "How far apart do the windows of two neighbouring inputs start?",
    ),
    (
        "transposed-cut",
        "the padding or output padding of a transposed layer is at the wrong end, or of the wrong size",
        None,
        (
            "Padding cuts p entries off both ends of the output, and output padding adds entries at the end alone. "
            "Going back ∂L/∂O gets p zeros at both ends, and nothing in front for the output padding."
        ),
        "To which output does the first input add its first tap?",
    ),
    (
        "transposed-size",
        "the size of a transposed layer's output is wrong",
        None,
        (
            "Windows of d(k−1) + 1 outputs start s apart, so N inputs reach over s(N−1) + d(k−1) + 1 of them. Padding "
            "cuts p₋ + p₊ off, and output padding adds r."
        ),
        "Where does the window of the last input begin, and where does it end?",
    ),
)

S_ZEROS = everywhere(lambda axis, bend: replace(bend, step=axis.stride + 1))
IN_FRONT = shifted(lambda axis: axis.remainder)

FOREMOST: Mapping[str, Bender] = MappingProxyType(
    {"needless-flip": no_flip, "transposed-spread": S_ZEROS, "transposed-cut": IN_FRONT}
)
"""Mistake of a transposed layer → its plainest form: all axes flipped, s zeros, the output padding in front."""

BENDS: Mapping[str, Bender] = MappingProxyType(
    {
        "needless-flip": any_of(no_flip, one_axis_flip),
        "transposed-spread": any_of(
            STRIDE_LOST,
            S_ZEROS,
            everywhere(lambda axis, bend: replace(bend, step=axis.dilation, spacing=axis.stride)),
        ),
        "transposed-cut": any_of(
            shifted(lambda axis: axis.before),
            shifted(lambda axis: 2 * axis.before),
            shifted(lambda axis: axis.effective_kernel - 1 - axis.before),
            IN_FRONT,
            shifted(lambda axis: -axis.remainder),
        ),
    }
)
"""Mistake of a transposed layer → what it does to the relation of its form."""
