"""The headings of a text, in Markdown, TeX and plain text, each with its place."""

import re
from collections.abc import Iterator

_HEADING = re.compile(
    r"^[ \t]*(?:#{1,6}\s+|──+\s*|\\(?:sub)*(?:section|paragraph)\*?\{)(?P<title>[^\n]*)"
    r"|^[ \t]*(?:\*\*|__|\\textbf\{)(?P<bold>[^*_\n{}=]{1,80}?)[.:]?(?:\*\*|__|\})[.:]?[ \t]*$"
    r"|^(?P<ruled>[^\n=]*[^\s=─-][^\n=]*)\n[ \t]*[=─-]{3,}[ \t]*$",
    re.MULTILINE,
)


def headings(text: str) -> Iterator[tuple[int, str]]:
    """Where each heading starts, and its title; in order."""
    for found in _HEADING.finditer(text):
        title = next(part for part in found.groups() if part is not None)
        yield found.start() + len(found.group()) - len(found.group().lstrip()), title
