"""Text → its stretches of mathematics: what stands between delimiters, and plain lines with an equation."""

import re
from collections.abc import Iterator

from symconv.check.lines import Stretch, plain_lines
from symconv.check.regex import regex

MATH_ENVIRONMENTS = frozenset(
    {"equation", "displaymath", "math", "dmath", "align", "aligned", "alignat", "flalign", "eqnarray"}
    | {"gather", "multline", "split"}
)


_OPENERS = regex(
    r"(?P<fence>^[ \t]*```[ \t]*(?P<language>\w*)[^\n]*\n)|(?P<display>\$\$)|(?P<bracket>\\\[)|(?P<paren>\\\()"
    r"|\\begin\{(?P<environment>\w+)\*?\}|(?<!\\)(?P<inline>\$)",
    re.MULTILINE,
)


def delimited(text: str, kind: str) -> Iterator[Stretch]:
    """Delimited mathematics, and between it plain lines where the markup allows them."""
    place, looked, hopeless = 0, 0, set[str]()
    while found := _OPENERS.search(text, looked):
        closer = _closer(found, kind)
        end = -1 if closer is None or closer in hopeless else text.find(closer, found.end())
        if closer and end < 0:
            hopeless.add(closer)
        if found["display"] and end >= 0 and (left := _left_open(text, found.end(), end)):
            yield Stretch(start=found.end(), end=left, tex=True)
            place = looked = left
            continue
        if closer is None or end < 0 or (found["inline"] and "\n\n" in text[found.end() : end]):
            looked = found.end()
            continue
        if kind == "markdown":
            yield from plain_lines(text, place, found.start(), strict=True)
        if found["fence"] and found["language"] != "math":
            yield from plain_lines(text, found.end(), end)
        else:
            yield Stretch(start=found.end(), end=end, tex=True)
        place = looked = end + len(closer)
    if kind == "markdown":
        yield from plain_lines(text, place, len(text), strict=True)


_INLINE = regex(r"(?<![\\$])\$(?!\$)")
_PARAGRAPH = regex(r"\n[ \t]*\n")


def _left_open(text: str, start: int, end: int) -> int | None:
    """Where a display ends whose closing mark is lost: before a paragraph with formulas; None where it is whole."""
    gap = _PARAGRAPH.search(text, start, end)
    opened = gap is not None and bool(text[start : gap.start()].strip())
    return gap.start() if gap and opened and _INLINE.search(text, gap.end(), end) else None


def _closer(found: re.Match[str], kind: str) -> str | None:
    if found["fence"]:
        return "\n```" if kind == "markdown" else None
    environment = found["environment"]
    if environment:
        starred = found.group()[len("\\begin{" + environment) :]
        return f"\\end{{{environment}{starred}" if environment in MATH_ENVIRONMENTS else None
    return {"$$": "$$", "\\[": "\\]", "\\(": "\\)", "$": "$"}[found.group()]
