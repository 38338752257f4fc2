r"""Frames around whole formulas, ``\boxed{a = b}``: blanked, so that what stands in them is read like any other.

Each sign keeps its place, so an offset stays a place in the file.
"""

import re

from symconv.check.regex import regex
from symconv.notation.reader.macros import closings

_FRAME = regex(
    r"\\(?:boxed|fbox|bbox|underline|color|textcolor|colorbox|mathcolorbox|(?P<left>phantom))(?![A-Za-z])"
    r"(?:\s*\[[^\[\]{}\n]{0,80}\])?(?:\s*\{[^{}\n=\\]{0,40}\}(?=\s*\{))?\s*(?=\{)"
)


def unframed(text: str) -> str:
    """The text without frames and colours around equations, and with left sides that are kept out of sight.

    Frames and colours within an equation stay for the reader.
    """
    if not _FRAME.search(text):
        return text
    ends = closings(text)
    blank: list[tuple[int, int]] = []
    for frame in _FRAME.finditer(text):
        end = ends.get(frame.end())
        inside = "" if end is None else text[frame.end() : end]
        if end is not None and (_stands_before(text, end, inside) if frame["left"] else _frames(text, frame, inside)):
            blank += ((frame.start(), frame.end() + 1), (end - 1, end))
    pieces: list[str] = []
    place = 0
    for start, end in sorted(blank):
        pieces += (text[place:start], re.sub(r"[^\n]", " ", text[start:end]))
        place = end
    return "".join((*pieces, text[place:]))


_GOES_ON = regex(r"\{\s*(?:,|\\sum(?![A-Za-z])|[Σ∑])")
"""What stands first in a frame behind which an index or a sum goes on: ``x_{i\\color{gray}{, o}}``."""
_EQUALS = regex(r"\s*&?\s*=(?!=)")
LONGEST = 4_000
"""Most signs in one frame."""


def _frames(text: str, frame: re.Match[str], inside: str) -> bool:
    """Whether an equation stands in a frame, not only in the limits of a sum, or something that goes on outside."""
    goes_on = _GOES_ON.match(inside) and text[: frame.start()][-1:] not in ("_", "^")
    return bool(goes_on) or ("=" in inside and len(inside) < LONGEST and "=" in _GROUPS.sub("", inside[1:-1]))


def _stands_before(text: str, end: int, inside: str) -> bool:
    """Whether an invisible gradient stands before a sign of equality: there it is the left side once more."""
    return "=" not in inside and ("∂" in inside or r"\partial" in inside) and bool(_EQUALS.match(text, end))


_GROUPS = regex(r"[_^]\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
