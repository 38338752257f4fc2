"""Text → its stretches of mathematics: what stands between delimiters, and plain lines with an equation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

MATH_ENVIRONMENTS = frozenset(
    {"equation", "displaymath", "math", "dmath", "align", "aligned", "alignat", "flalign", "eqnarray"}
    | {"gather", "multline", "split"}
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


_OPENERS = re.compile(
    r"(?P<fence>^[ \t]*```[ \t]*(?P<language>\w*)[^\n]*\n)|(?P<display>\$\$)|(?P<bracket>\\\[)|(?P<paren>\\\()"
    r"|\\begin\{(?P<environment>\w+)\*?\}|(?<!\\)(?P<inline>\$)",
    re.MULTILINE,
)


def delimited(text: str, kind: str) -> Iterator[Stretch]:
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
            yield from plain_lines(text, place, found.start(), strict=True)
        if found["fence"] and found["language"] != "math":
            yield from plain_lines(text, found.end(), end)
        else:
            yield Stretch(start=found.end(), end=end, tex=True)
        place = end + len(closer)
    if kind == "markdown":
        yield from plain_lines(text, place, len(text), strict=True)


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
_OPEN = frozenset("-+−·*/=(,")
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


def plain_lines(text: str, start: int, end: int, *, strict: bool = False) -> Iterator[Stretch]:
    """Lines of plain text with an equation; one that ends with a sign goes on, and one that starts with it too."""
    held: Stretch | None = None
    place = start
    for line in text[start:end].splitlines(keepends=True):
        remark = _REMARK.search(line)
        stop = place + (remark.start() if remark and remark.start() else len(line.rstrip()))
        content = line.strip()
        if held and content and "=" not in line and (_GOES_ON.match(line) or text[held.end - 1] in _OPEN):
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
