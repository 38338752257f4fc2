"""Conditions in parentheses behind a formula, ``(j ≠ i, …, i + k − 1)``, that are no part of what was read."""

from symconv.check.regex import regex
from symconv.check.statements import Statement

BEHIND = "what stands behind it in parentheses may be a condition, and is not understood"
_CONDITION = regex(
    r"(?:\\q?quad|\\[,;:! ]|~|\s|,)*[(（]\s*[A-Za-z]\w?\s*"
    r"(?:\\not|\\neq?(?![a-z])|\\notin|\\le|\\ge|\\lt|\\gt|[≠<>≤≥∉])"
)


def condition_behind(found: Statement, text: str) -> bool:
    """Whether such a condition follows a formula.

    Args:
        found: the formula.
        text: the text from it on.
    """
    behind = text[len(found.text) :]
    return bool(found.tex and (_CONDITION.match(behind) or _CONDITION.search(found.text)))
