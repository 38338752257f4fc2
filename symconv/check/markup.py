"""Files → text of the same length, without what is not for the reader: comments, tags, the cells of a notebook."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import PurePath

from symconv.check import restructured
from symconv.check.regex import regex
from symconv.errors import InputError

FORMATS = {
    ".tex": "latex",
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".ipynb": "notebook",
    ".html": "html",
    ".htm": "html",
    ".rst": "rst",
    ".typ": "typst",
}


def kind_of(text: str, name: str) -> str:
    """The markup that a file's ending tells, or else the look of its text."""
    ending = FORMATS.get(PurePath(name).suffix.lower())
    if ending == "markdown" and "$" not in text and restructured.WRITTEN.search(text):
        return "rst"
    if ending:
        return ending
    if text.lstrip().startswith("{") and '"cells"' in text:
        return "notebook"
    if re.search(r"\\documentclass|\\begin\{document\}", text):
        return "latex"
    if restructured.WRITTEN.search(text):
        return "rst"
    return "markdown" if re.search(r"\$|\\\[|\\\(|\\begin\{|```", text) else "text"


def comments(text: str) -> tuple[tuple[int, str], ...]:
    r"""The comments that have a line of their own, with their places; they may tell what the formulas are about."""
    lines = re.finditer(r"^[ \t]*+%++[ \t]*+(?!.*symconv:)([^\n\w]*+\w[^\n]*)", text, re.MULTILINE)
    return tuple((found.start(1), found[1]) for found in lines)


def without_comments(text: str) -> str:
    r"""Comments blanked, but for the header line; ``\%`` is no comment."""
    return re.sub(r"(?<!\\)%(?!.*symconv:)[^\n]*", lambda found: " " * len(found.group()), text)


def without_scripts(text: str) -> str:
    """What a page computes and how it looks, blanked: scripts and styles."""
    pieces: list[str] = []
    place = 0
    open_ = {"script", "style"}
    while open_ and (opened := re.compile(f"<({'|'.join(sorted(open_))})\\b").search(text, place)):
        end = text.find(f"</{opened[1]}>", opened.end())
        if end < 0:
            open_.remove(opened[1])
            continue
        pieces += (text[place : opened.start()], re.sub(r"[^\n]", " ", text[opened.start() : end]))
        place = end
    return "".join((*pieces, text[place:]))


def without_tags(text: str) -> str:
    """Tags blanked; character references as what they stand for, at the same length."""

    def padded(found: re.Match[str]) -> str:
        return unescape(found.group()).ljust(len(found.group()))

    blank = re.sub(r"<[/!]?[A-Za-z][^<>]{0,2000}>", lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    return re.sub(r"&[a-z]{2,8};|&#\d{2,6};", padded, blank)


_ALTERNATIVE = regex(
    r'(?:#block\([^()\n]{0,80}, *)?#?\beq\("(?P<told>[^"\\\n]{1,4000})", \$(?:[^$"]|"[^"\n]*+")*+\$\)(?:\)(?=\n)|;?)'
)


def told_aloud(text: str) -> str:
    """Formulas of a Typst document as what is read aloud in their place, at the same length: our own tell them so.

    An equation is set as code, since what stands around it in its line, as ``words[…]``, is Typst's and no part of it.
    """

    def alone(found: re.Match[str]) -> str:
        blank = re.sub(r"[^\n]", " ", found.group())
        start = found.start("told") - found.start()
        mark = "`" if "=" in found["told"] else " "
        return f"{blank[: start - 1]}{mark}{found['told']}{mark}{blank[start + len(found['told']) + 1 :]}"

    return _ALTERNATIVE.sub(alone, text)


_FRAMED = regex(r"(?:^[ \t]*//[^\n]*(?:\n|\Z)){3,}|(?:^[ \t]*#(?!#)[^\n]*(?:\n|\Z)){3,}", re.MULTILINE)
_MARK = regex(r"^([ \t]*)(//[/!]?|#|\*(?!/))(?=[ \t]|$)", re.MULTILINE)


def without_frames(text: str) -> str:
    """Comments of code without the sign that each of their lines begins with, so that formulas go on over lines."""
    pieces: list[str] = []
    place = 0
    while (start := text.find("/*", place)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        pieces += (_FRAMED.sub(_unmarked, text[place:start]), _MARK.sub(_blank, text[start:end]))
        place = end
    return "".join((*pieces, _FRAMED.sub(_unmarked, text[place:])))


def _unmarked(found: re.Match[str]) -> str:
    return _MARK.sub(_blank, found.group())


def _blank(mark: re.Match[str]) -> str:
    return mark[1] + " " * len(mark[2])


_CONTROLS = dict.fromkeys(
    [*range(32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
) | {ord(kept): kept for kept in "\t\n\r"}
"""Signs that move a terminal's cursor or turn a line around, and show nothing themselves."""


def harmless(text: str) -> str:
    """The text as it may be shown: without signs that control what shows it."""
    return text.translate(_CONTROLS)


def notebook(text: str) -> tuple[str, tuple[int, ...]]:
    """The Markdown cells as one text, and the file's line number of each line.

    Raises:
        InputError: it is no JSON with cells.
    """
    try:
        cells = json.loads(text)["cells"]
        written = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("this is not a notebook: expected JSON with cells") from None
    joined = "\n\n".join(written)
    return joined, tuple(_numbers(joined.split("\n"), text))


_STRING = regex(r'"(?:[^"\\]|\\.)*"')


def _numbers(lines: list[str], text: str) -> Iterator[int]:
    """For each line of the cells its line in the file, where each has a string of its own."""
    known: dict[str, list[int]] = {}
    number, place = 1, 0
    for found in _STRING.finditer(text):
        number, place = number + text.count("\n", place, found.start()), found.start()
        for part in json.loads(found.group()).split("\n"):
            known.setdefault(part, []).append(number)
    last = 1
    for line in lines:
        numbers = known.get(line, []) if line else []
        later = bisect_left(numbers, last)
        last = numbers[later] if later < len(numbers) else last
        yield last


_REMARKED = regex(
    r"\\x(?:long)?equal(?:\s*\[[^\[\]\n]{0,80}\])?\s*\{[^{}\n]{0,80}\}|\\(?:overset|stackrel|underset)\s*\{[^{}\n]{0,80}\}\s*\{\s*=\s*\}"
)


_NEWLINE = regex(r"\\newline(?![A-Za-z])")
_ESCAPED = regex(r"(\\(?:begin|end)\{\w+)\\\*\}")


_FENCE = regex(r"(\\[bB]igg?[lrm]?\s*)\{\s*(\\?[()\[\]{}|])\s*\}")
_INSIDE = r"\{((?:[^{}\n]|\{[^{}\n]{0,40}\}){1,60})\}"
_SUM = r"\{\s*\\sum\s*\}"
_STACKED = (
    (regex(rf"\\overset\s*{_INSIDE}\s*\{{\s*\\underset\s*{_INSIDE}\s*{_SUM}\s*\}}"), r"\sum_{{{1}}}^{{{0}}}"),
    (regex(rf"\\underset\s*{_INSIDE}\s*\{{\s*\\overset\s*{_INSIDE}\s*{_SUM}\s*\}}"), r"\sum_{{{0}}}^{{{1}}}"),
    (regex(rf"\\underset\s*{_INSIDE}\s*{_SUM}"), r"\sum_{{{0}}}"),
)
"""Sums whose letters stand above and below them by a command of their own."""


_REALS = regex(r"(\\in\s*\{?)\\(?:mathbf|mathrm|mathsf|mathcal)(?=\s*\{\s*R\s*\}\s*\^)")
"""Where an array lies, with the set of reals in another face than the usual one."""


def _stacked(written: str, found: re.Match[str]) -> str:
    return written.format(*found.groups()).ljust(len(found.group()))


def without_remarks(text: str) -> str:
    """Signs of equality without the remarks above and below them; environments, rows, sums as they are usually set."""
    text = _ESCAPED.sub(r"\1*} ", text)
    text = _REALS.sub(lambda found: f"{found[1]}\\mathbb".ljust(len(found.group())), text)
    text = _FENCE.sub(lambda found: f"{found[1]}{found[2]}".ljust(len(found.group())), text)
    for pattern, written in _STACKED:
        text = pattern.sub(partial(_stacked, written), text)
    text = _NEWLINE.sub(r"\\\\      ", text)
    return _REMARKED.sub(lambda found: "=".ljust(len(found.group())), text)
