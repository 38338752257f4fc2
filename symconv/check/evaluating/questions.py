"""What formulas leave open, as subjects of questions with the answers that they may have.

What each question admits in a text is decided elsewhere, from what the text says; here it is only asked.
"""

from symconv.check.asking import Subject
from symconv.notation.tree import Node

CORRELATION, CONVOLUTION = "cross-correlation", "convolution (the filter is flipped)"

STAR: Subject = ("star",)
"""What ``∗`` does: CORRELATION or CONVOLUTION."""

EDGES: Subject = ("edges",)
"""Where a sign that does not say it starts and ends: VALID or FULL."""
AROUND: Subject = ("edges", "layer")
"""The same for a bare sign between X and F, which may be the whole LAYER, with its padding, stride and dilation."""
VALID, FULL, LAYER = "valid", "full", "layer"
WHOLE_LAYER = "the sign stands for the whole layer, with its stride, padding and dilation"

PADS: Subject = ("pads",)
"""How much ``pad`` without an amount adds to a gradient: NEEDED (e−1−p) or REACH (e−1)."""
NEEDED, REACH = "needed", "reach"

ORDER: Subject = ("order",)
"""The order of two channels above a filter: ``oi`` or ``io``."""

TURNED: Subject = ("turned",)
"""Whether the layer is the true convolution, so that the text calls f_ab what the layer calls f_(k−1−a)(k−1−b)."""

MENTIONED: Subject = ("mentioned",)
"""Whether a statement is about the strides, paddings and dilations that its text only mentions, or the usual ones."""

GENERAL: Subject = ("base", "general")
"""The number of the first entry in formulas with letters."""
ENTRIES: Subject = ("base", "entries")
"""The number of the first entry where entries are named by numbers."""


def size(letter: Node) -> Subject:
    """What a letter for a size stands for."""
    return ("size", letter)
