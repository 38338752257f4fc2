"""reStructuredText → its mathematics: ``.. math::`` with what is indented below it, and ``:math:`…```."""

import re
from collections.abc import Iterator

from symconv.check.lines import Stretch, plain_lines
from symconv.check.regex import regex

WRITTEN = regex(r"^[ \t]*\.\. math::|:math:`", re.MULTILINE)
"""What only such a text holds."""

_OPENERS = regex(r"^(?P<indent>[ \t]*)\.\. math::[ \t]*|:math:`(?P<inline>[^`]{1,2000})`", re.MULTILINE)
_OPTION = regex(r"[ \t]*:\w+:[^\n]*\n")
_BLANK = regex(r"[ \t]*\n")


def restructured(text: str) -> Iterator[Stretch]:
    """The mathematics of a text in reStructuredText; blank lines part the equations of a block."""
    place = 0
    for found in _OPENERS.finditer(text):
        if found.start() < place:
            continue
        yield from plain_lines(text, place, found.start(), strict=True)
        place = found.end()
        if found["inline"]:
            yield Stretch(start=found.start("inline"), end=found.end("inline"), tex=True)
            continue
        for start, end in _block(text, place, len(found["indent"].expandtabs())):
            yield Stretch(start=start, end=end, tex=True)
            place = end
    yield from plain_lines(text, place, len(text), strict=True)


def _block(text: str, start: int, indent: int) -> Iterator[tuple[int, int]]:
    """The equations behind a directive: what stands in its line, and the lines below that are indented further."""
    first, place = start, text.find("\n", start) + 1 or len(text)
    last = place
    while place < len(text):
        end = text.find("\n", place) + 1 or len(text)
        line = text[place:end]
        if _BLANK.fullmatch(line):
            if text[first:last].strip():
                yield first, last
            first = last = end
        elif len(line.expandtabs()) - len(line.expandtabs().lstrip()) <= indent:
            break
        elif _OPTION.fullmatch(line):
            first = last = end
        else:
            last = end
        place = end
    if text[first:last].strip():
        yield first, last
