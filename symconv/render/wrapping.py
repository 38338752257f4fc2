"""Lines of a width, for words of any language: Chinese and Japanese break between signs, which are two columns wide."""

import re
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


def code(line: str, columns: int) -> Iterator[str]:
    """A line of a program, indented: where it is too long broken between statements, then after commas in brackets."""
    for statement in [line] if len(line) <= columns else line.split("; "):
        start, told = "    ", ""
        for piece in re.split(r"(?<=,)", statement):
            if told.strip() and len(told) + len(piece) > columns + 4 - len(start):
                yield start + told.rstrip(" ")
                start, told = " " * 8, ""
                piece = piece.lstrip(" ")
            told += piece
        yield start + told


LABEL = re.compile(r" *(?:\S[^:\n]{0,17}: +(?=\S))?")
"""What a line of a report starts with: its margin, and the name of what is told."""


def fitted(report: str, columns: int) -> str:
    """A report on lines of at most so many columns: text goes on below its start, a quoted line is cut at its mark."""
    lines = report.split("\n")
    told: list[str] = []
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if after.strip() == "^" and width(line) > columns:
            cut = max(after.index("^") - columns // 2, 0)
            told.append(f"  {line[2 + cut : columns + cut]}")
        elif line.strip() == "^" and width(before) > columns:
            told.append(line[max(line.index("^") - columns // 2, 0) :])
        else:
            told += _below(line, columns)
    return "\n".join(told)


def _below(line: str, columns: int) -> list[str]:
    if width(line) <= columns:
        return [line]
    start = LABEL.match(line)
    first = start[0] if start and line.startswith(" ") else ""
    return wrapped(line[len(first) :], columns, first=first, then=" " * width(first) if first else "    ")
