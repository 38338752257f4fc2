r"""Differentials in TeX, which are one name: ``dX``, ``d\ell``, ``\mathrm d L``, ``d w_a``."""

import re

from symconv.notation.reader.signs import GREEK

UPRIGHT = re.compile(r"\s+d(?![A-Za-z])")
_STYLED = r"\\(?:mathcal|mathscr|mathfrak|mathbf|mathbb|mathsf|boldsymbol|bm|mathrm|mathit)\b\s*"
_LETTER = r"\\(?:ell|alpha|beta|gamma|kappa|lambda|omega|Omega|phi|varphi|chi|psi|theta|Theta|sigma|delta)\b"
DIFFERENTIAL = re.compile(
    rf"\s*(?:\\[,!]\s*)?(?:{_STYLED}(?:\{{\s*([A-Za-z]|{_LETTER})\s*\}}|([A-Za-z])(?![A-Za-z]))|({_LETTER})"
    r"|([A-Za-z])(?![A-Za-z]))"
)
"""What is differentiated behind an upright d."""
SPACED = re.compile(r"\s+(?:[A-Z](?![A-Za-z])|[a-z](?=\s*[_(^\[]))")
"""A letter with a blank before it that can only be differentiated; ``d a`` may be a dilation's multiple."""


def differential(source: str, place: int, *, upright: bool = False) -> tuple[str, int] | None:
    """The name behind a ``d``, and the offset behind it; None where the d is a letter of its own.

    Args:
        source: the formula.
        place: the offset behind the d.
        upright: whether the d is set upright, which says that it differentiates.
    """
    found = DIFFERENTIAL.match(source, place)
    if found is None or not (upright or not found[4] or SPACED.match(source, place)):
        return None
    name = next(filter(None, found.groups())).lstrip("\\")
    return f"d{GREEK.get(name, name)}", found.end()


_BRACE = re.compile(r"\s*\{\s*")


def grouped_differential(source: str, place: int) -> tuple[str, int] | None:
    """The name at the start of a group behind a d, ``d{X_{11}}``, and the offset behind it; the group stays open."""
    brace = _BRACE.match(source, place)
    return differential(source, brace.end(), upright=True) if brace else None
