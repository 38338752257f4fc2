"""Sizes that a text states in words: a whole layer in one line, ``input 5×5, kernel 3×3, stride 2``, or one size."""

import re
from collections.abc import Mapping
from typing import Any

from symconv.errors import SymconvError
from symconv.spec import ConvSpec

SIZED = "the sizes that the text states"
"""How it is told that a layer comes from here."""

_SIZE = r"\d+(?:\s*[x×]\s*\d+)*"
_PAD = r"\d+(?::\d+)?(?:\s*[x×]\s*\d+(?::\d+)?)*"
_IS = r"(?:\s+sizes?)?\s*(?:of|is|=|:)?\s*"
_STATED: Mapping[str, tuple[str, ...]] = {
    "input_size": (rf"\binput{_IS}({_SIZE})", rf"({_SIZE})\s+input\b"),
    "kernel_size": (rf"\b(?:kernel|filter){_IS}({_SIZE})", rf"({_SIZE})\s+(?:kernel|filter)\b"),
    "stride": (rf"\bstride{_IS}({_SIZE})",),
    "padding": (rf"\bpadding{_IS}({_PAD})",),
    "dilation": (rf"\bdilation{_IS}({_SIZE})",),
    "in_channels": (r"\bchannels (\d+) to \d+",),
    "out_channels": (r"\bchannels \d+ to (\d+)",),
    "groups": (r"\b(\d+) groups\b",),
    "batch_size": (r"\b(\d+) images\b",),
}
COUNTS = ("in_channels", "out_channels", "groups", "batch_size")
"""Options that are one number."""

LONGEST = 400
"""Signs of a line that is looked at; a sentence is no longer."""

NEEDED = ("input_size", "kernel_size", "stride")
"""What a line must state, or it speaks of something else."""

_WORDS: Mapping[str, str] = {
    "kernel_size": r"(?:kernel|filter|kern|卷积核|核|noyau|núcleo)",
    "input_size": r"(?:input|eingabe|image|输入|entrée|entrada)",
}
_BY = r"(\d{1,2})\s*(?:[x×]|\\times)\s*(\d{1,2})"
_AHEAD = r"\s*(?:size|of|is|=|:|大小|为|der größe)?\s*\$?" + _BY
_BEHIND = _BY + r"\$?[\s-]*"


def stated_layer(text: str) -> dict[str, Any]:
    """The layer options that a line states; none where no line states a layer that can be, or two lines differ."""
    lines = (line for line in text.splitlines() if len(line) <= LONGEST)
    found = [options for options in map(_options, lines) if all(name in options for name in NEEDED)]
    if not found or any(options != found[0] for options in found):
        return {}
    try:
        ConvSpec.of(**found[0])
    except SymconvError:
        return {}
    return found[0]


def _options(line: str) -> dict[str, Any]:
    words = line.replace(r"$\times$", "×").replace(r"\times", "×")
    matches = {
        name: next(filter(None, (re.search(pattern, words, re.IGNORECASE) for pattern in patterns)), None)
        for name, patterns in _STATED.items()
    }
    told = {name: re.sub(r"\s*[x×]\s*", "x", match[1]) for name, match in matches.items() if match}
    return {name: int(value) if name in COUNTS else value for name, value in told.items()}


def stated_size(text: str, name: str) -> dict[str, Any]:
    """A size of an image or its kernel that prose states behind its word, or else before it, if it states one only."""
    for pattern in (_WORDS[name] + _AHEAD, _BEHIND + _WORDS[name]):
        found = {tuple(map(int, pair)) for pair in re.findall(pattern, text, re.IGNORECASE)}
        if found:
            return {name: list(found.pop())} if len(found) == 1 else {}
    return {}
