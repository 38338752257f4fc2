"""Mistakes beyond one axis, in the terms of a line, in the size of a map: rows as in ``bending.py``."""

from symconv.check.mistakes.benders import one_channel, swapped

SEEN = (
    (
        "channels-not-summed",
        "the output channels are not summed",
        one_channel,
        (
            "Only one output channel was followed back. An input feeds every output channel of its group, and all "
            "of them add up."
        ),
        "Through which output channels does this input reach the loss?",
    ),
    (
        "operands-swapped",
        "two factors have exchanged their indices",
        swapped,
        (
            "The index of one factor stands on the other. The relation i = s·m + d·a − p tells which index "
            "belongs to which tensor."
        ),
        "Which tensor does each of your indices count?",
    ),
    (
        "missing-sum",
        "one term stands for a whole sum",
        None,
        (
            "Only one of several paths to the loss was followed. The chain rule sums over every output that the "
            "quantity takes part in."
        ),
        "In how many outputs does this quantity appear?",
    ),
    (
        "wrong-left-side",
        "the left side is that of another entry",
        None,
        "The right side is the gradient of another entry. Probably a line was copied and its left side kept.",
        "For which entry did you derive this right side?",
    ),
    (
        "wrong-index",
        "a factor has a wrong index",
        None,
        "One factor of a term has another index than the relation gives. Check i = s·m + d·a − p for that term.",
        "Does i = s·m + d·a − p hold for every term?",
    ),
    (
        "order-reversed",
        "the entries stand in another order",
        None,
        (
            "The right entries are there, but beside the wrong partners. As the output goes on, the tap of the filter "
            "goes back: i = s·m + d·a − p pairs them."
        ),
        "Which tap belongs to the first of your outputs, and which to the last?",
    ),
    (
        "missing-term",
        "a term is missing",
        None,
        "A window that meets this entry was left out. Count the windows that reach it: each gives one term.",
        "Which windows reach this entry?",
    ),
    (
        "extra-term",
        "a term does not belong here",
        None,
        (
            "A term stands here whose output does not depend on this entry. Each term needs a window that reaches "
            "the entry."
        ),
        "Does every output in your sum depend on this entry?",
    ),
    (
        "remainder-dropped",
        "the remainder is dropped",
        None,
        (
            "At this stride the last inputs are reached by no window, and the result comes out too small by them. "
            "They have gradient 0 and belong in the result: pad r more zeros after."
        ),
        "How large is X, and how large is your result?",
    ),
    (
        "untrimmed",
        "the result is not trimmed",
        None,
        (
            "The map comes out larger than what it is the gradient of. Entries beyond it belong to inputs or taps "
            "that do not exist and are cut off."
        ),
        "How large must the result be?",
    ),
    (
        "batch-averaged",
        "the gradient is divided by the batch size",
        None,
        "A loss that is a mean already carries its 1/N in ∂L/∂O. Dividing again counts it twice.",
        "Is the 1/N not already part of ∂L/∂O?",
    ),
    (
        "shape-claim",
        "the output size is wrong",
        None,
        "The formula for the size does not give the number of windows. It is ⌊(N + 2p − d(k−1) − 1)/s⌋ + 1.",
        "How many windows fit into your input?",
    ),
)
