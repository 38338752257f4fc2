"""Formulas that are kept as plain text, set as mathematics again: the reader reads what the plain hand wrote."""

from functools import lru_cache
from html import escape

from symconv.notation.mathml import Pen
from symconv.notation.reader import ReadError, read


@lru_cache(maxsize=4096)
def typeset(written: str) -> str:
    """A formula as MathML; what cannot be read stays as it was written. Safe in a page."""
    try:
        return f"<math>{Pen().inline(read(written, tex=False))}</math>"
    except (ReadError, KeyError):
        return f"<code>{escape(written)}</code>"
