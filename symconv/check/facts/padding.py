"""Padding in words: ``top 2 bottom 2``, ``one zero on each side``, ``no padding``."""

import re
from collections.abc import Iterator, Mapping

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex

_SIDES = regex(r"\b(top|bottom|left|right|before|after)\s*(?:=|:|of)?\s*(\d{1,4})\b", re.IGNORECASE)
_NO_PADDING = regex(one_of("unpadded"), re.IGNORECASE)
_EACH_SIDE = regex(
    r"\b(\d{1,3})\s+zeros?\s+(?:on|at|to)\s+(?:each|every|both|either)\s+(?:sides?|ends?|borders?|edges?)",
    re.IGNORECASE,
)
_ZEROS = regex(
    r"\b(\d{1,3}|none|no)\s+(?:zeros?\s+)?(?:(?:is|are|put|added|placed|appended|only)\s+){0,3}(before|in\s+front|after|behind)\b",
    re.IGNORECASE,
)


def stated_padding(sentence: str, told: str | None) -> str | None:
    """The padding that a sentence states.

    Args:
        sentence: with figures for its numbers.
        told: what it says behind the word itself, ``padding 1``.
    """
    sides = {match[1].lower(): match[2] for match in _SIDES.finditer(sentence)}
    if each := _EACH_SIDE.search(sentence):
        return told or each[1]
    if zeros := dict(_zeros(sentence)):
        return told or f"{zeros.get('before', '0')}:{zeros.get('after', '0')}"
    if sides and re.search(one_of("padding"), sentence, re.IGNORECASE):
        return _sided(sides)
    return "0" if told is None and _NO_PADDING.search(sentence) else told


def _zeros(sentence: str) -> Iterator[tuple[str, str]]:
    """``2 zeros are put before the signal and none after it``."""
    for match in _ZEROS.finditer(sentence) if "zero" in sentence.lower() else ():
        place = "after" if match[2].lower() in ("after", "behind") else "before"
        yield place, match[1] if match[1].isdigit() else "0"


def _sided(sides: Mapping[str, str]) -> str:
    """``top 2 bottom 2 left 0 right 1`` as ``2:2x0:1``; what is not named is 0."""
    if sides.keys() & {"before", "after"}:
        return f"{sides.get('before', '0')}:{sides.get('after', '0')}"
    pairs = ((sides.get(one, "0"), sides.get(other, "0")) for one, other in (("top", "bottom"), ("left", "right")))
    return "x".join(f"{one}:{other}" for one, other in pairs)
