"""Long blanks → short ones: patterns take several blanks in a row in many ways, and would try all of them."""

import re

from symconv.check.regex import regex
from symconv.notation.reader.macros import Origins, Written

_LONG = regex(r"\s{64,}")
_KEPT = 32
"""Signs of a long blank that stay at its beginning, and at its end."""


def squeezed(text: str) -> tuple[str, Origins]:
    """The text with long blanks cut in their middle, where at most two line ends stay; and where each sign stood."""
    written, place = Written(), 0
    for blank in _LONG.finditer(text):
        middle, end = blank.start() + _KEPT, blank.end() - _KEPT
        written.add(text[place:middle], place, copied=True)
        for line_end in [found.start() for found in re.finditer("\n", text[middle:end])][:2]:
            written.add("\n", middle + line_end, copied=True)
        place = end
    written.add(text[place:], place, copied=True)
    return "".join(written.pieces), written.places
