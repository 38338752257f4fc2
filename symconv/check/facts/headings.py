"""The headings of a text, in Markdown, TeX and plain text, each with its place."""

from collections.abc import Iterator

from symconv.check.regex import regex

_HEADING = regex(
    r"[ \t]*(?:(?P<marks>#{1,6})\s+|(?P<line>──+)\s*|\\(?P<under>(?:sub)*)(?:section|paragraph)\*?\{)(?P<title>.*)"
    r"|[ \t]*(?:\*\*|__|\\textbf\{)(?P<bold>[^*_{}=]{1,80}?)[.:]?(?:\*\*|__|\})[.:]?[ \t]*\n?$"
)
_RULE = regex(r"[ \t]*[=─-]{3,}[ \t]*\n?$")
_RULED = regex(r"[^=]*[^\s=─-]")
LONGEST = 300
"""Signs of a line that may be a heading."""
RULED, DEEPEST = 1, 20
"""The depth of a title with a double rule below it, and of a line in bold type; a single rule is one deeper."""


def headings(text: str) -> Iterator[tuple[int, str]]:
    """Where each heading starts, and its title; in order."""
    for place, title, _ in _headings(text):
        yield place, title


def paths(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where each heading starts, and its title with those that it stands beneath, the nearest first."""
    above: list[tuple[int, str]] = []
    for place, title, depth in _headings(text):
        above = [(other, name) for other, name in above if other < depth]
        above.append((depth, title))
        yield place, tuple(name for _, name in reversed(above))


def _headings(text: str) -> Iterator[tuple[int, str, int]]:
    place = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        found = _title(line, below) if len(line) <= LONGEST else None
        if found is not None:
            yield place + len(line) - len(line.lstrip()), *found
        place += len(line)


def _title(line: str, below: str) -> tuple[str, int] | None:
    """The title that a line is, and how deep it stands; None where it is none."""
    found = _HEADING.match(line)
    if found:
        depth = (
            DEEPEST if found["bold"] else len(found["marks"] or found["under"] or "#" * (RULED + bool(found["line"])))
        )
        return (found["title"] or found["bold"] or "").rstrip("\n"), depth
    ruled = len(below) <= LONGEST and _RULE.match(below) and "=" not in line and _RULED.match(line)
    return (line.rstrip("\n"), RULED if "=" in below else RULED + 1) if ruled else None
