"""What signs leave open: whether ``∗`` flips its filter, whether it pads first."""

from dataclasses import dataclass

from symconv.check.evaluating.stars import CORRELATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How signs that leave something open are read.

    Attributes:
        star: what ``∗`` does.
        full: whether a sign that does not say so pads its first operand by the filter's reach.
        padding: what ``pad`` without an amount adds to a gradient: ``needed`` (e−1−p) or ``reach`` (e−1).
        whole: whether a bare sign between X and F is the whole layer, with its padding, stride and dilation.
    """

    star: str = CORRELATION
    full: bool = False
    padding: str = "needed"
    whole: bool = False
