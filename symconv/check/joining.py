"""Rows and displays that are one equation: a sign ends the one or starts the other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from symconv.check.lines import Stretch
from symconv.check.marks import marks
from symconv.check.regex import regex

_OPEN_END = regex(r"(?:[-+=*/(·×]|\\cdot|\\times|\\ast|\\star)\s*(?:\\\\)?\s*$")
OPEN_START = regex(
    r"[\s&]*(?:\\(?:quad|qquad|,|;|hspace\{[^}]*\}|phantom\{[^}]*\})\s*)*[\s&]*(?:[-+*·×]|\\cdot(?!s)|\\times)"
)


def joined(text: str, rows: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Rows that end or start with a sign belong together."""
    held: tuple[int, int] | None = None
    for start, end in rows:
        if held and _belong(text, held, start):
            held = held[0], end
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def _belong(text: str, held: tuple[int, int], start: int) -> bool:
    """Whether a row goes on from the one before: a sign between them, or a left side alone before its ``=``."""
    following = text[start : start + 200]
    if _OPEN_END.search(text[max(held[0], held[1] - 40) : held[1]]) or OPEN_START.match(following):
        return True
    before = text[held[0] : held[1]].strip()
    if before.endswith(","):
        return not _TOLD.match(following) and not _RELATED.search(following.partition("\\\\")[0])
    if _is_unsigned(text, start):
        return bool(_RELATED.search(before))
    alone = bool(before) and len(before) < 400 and not _RELATED.search(before)
    return alone and bool(CONTINUING.match(following))


_TOLD = regex(r"(?:\s|&|\\q?quad\b)*(?:\\(?:text|textrm|mbox)\b|\Z)")
"""What a row starts with that is said in words."""


def _is_unsigned(text: str, start: int) -> bool:
    """Whether an aligned row starts with an entry, holds no equation, and no sign joins it to the row before."""
    row = text[start : start + 400].partition("\\\\")[0]
    return bool(_ENTRY_FIRST.match(row)) and not _RELATED.search(row)


def unsigned(text: str, start: int, end: int) -> Iterator[int]:
    """The ``&`` of each row of an equation that goes on from the one before it without a sign."""
    for row in (found for found, depth in marks(text, start, end) if found["row"] and depth == 0):
        ended = _OPEN_END.search(text[max(start, row.start() - 40) : row.start()])
        if _is_unsigned(text, row.end()) and not ended:
            yield text.index("&", row.end())


_ENTRY_FIRST = regex(r"\s*&(?:\s|&|\\q?quad\b|\\[,;:! ]|\\hspace\{[^}]*\})*(?!\\(?:text|[vcd]?dots|ldots))(?=[^\s&]*_)")

CONTINUING = regex(r"(?:\s|&|\\displaystyle\b|\\h?phantom\{[^=]*\}|\\q?quad\b|\\[,;:!])*=(?!=)")
"""What a row starts with that goes on from the equation before it."""
_RELATED = regex(r"[=←≡≔]|\\(?:coloneqq|triangleq|equiv|gets|leftarrow)\b")

_BETWEEN = regex(r"(?:\s|\$|\\(?:begin|end)\{(?:align|equation|gather|split)(?:ed|at)?\*?\}|\\[\[\]])*$")


def going_on(text: str, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches; a display that starts with a sign goes on from the one right before it."""
    held: Stretch | None = None
    for stretch in stretches:
        between = held is not None and held.tex and stretch.tex and text[held.end : stretch.start]
        if held and between and len(between) < 80 and INLINE.fullmatch(between):
            held = replace(held, end=stretch.end)
            continue
        goes_on = between and len(between) < 80 and _BETWEEN.match(between)
        if held and goes_on and OPEN_START.match(text[stretch.start : stretch.start + 200]):
            held = replace(held, end=stretch.end)
            continue
        if held:
            yield held
        held = stretch
    if held:
        yield held


INLINE = regex(r"\$(\s*(?:=|\\ast|\\star|[*⋆∗])\s*)\$")
"""A sign between two formulas that each have their own delimiters, ``$A$ = $B$``."""
