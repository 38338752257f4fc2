"""What is to be said of a statement that no layer is needed for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A verdict without a layer.

    Attributes:
        word: one of the verdicts.
        message: one sentence.
        assumptions: what it depends on.
        kind: what kind of statement it is.
    """

    word: str
    message: str
    assumptions: tuple[str, ...] = ()
    kind: str = "matrix"
