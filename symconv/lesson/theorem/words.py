"""What each statement says, in words."""

from dataclasses import dataclass

from symconv.lesson.blocks import Words
from symconv.lesson.theorem.written import Writing
from symconv.notation.tree import Partial, Symbol
from symconv.proof.theorem.indices import letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement in words.

    Attributes:
        title: its heading.
        words: the statement.
    """

    title: str
    words: Words


D, P, R, Z, C, W, Y = map(Symbol, "DPRZCWY")
UPSTREAM = Partial(Symbol("L"), Symbol("O"))

_s, _d, _j, _m, _a, _phase, _pad = map(letter, ("s", "d", "j", "m", "a", "φ", "p₋"))
PHASE, PLACE = Writing().index(_s * _j + _phase - _pad), Writing().index(_s * _m + _d * _a)

SAYINGS: dict[str, Saying] = {
    "dilate-pad-flip": Saying(
        title="The input: dilate, pad, flip, slide",
        words=(
            *(
                "The gradient of the input is a stride-1 correlation: ",
                UPSTREAM,
                " gets s−1 zeros between its entries (",
            ),
            *(
                D,
                ") and zeros around it (",
                P,
                "; a negative number of zeros cuts entries off), and the filter is turned ",
            ),
            *("around (", R, ")."),
        ),
    ),
    "dilated-correlation": Saying(
        title="The filter: slide the dilated gradient over the padded input",
        words=(
            *(
                "The gradient of the filter is a correlation of the padded input (",
                Z,
                ") with ",
                UPSTREAM,
                " that has ",
            ),
            *("s−1 zeros between its entries (", D, "), of which every d-th entry is kept, k in all."),
        ),
    ),
    "upsample": Saying(
        title="Upsample: stride-s backward is stride-1 backward",
        words=(
            *(
                "Put the zeros in (",
                D,
                "), with r more behind, and go back through the same layer at stride 1: what is ",
            ),
            "reached is its chain rule.",
        ),
    ),
    "upsample-weight": Saying(
        title="Upsample, for the filter",
        words=("The same ", D, " with r more zeros behind gives the filter gradient of the stride-1 layer."),
    ),
    "decimation": Saying(
        title="Decimation: keep every s-th output",
        words=("A strided convolution is the stride-1 convolution (", Y, ") of which every s-th output is kept."),
    ),
    "adjoint": Saying(
        title="Why zeros appear",
        words=(
            *(
                "For every y, keeping each s-th of its entries and weighing them with ",
                UPSTREAM,
                " is weighing all of ",
            ),
            *("them with ", D, ": putting zeros in is the adjoint of keeping every s-th."),
        ),
    ),
    "matrix": Saying(
        title="Matrix: the layer is a matrix",
        words=(
            "With a row of ",
            C,
            " for each output and a column for each input, the layer is a product with ",
            C,
            ".",
        ),
    ),
    "transpose": Saying(
        title="Matrix: the gradient is its transpose",
        words=("What ", C, " spreads going there, its transpose gathers coming back."),
    ),
    "polyphase": Saying(
        title="Phase by phase",
        words=(
            *(
                "The inputs at ",
                PHASE,
                " are those of phase ",
                Symbol("φ"),
                ", from 0 to s−1. Which taps they meet does ",
            ),
            "not depend on j: each phase is a dense correlation with taps of its own, and no zero is multiplied.",
        ),
    ),
    "scatter": Saying(
        title="Scatter: every output adds into its window",
        words=(
            *(
                "Every product of an output's gradient with a tap is added at the place ",
                PLACE,
                " of the padded input (",
            ),
            *(W, "); what lies in the padding is cut off."),
        ),
    ),
}
"""Statement → what it says."""
