"""Definitions of a sign, ``(I ∗ K)_{ij} = Σ_m Σ_n I_{i+m,j+n} K_{mn}``: each is read alone, as an output of its own."""

from collections.abc import Callable, Iterable, Mapping

from symconv.check.regex import regex
from symconv.check.statements import Statement
from symconv.check.understanding.said import Said

Judge = Callable[[str, Mapping[str, str]], str]
"""What judges a formula on its own: its text, and role → letter; returns the verdict."""

DEFINES = "it defines what the sign does"
_LETTER = r"(?:\\(?:mathbf|boldsymbol|mathrm|bm)\s*\{{)?(?P<{}>[A-Za-z])\}}?"
_DEFINED = regex(
    rf"\s*(?:\\left)?[(\[]\s*{_LETTER.format('first')}\s*(?:\\(?:ast|star|circledast|otimes)(?![A-Za-z])|[*⋆∗⊛⊗])\s*"
    rf"{_LETTER.format('second')}\s*(?:\\right)?[)\]](?=\s*[_(\[])"
)
_LETTERS = "YZOSR"
"""What the output may be called; one that no operand is called."""


def sign_definitions(read: Iterable[Statement], judge: Judge) -> Mapping[int, Said]:
    """Offset → what is said of a definition of a sign that is one; another formula may still be one for its writer."""
    return {one.start: Said(word="right", kind="forward", message=DEFINES) for one in read if _holds(one, judge)}


def _holds(one: Statement, judge: Judge) -> bool:
    """Whether a formula is the forward pass of some layer, whichever of its operands is the filter."""
    named = _DEFINED.match(one.text) if one.tex and not one.continues else None
    if named is None:
        return False
    pair = named["first"], named["second"]
    output = next(letter for letter in _LETTERS if letter not in pair)
    formula = f"$${output}{one.text[named.end() :]}$$"
    roles = ({"input": a, "weight": b, "output": output} for a, b in (pair, pair[::-1]))
    return any(judge(formula, names).startswith("right") for names in roles)
