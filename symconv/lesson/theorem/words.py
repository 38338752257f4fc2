"""What each statement says, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement in words.

    Attributes:
        title: its heading.
        words: the statement.
    """

    title: str
    words: str


SAYINGS: dict[str, Saying] = {
    "dilate-pad-flip": Saying(
        title="∂L/∂X: dilate, pad, flip, slide",
        words="The gradient of the input is a stride-1 correlation: ∂L/∂O gets s−1 zeros between its entries (D) and "
        "zeros around it (P; a negative number of zeros cuts entries off), and the filter is turned around (R).",
    ),
    "dilated-correlation": Saying(
        title="∂L/∂F: slide the dilated ∂L/∂O over the padded input",
        words="The gradient of the filter is a correlation of the padded input (X) with ∂L/∂O that has s−1 zeros "
        "between its entries (D), of which every d-th entry is kept, k in all.",
    ),
    "upsample": Saying(
        title="Upsample: stride-s backward is stride-1 backward of D",
        words="Put the zeros in, with r more behind, and go back through the same layer at stride 1: this is its chain "
        "rule.",
    ),
    "upsample-weight": Saying(
        title="Upsample, for the filter",
        words="The same D with r more zeros behind gives the filter gradient of the stride-1 layer.",
    ),
    "decimation": Saying(
        title="Decimation: keep every s-th output",
        words="A strided convolution is the stride-1 convolution (Y) of which every s-th output is kept.",
    ),
    "adjoint": Saying(
        title="Why zeros appear",
        words="For every y, keeping every s-th entry and then weighing with ∂L/∂O is weighing all entries with D: "
        "putting zeros in is the adjoint of keeping every s-th.",
    ),
    "matrix": Saying(
        title="Matrix: the layer is a matrix C",
        words="Written with one row for each output and one column for each input, the layer is a product with C.",
    ),
    "transpose": Saying(
        title="Matrix: the gradient is the transpose of C",
        words="What C spreads going there, its transpose gathers coming back.",
    ),
    "polyphase": Saying(
        title="Phase by phase",
        words="The inputs at s·j + φ − p₋ are those of phase φ. Which taps they meet does not depend on j: each phase is "
        "a dense correlation with taps of its own, and no zero is multiplied. E is ∂L/∂O, and 0 outside it.",
    ),
    "scatter": Saying(
        title="Scatter: every output adds into its window",
        words="Every product of an output's gradient with a tap is added at the place s·m + d·a of the padded input (W); "
        "what lies in the padding is cut off.",
    ),
}
"""Statement → what it says."""
