"""A stretch of mathematics → its equations: rows, equations side by side, lines that go on."""

import re
from collections.abc import Iterator

from symconv.check.joining import OPEN_START, joined
from symconv.check.lines import Stretch
from symconv.check.marks import REMARK, SAID, WORDS, marks
from symconv.check.regex import regex
from symconv.check.trimming import trimmed

_APART = regex(rf"[,;](?=[\s~]|\\)|\\(?:{WORDS})|{REMARK}|(?<=\s)(?:{SAID})(?=\s)|(?<=\s)\(")
_INDENT = regex(r"\\\\\*?(?:\[[^\]\n]{0,12}\])?(?:\s|&|\\[,;:! ]|\\q?quad)*\Z")
"""The start of a row, up to a blank that only moves it."""
_ADDED = regex(r"[\s&]*(?:[+*·×]|\\cdot(?!s)|\\times)")
"""What goes on with the side before it, whatever stands between."""


def pieces(text: str, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """The places of the equations in a stretch."""
    rows = [(stretch.start, stretch.end)] if not stretch.tex else list(_rows(text, stretch))
    for start, end in joined(text, rows):
        cuts = [start]
        cut = marks(text, start, end) if _APART.search(text, start, end) else ()
        apart = [found for found, depth in cut if not depth and found.lastgroup in ("apart", "list", "said")]
        for number, found in enumerate(apart):
            following = apart[number + 1].start() if number + 1 < len(apart) else end
            piece = text[found.end() : following]
            goes_on = not found["list"] and _ADDED.match(piece)
            if goes_on or _INDENT.search(text, max(start, found.start() - 200), found.start()):
                continue
            if _is_equation(piece) or (not found["list"] and not OPEN_START.match(piece)):
                cuts.append(found.start())
        cuts = sorted({*cuts, *_columns(text, start, end)})
        for first, last in zip(cuts, [*cuts[1:], end], strict=True):
            yield from _apart(text, *trimmed(text, first, last))


def _columns(text: str, start: int, end: int) -> Iterator[int]:
    """Where an aligned row goes on with an equation in its next column, ``H &= … & W &= …``."""
    for found in _COLUMN.finditer(text, start, end):
        before = text[start : found.start()]
        if "=" in before and not _TABLE.search(before):
            yield found.start()


_TABLE = regex(r"\\begin\{(?:\w*matrix|array|cases)")
_COLUMN = regex(r"(?<!\\)&(?=\s*[^&=\s][^&=\n]{0,80}&\s*=)")


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Settings, ``H = 5, W = 4``, one by one; anything else as it is."""
    if not _SETTINGS.fullmatch(text, start, end):
        yield start, end
        return
    for found in _SETTING.finditer(text, start, end):
        yield found.span()


_SETTING = regex(r"[^\W\d]\w*\s*=\s*[\w.]+")
_SETTINGS = regex(rf"\s*{_SETTING.pattern}(?:\s*[,;]\s*{_SETTING.pattern})+\s*")


def _is_equation(text: str) -> bool:
    """Whether a piece behind a comma is a new equation rather than the rest of a list."""
    return bool(re.search(r"(?<![<>!=:+])=(?!=)|≠|\\in\s*\\mathbb|∈\s*ℝ", text)) and text.count("{") == text.count("}")


def _rows(text: str, stretch: Stretch) -> Iterator[tuple[int, int]]:
    place = stretch.start
    several = _ROW.search(text, stretch.start, stretch.end)
    for found, depth in marks(text, stretch.start, stretch.end) if several else ():
        if found["row"] and depth == 0:
            yield from _lines(text, place, found.start())
            place = found.end()
    yield from _lines(text, place, stretch.end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of a row that are equations of their own, ``O_H = …`` above ``O_W = …``; else the row."""
    place = start
    for found in _NEW_LINE.finditer(text, start, end):
        above = text[place : found.start()]
        whole = "=" in above and above.count("{") == above.count("}") and "\\begin" not in above
        if whole and not above.rstrip().endswith(_OPEN):
            yield place, found.start()
            place = found.end()
    yield place, end


_NEW_LINE = regex(
    r"\n(?=[ \t]*[A-Za-z]'?(?:_(?:\w|\{[^{}=\n]{1,20}\}))?(?:\^(?:\w|\{[^{}=\n]{1,20}\}))?[ \t]*=(?![ \t]*=))"
)
_OPEN = ("=", "+", "-", "\\cdot", "\\times", "(", "[", ",")
"""What a line ends with that goes on in the next."""
_ROW = regex(r"\\\\|\\[ \t]*\n")
