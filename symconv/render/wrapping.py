"""Lines of a width, for words of any language: Chinese and Japanese break between signs, which are two columns wide."""

import textwrap
from collections.abc import Iterator

from symconv.language.width import is_wide, width

STAYS = "、。，．：；！？）」』】”’"
"""Signs that no line begins with."""

OPENS = "（「『【“‘"
"""Signs that no line ends with."""


def wrapped(text: str, columns: int, *, first: str = "", then: str = "") -> list[str]:
    """The text on lines of at most so many columns; what starts the first one and the others counts."""
    if not any(map(is_wide, text)):
        return textwrap.wrap(
            text, columns, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
        )
    lines, line, start = [], first, first
    for piece in pieces(text):
        if line != start and width(line + piece.rstrip(" ")) > columns:
            lines.append(line.rstrip(" "))
            line = start = then
            piece = piece.lstrip(" ")
        line += piece
    return [*lines, line.rstrip(" ")]


def pieces(text: str) -> Iterator[str]:
    """What stays together: a wide sign with the marks around it, or a word with the space after it."""
    piece = ""
    for sign in text:
        last = piece[-1:]
        splits = last == " " or (is_wide(sign) or (last and is_wide(last)))
        if piece and splits and sign not in STAYS + " " and last not in OPENS:
            yield piece
            piece = ""
        piece += sign
    yield piece
