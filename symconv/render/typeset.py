"""Formulas that are kept as plain text, set as mathematics again: the reader reads what the plain hand wrote."""

import re
from functools import lru_cache
from html import escape

from symconv.notation.mathml import Pen
from symconv.notation.reader import ReadError, read

ENTRY = r"(?:[A-Za-z\u0391-\u03c9](?:\^\([\w,]+\))?_(?:\d+|[a-z]{1,3}\b|\{[^\s{}]*\})|[A-Za-z]{2}_\d+)"
"""``x_12``, ``f^(0,1)_ab``, ``x_{2m+a,1}``, ``dx_12``: short names, so that no file's and no program's is one."""
DERIVATIVE = rf"∂(?:[A-Za-z]|{ENTRY})/∂(?:{ENTRY}|[A-Za-z]\b)"
TERM = rf"(?:\d+·)*(?:{DERIVATIVE}|{ENTRY})(?:·(?:{DERIVATIVE}|{ENTRY}|\d+))*"
FORMULA = re.compile(rf"(?<![\w/∂.]){TERM}(?: [=≠+−] (?:{TERM}|\d+\b))*(?![\w/]|\.\w)")
"""Sums of products of entries, as they stand among words."""


@lru_cache(maxsize=4096)
def typeset(written: str) -> str:
    """A formula as MathML; what cannot be read stays as it was written. Safe in a page."""
    return _set(written) or f"<code>{escape(written)}</code>"


def worded(told: str) -> str:
    """Words with formulas among them, these as MathML. Safe in a page."""
    parts, at = [], 0
    for found in FORMULA.finditer(told):
        parts += [escape(told[at : found.start()]), _set(found[0]) or escape(found[0])]
        at = found.end()
    return "".join((*parts, escape(told[at:])))


def _set(written: str) -> str:
    """A formula as MathML; empty where it cannot be read."""
    try:
        return f"<math>{Pen().inline(read(written, tex=False))}</math>"
    except (ReadError, KeyError):
        return ""
