"""Conditions in parentheses behind a formula, ``(j ≠ i, …, i + k − 1)``, that are no part of what was read."""

from symconv.check.facts.parts import Part
from symconv.check.regex import regex
from symconv.check.understanding.claims import Claim

BEHIND = "what stands behind it in parentheses may be a condition, and is not understood"
_CONDITION = regex(
    r"(?:\\q?quad|\\[,;:! ]|~|\s|,)*[(（]\s*[A-Za-z]\w?\s*"
    r"(?:\\not|\\neq?(?![a-z])|\\notin|\\le|\\ge|\\lt|\\gt|[≠<>≤≥∉])"
)


def condition_behind(found: Claim, part: Part) -> str:
    """That such a condition follows a claim; empty where none does."""
    one = found.statement
    follows = _CONDITION.match(part.text, one.start - part.start + len(one.text)) or _CONDITION.search(one.text)
    return BEHIND if one.tex and follows else ""
