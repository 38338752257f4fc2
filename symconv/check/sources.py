"""Files → the stretches of mathematics in them, each with its place in the file.

A source keeps the text at its original length: what is no mathematics is blanked, never cut, so an offset is a place.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from symconv.check.blanks import squeezed
from symconv.check.brackets import bracketed
from symconv.check.frames import unframed
from symconv.check.lines import Stretch, plain_lines
from symconv.check.markup import (
    comments,
    harmless,
    kind_of,
    notebook,
    told_aloud,
    without_comments,
    without_frames,
    without_remarks,
    without_scripts,
    without_tags,
)
from symconv.check.presented import with_tex
from symconv.check.regex import regex
from symconv.check.respelled import respelled
from symconv.check.restructured import restructured
from symconv.check.stretches import delimited
from symconv.check.systems import unbraced
from symconv.notation.reader.macros import Origins, written_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text with its mathematics found.

    Attributes:
        text: the text; offsets count in it.
        stretches: its mathematics, in order.
        prose: the text with the mathematics blanked.
        comments: the lines that TeX does not set, each with its place.
        original: the text before its own commands were written out.
        origins: offset in ``text`` → offset in ``original``.
        lines: where the text is only a part of a file, the file's line number of each of its lines.
    """

    text: str
    stretches: tuple[Stretch, ...]
    prose: str
    comments: tuple[tuple[int, str], ...] = ()
    lines: tuple[int, ...] = ()
    original: str = field(default="", repr=False)
    origins: Origins = field(default=Origins(), repr=False)
    starts: tuple[int, ...] = field(default=(), repr=False)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        offset = self.origins[offset]
        row = bisect_right(self.starts, offset) - 1
        return (self.lines[row] if self.lines else row + 1), offset - self.starts[row] + 1

    def offset(self, line: int, column: int) -> int | None:
        """The offset of a place, of the first sign of a line where the column is 0; None where there is none."""
        row = (self.lines.index(line) if line in self.lines else -1) if self.lines else line - 1
        if not 0 <= row < len(self.starts):
            return None
        written = self.original[self.starts[row] :].split("\n", 1)[0]
        at = max(column - 1, 0) or len(written) - len(written.lstrip())
        return bisect_left(range(len(self.text)), self.starts[row] + at, key=self.origins.__getitem__)

    def line(self, offset: int) -> str:
        """The line of text an offset lies in."""
        row = bisect_right(self.starts, self.origins[offset]) - 1
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.original)
        return self.original[self.starts[row] : end].rstrip("\n")

    def written(self, start: int, end: int) -> str:
        """What stands in the file between two offsets."""
        return self.original[self.origins[start] : self.origins[end]]


def source(text: str, name: str = "", markup: str | None = None) -> Source:
    """Finds the mathematics in a text.

    Args:
        text: the text.
        name: its file name; the ending tells the markup.
        markup: ``latex, markdown, notebook, html, rst, typst`` or ``text``; None takes the ending, then the look of
            the text.

    Raises:
        InputError: a notebook that is no JSON.
    """
    text = harmless(text)
    kind = markup or kind_of(text, name)
    lines: tuple[int, ...] = ()
    if kind == "notebook":
        text, lines = notebook(text)
        kind = "markdown"
    if kind == "typst":
        text, kind = told_aloud(text), "markdown"
    if kind == "html":
        text = without_tags(with_tex(without_scripts(text)))
    remarks: tuple[tuple[int, str], ...] = ()
    if kind == "latex":
        remarks, text = comments(text), without_comments(text)
    original = text
    text, origins = squeezed(respelled(text))
    if kind == "text":
        text = without_frames(text)
    else:
        text, made = written_out(text)
        origins = replace(made, before=origins)
    text = unframed(unbraced(bracketed(without_remarks(text))))
    stretches = tuple(one for one in _stretches(text, kind) if not _STRUCK.match(text, one.start, one.end))
    starts = (0, *(found.end() for found in re.finditer("\n", original)))
    prose = _blanked(text, stretches)
    place = partial(bisect_left, range(len(text) + 1), key=origins.__getitem__)
    return Source(
        text=text,
        stretches=stretches,
        prose=prose,
        comments=tuple((place(start), said) for start, said in remarks),
        lines=lines,
        original=original,
        origins=origins,
        starts=starts,
    )


_STRUCK = regex(r"\s*\\[bx]?cancel\s*\{(?=.*\}\s*\Z)", re.DOTALL)
"""A formula that is struck out as a whole."""


def _stretches(text: str, kind: str) -> Iterator[Stretch]:
    if kind == "text":
        return plain_lines(text, 0, len(text))
    return restructured(text) if kind == "rst" else delimited(text, kind)


def _blanked(text: str, stretches: tuple[Stretch, ...]) -> str:
    pieces: list[str] = []
    place = 0
    for stretch in stretches:
        if stretch.tex:
            pieces += (text[place : stretch.start], re.sub(r"[^\n]", " ", text[stretch.start : stretch.end]))
            place = stretch.end
    return "".join((*pieces, text[place:]))
