"""Files → the stretches of mathematics in them, each with its place in the file.

A source keeps the text at its original length: what is no mathematics is blanked, never cut, so an offset is a place.
"""

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import PurePath

from symconv.check.systems import unbraced
from symconv.errors import InputError
from symconv.notation.reader.macros import Origins, written_out


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORMATS = {
    ".tex": "latex",
    ".md": "markdown",
    ".markdown": "markdown",
    ".ipynb": "notebook",
    ".html": "html",
    ".htm": "html",
}
MATH_ENVIRONMENTS = _words(
    "equation align gather multline eqnarray displaymath math flalign alignat dmath aligned split"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of mathematics.

    Attributes:
        start: offset of its first character in the text.
        end: offset behind its last character.
        tex: whether it is TeX; otherwise a line of plain text.
    """

    start: int
    end: int
    tex: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text with its mathematics found.

    Attributes:
        text: the text; offsets count in it.
        stretches: its mathematics, in order.
        prose: the text with the mathematics blanked.
        original: the text before its own commands were written out.
        origins: offset in ``text`` → offset in ``original``.
        lines: where the text is only a part of a file, the file's line number of each of its lines.
    """

    text: str
    stretches: tuple[Stretch, ...]
    prose: str
    lines: tuple[int, ...] = ()
    original: str = field(default="", repr=False)
    origins: Origins = field(default=Origins(), repr=False)
    starts: tuple[int, ...] = field(default=(), repr=False)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        offset = self.origins[offset]
        row = bisect_right(self.starts, offset) - 1
        return (self.lines[row] if self.lines else row + 1), offset - self.starts[row] + 1

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
        markup: ``latex, markdown, notebook, html`` or ``text``; None takes the ending, then the look of the text.

    Raises:
        InputError: a notebook that is no JSON.
    """
    kind = markup or FORMATS.get(PurePath(name).suffix.lower()) or _look(text)
    lines: tuple[int, ...] = ()
    if kind == "notebook":
        text, lines = _notebook(text)
        kind = "markdown"
    if kind == "html":
        text = _without_tags(text)
    if kind == "latex":
        text = _without_comments(text)
    original = text
    text = text.translate(_SAME)
    text, origins = (text, Origins()) if kind == "text" else written_out(text)
    text = unbraced(text)
    stretches = tuple(_plain_lines(text, 0, len(text)) if kind == "text" else _found(text, kind))
    starts = (0, *(found.end() for found in re.finditer("\n", original)))
    prose = _blanked(text, stretches)
    return Source(
        text=text, stretches=stretches, prose=prose, lines=lines, original=original, origins=origins, starts=starts
    )


_LOOKALIKES = dict(zip("авсеіјкмнорѕтухАВСЕІЈКМНОРЅТУХ", "abceijkmhopstyxABCEIJKMHOPSTYX", strict=True))
_SAME = str.maketrans(
    _LOOKALIKES
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {
        chr(code): plain
        for code in range(0x1D400, 0x1D800)
        if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
    }
)
"""Signs that look like others: Cyrillic letters, wide signs, letters of mathematical alphabets."""


def _look(text: str) -> str:
    if text.lstrip().startswith("{") and '"cells"' in text:
        return "notebook"
    if re.search(r"\\documentclass|\\begin\{document\}", text):
        return "latex"
    return "markdown" if re.search(r"\$|\\\[|\\\(|\\begin\{|```", text) else "text"


def _without_comments(text: str) -> str:
    r"""Comments blanked, but for the header line; ``\%`` is no comment."""
    return re.sub(r"(?<!\\)%(?!.*symconv:)[^\n]*", lambda found: " " * len(found.group()), text)


def _without_tags(text: str) -> str:
    def padded(found: re.Match[str]) -> str:
        return unescape(found.group()).ljust(len(found.group()))

    blank = re.sub(r"<[/!]?[A-Za-z][^<>]{0,2000}>", lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    return re.sub(r"&[a-z]{2,8};|&#\d{2,6};", padded, blank)


def _notebook(text: str) -> tuple[str, tuple[int, ...]]:
    """The Markdown cells as one text, and the file's line number of each line."""
    try:
        cells = json.loads(text)["cells"]
        written = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("this is not a notebook: expected JSON with cells") from None
    numbers: list[int] = []
    joined, place = "\n\n".join(written), 0
    for line in joined.split("\n"):
        found = text.find(json.dumps(line, ensure_ascii=False)[1:-1], place) if line else -1
        place = found if found >= 0 else place
        numbers.append(text.count("\n", 0, place) + 1 if found >= 0 else (numbers[-1] if numbers else 1))
    return joined, tuple(numbers)


_OPENERS = re.compile(
    r"(?P<fence>^[ \t]*```[ \t]*(?P<language>\w*)[^\n]*\n)|(?P<display>\$\$)|(?P<bracket>\\\[)|(?P<paren>\\\()"
    r"|\\begin\{(?P<environment>\w+)\*?\}|(?<!\\)(?P<inline>\$)",
    re.MULTILINE,
)


def _found(text: str, kind: str) -> Iterator[Stretch]:
    """Delimited mathematics, and between it plain lines where the markup allows them."""
    place, hopeless = 0, set[str]()
    while found := _OPENERS.search(text, place):
        closer = _closer(found, kind)
        end = -1 if closer is None or closer in hopeless else text.find(closer, found.end())
        if closer and end < 0:
            hopeless.add(closer)
        if closer is None or end < 0 or (found["inline"] and "\n\n" in text[found.end() : end]):
            place = found.end()
            continue
        if kind == "markdown":
            yield from _plain_lines(text, place, found.start(), strict=True)
        if found["fence"] and found["language"] != "math":
            yield from _plain_lines(text, found.end(), end)
        else:
            yield Stretch(start=found.end(), end=end, tex=True)
        place = end + len(closer)
    if kind == "markdown":
        yield from _plain_lines(text, place, len(text), strict=True)


def _closer(found: re.Match[str], kind: str) -> str | None:
    if found["fence"]:
        return "\n```" if kind == "markdown" else None
    environment = found["environment"]
    if environment:
        starred = found.group()[len("\\begin{" + environment) :]
        return f"\\end{{{environment}{starred}" if environment in MATH_ENVIRONMENTS else None
    return {"$$": "$$", "\\[": "\\]", "\\(": "\\)", "$": "$"}[found.group()]


_FORMULA = re.compile(r"[=←≡≔]")
_TELLING = re.compile(r"∂|∇|\bd\w+/d\w|\+=|Σ|\bsum_")
_LEADER = re.compile(r"[ \t]*(?:(?:#+|//+|%+|[-*>]|\d+[.)]|\((?:[ivx]+|\d{1,3}[a-z]?|[a-z])\))[ \t]+)*")


_GOES_ON = re.compile(r"[ \t]*[+−·]|[ \t]{2,}[-*/][ \t]")
_OPEN = re.compile(r"[-+−·*/=(,][ \t]*$")
_SPOKEN = re.compile(
    r"(?:(?!(?:conv|corr|rot|flip|pad|sum|star|full|dilate|crop|transpose|for|d[A-Z])\w*\b)"
    r"[^\W\d_]{2,}[,:.]?[ \t]+|I[ \t]+)+"
    r"(?P<formula>(?:∂|d)[^\s=]{1,12}/(?:∂|d)|∇|d[A-Z]\w?[_\[(])"
)
"""Words in front of a derivative: ``We get dL/dx_0 = …``."""
_REMARK = re.compile(
    r"(?<=\S)(?:[ \t]+#(?=[ \t])|[ \t]{2,}(?://|--|←|<-+)(?=[ \t])"
    r"|[ \t]{2,}\((?:\d{1,3}[a-z]?|[ivx]{1,4}|\*)\)[ \t]*$).*"
)
"""What is said about a line, behind it."""


def _plain_lines(text: str, start: int, end: int, *, strict: bool = False) -> Iterator[Stretch]:
    """Lines of plain text with an equation; one that ends with a sign goes on, and one that starts with it too."""
    held: Stretch | None = None
    place = start
    for line in text[start:end].splitlines(keepends=True):
        remark = _REMARK.search(line)
        stop = place + (remark.start() if remark and remark.start() else len(line.rstrip()))
        content = line.strip()
        if held and content and "=" not in line and (_GOES_ON.match(line) or _OPEN.search(text[held.start : held.end])):
            held = replace(held, end=stop)
        else:
            if held:
                yield held
            wanted = _FORMULA.search(line) and not content.startswith("|") and (not strict or _TELLING.search(line))
            leader = _LEADER.match(line)
            lead = leader.end() if leader else 0
            if spoken := _SPOKEN.match(line, lead):
                lead = spoken.start("formula")
            plain = wanted and not (strict and "$" in line)
            held = Stretch(start=place + lead, end=stop, tex="\\" in line) if plain else None
        place += len(line)
    if held:
        yield held


def _blanked(text: str, stretches: tuple[Stretch, ...]) -> str:
    pieces: list[str] = []
    place = 0
    for stretch in stretches:
        if stretch.tex:
            pieces += (text[place : stretch.start], re.sub(r"[^\n]", " ", text[stretch.start : stretch.end]))
            place = stretch.end
    return "".join((*pieces, text[place:]))
