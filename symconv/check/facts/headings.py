"""The headings of a text, in Markdown, TeX and plain text, each with its place."""

from collections.abc import Iterator

from symconv.check.regex import regex

_HEADING = regex(
    r"[ \t]*(?:#{1,6}\s+|──+\s*|\\(?:sub)*(?:section|paragraph)\*?\{)(?P<title>.*)"
    r"|[ \t]*(?:\*\*|__|\\textbf\{)(?P<bold>[^*_{}=]{1,80}?)[.:]?(?:\*\*|__|\})[.:]?[ \t]*\n?$"
)
_RULE = regex(r"[ \t]*[=─-]{3,}[ \t]*\n?$")
_RULED = regex(r"[^=]*[^\s=─-]")
LONGEST = 300
"""Signs of a line that may be a heading."""


def headings(text: str) -> Iterator[tuple[int, str]]:
    """Where each heading starts, and its title; in order."""
    place = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        title = _title(line, below) if len(line) <= LONGEST else None
        if title is not None:
            yield place + len(line) - len(line.lstrip()), title
        place += len(line)


def _title(line: str, below: str) -> str | None:
    """The title that a line is; None where it is none."""
    found = _HEADING.match(line)
    if found:
        return (found["title"] or found["bold"] or "").rstrip("\n")
    ruled = len(below) <= LONGEST and _RULE.match(below) and "=" not in line and _RULED.match(line)
    return line.rstrip("\n") if ruled else None
