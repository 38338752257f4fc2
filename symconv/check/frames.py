r"""Frames around whole formulas, ``\boxed{a = b}``: blanked, so that what stands in them is read like any other.

Each sign keeps its place, so an offset stays a place in the file.
"""

import re

from symconv.check.regex import regex
from symconv.notation.reader.macros import closings

_FRAME = regex(
    r"\\(?:boxed|fbox|bbox|underline|color|textcolor|colorbox|mathcolorbox)(?![A-Za-z])"
    r"(?:\s*\[[^\[\]{}\n]{0,80}\])?(?:\s*\{[^{}\n=\\]{0,40}\}(?=\s*\{))?\s*(?=\{)"
)


def unframed(text: str) -> str:
    """The text without frames and colours around equations; those within an equation stay for the reader."""
    if not _FRAME.search(text):
        return text
    ends = closings(text)
    blank: list[tuple[int, int]] = []
    for frame in _FRAME.finditer(text):
        end = ends.get(frame.end())
        if end is not None and _frames(text[frame.end() : end]):
            blank += ((frame.start(), frame.end() + 1), (end - 1, end))
    pieces: list[str] = []
    place = 0
    for start, end in sorted(blank):
        pieces += (text[place:start], re.sub(r"[^\n]", " ", text[start:end]))
        place = end
    return "".join((*pieces, text[place:]))


LONGEST = 4_000
"""Most signs in one frame."""


def _frames(inside: str) -> bool:
    """Whether an equation stands in a frame, not only in the limits of a sum."""
    return "=" in inside and len(inside) < LONGEST and "=" in _GROUPS.sub("", inside[1:-1])


_GROUPS = regex(r"[_^]\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
