"""Misconceptions that bend the relation: id, title, bends, explanation, question; the simplest first."""

from dataclasses import replace

from symconv.check.mistakes.benders import (
    FEWER_OUTPUTS,
    FEWER_TAPS,
    LATER_OUTPUTS,
    LATER_TAPS,
    STRIDE_LOST,
    any_of,
    everywhere,
    no_flip,
    one_axis_flip,
    shifted,
    transposed,
)

BENDING = (
    (
        "no-flip",
        "the filter is not flipped",
        no_flip,
        (
            "The filter was slid over ∂L/∂O as it slides over X. An input that is met by tap a lies a steps after "
            "the output, so looking back from the input the taps come in reverse order."
        ),
        "Which tap of the filter meets this input in the first window that reaches it, and which in the last?",
    ),
    (
        "double-flip",
        "the filter is flipped twice",
        no_flip,
        (
            "An index such as m−a already runs backwards, and the filter was turned around once more. Flip either "
            "the index or the filter, not both."
        ),
        "Does your index already run backwards?",
    ),
    (
        "one-axis-flip",
        "the filter is flipped along one axis only",
        one_axis_flip,
        "The filter was mirrored instead of rotated. Every axis has its own relation, so every axis is flipped.",
        "What happens along the other axis?",
    ),
    (
        "transposed",
        "the filter is transposed instead of rotated",
        transposed,
        (
            "Rows and columns of the filter were exchanged. A rotation by 180° turns f_ab into f_(k−1−a)(k−1−b), "
            "it does not exchange a and b."
        ),
        "Where does f_01 of the filter stand after your operation?",
    ),
    (
        "stride-lost",
        "the stride is lost from an index",
        STRIDE_LOST,
        "Output m was taken to start at input m. It starts at s·m, so the stride multiplies the output's index.",
        "At which input does the second window start?",
    ),
    (
        "no-dilation",
        "∂L/∂O is not dilated",
        STRIDE_LOST,
        (
            "The gradient was convolved without zeros between its entries. At stride s the outputs lie s inputs "
            "apart, so s−1 zeros belong between them."
        ),
        "How far apart are two neighbouring outputs, counted in inputs?",
    ),
    (
        "wrong-dilation",
        "the wrong number of zeros is inserted",
        any_of(
            everywhere(lambda axis, bend: replace(bend, step=axis.stride + 1)),
            everywhere(lambda axis, bend: replace(bend, step=2)),
        ),
        (
            "Zeros were inserted, but not s−1 of them. Neighbouring outputs lie s inputs apart, which leaves s−1 "
            "places between."
        ),
        "How many inputs lie strictly between the starts of two neighbouring windows?",
    ),
    (
        "stride-dilation-swapped",
        "stride and dilation are exchanged",
        everywhere(lambda axis, bend: replace(bend, step=axis.dilation, spacing=axis.stride)),
        (
            "The stride was put on the tap and the dilation on the output. The stride moves windows, the dilation "
            "spreads the taps within one."
        ),
        "Which of the two moves the whole window?",
    ),
    (
        "stride-on-tap",
        "the stride multiplies the tap",
        any_of(
            everywhere(lambda axis, bend: replace(bend, step=1, spacing=axis.stride * axis.dilation)),
            everywhere(lambda axis, bend: replace(bend, spacing=axis.stride * axis.dilation)),
        ),
        (
            "The stride was applied to the filter's index. It belongs to the output's index, taps are d apart "
            "whatever the stride."
        ),
        "How far apart are two neighbouring taps of one window?",
    ),
    (
        "strided-filter-gradient",
        "the filter gradient is a strided correlation instead of a dilated one",
        everywhere(lambda axis, bend: replace(bend, step=1, spacing=axis.stride * axis.dilation)),
        "∂L/∂O was slid over X in steps of s. It is ∂L/∂O that is spread by s, and it slides in steps of d.",
        "Which of the two, ∂L/∂O or the window, is spread by the stride?",
    ),
    (
        "padding-lost",
        "the padding is lost from an index",
        shifted(lambda axis: axis.before),
        (
            "The index counts in the padded input, but the entries of X itself are meant. Padding moves them by "
            "p, so −p belongs in the index."
        ),
        "Which entry of X does the first tap of the first window meet?",
    ),
    (
        "crop-forgotten",
        "the padding is not cropped from the result",
        shifted(lambda axis: axis.before),
        (
            "The gradient was computed for the padded input. The p entries on each side belong to zeros that "
            "nobody asks for and are cut off."
        ),
        "Is this the gradient of X, or of X with its padding?",
    ),
    (
        "wrong-padding",
        "the padding has the wrong sign or size",
        any_of(
            shifted(lambda axis: 2 * axis.before),
            shifted(lambda axis: axis.effective_kernel - 1),
            shifted(lambda axis: axis.effective_kernel - 1 - axis.before),
        ),
        (
            "The padding entered with the wrong sign or amount. Before the flip e−1−p zeros are needed, with e = "
            "d(k−1)+1."
        ),
        "Where does the first output lie, counted in entries of X?",
    ),
    (
        "remainder-misplaced",
        "the remainder is put before instead of after",
        shifted(lambda axis: axis.remainder),
        (
            "The zeros for entries that no window reaches were put in front. The windows start at the beginning, "
            "so what is left over lies at the end."
        ),
        "At which end are the inputs that no window reaches?",
    ),
    (
        "limits",
        "a sum stops or starts at the wrong place",
        any_of(FEWER_OUTPUTS, LATER_OUTPUTS, FEWER_TAPS, LATER_TAPS),
        (
            "A limit of the sum leaves out the first or the last entry. Counted from 0 the last of n entries is "
            "n−1, counted from 1 it is n."
        ),
        "How many values does your summation letter take?",
    ),
    (
        "off-by-one",
        "an index is off by one",
        any_of(shifted(lambda axis: 1), shifted(lambda axis: -1)),
        (
            "An index is one too large or too small, as k−a for k−1−a. Try it at the first entry: it must give "
            "the first entry."
        ),
        "Which entry does your index give when all letters take their first value?",
    ),
    (
        "overwritten-overlap",
        "windows that overlap overwrite each other",
        everywhere(lambda axis, bend: replace(bend, last=True)),
        (
            "An entry that several windows meet got only the last contribution. The chain rule adds them: += "
            "instead of =."
        ),
        "How many outputs does this input take part in?",
    ),
)
