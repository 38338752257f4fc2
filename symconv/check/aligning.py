"""Marks of alignment and ends of rows: blanked, so that a formula over several rows reads as one."""

from symconv.check.joining import INLINE
from symconv.check.marks import ROW_END, TABLES
from symconv.check.regex import regex

_ALIGNING = regex(
    r"\\(?P<which>begin|end)\{(?P<environment>\w+)\*?\}(?:\{\d\})?|\\[&{}]|&"
    rf"|(?P<row>{ROW_END})"
    r"|(?P<brace>[{}])"
)


_ALIGNED = regex(r"\\(?:begin|end)\{|\\\\|&")


def unaligned(text: str) -> str:
    """Alignment marks and row ends outside matrices and braces blanked, and what else only sets a formula."""
    text = INLINE.sub(r" \1 ", text)
    if not _ALIGNED.search(text):
        return text
    pieces, matrices, braces, place = [], 0, 0, 0
    for found in _ALIGNING.finditer(text):
        pieces.append(text[place : found.start()])
        matrix = found["environment"] in TABLES
        matrices += (1 if found["which"] == "begin" else -1) if matrix else 0
        braces += {"{": 1, "}": -1}.get(found.group(), 0)
        aligns = (found["which"] and not matrix) or found.group() == "&" or (found["row"] and not braces)
        blank = (found["which"] and not matrix) or (aligns and not matrices)
        pieces.append(" " * len(found.group()) if blank else found.group())
        place = found.end()
    return "".join((*pieces, text[place:]))
