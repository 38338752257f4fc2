"""Sizes of the layer that a sentence states: ``input 7x6, kernel 3x3, stride (2,1), padding top 2 bottom 2``."""

import re
from collections.abc import Iterator
from typing import Any

from symconv.check.facts.lexicon import one_of

_BY = r"\s*(?:[x×*]|\\times)\s*"
_OR = r"\s*(?:[x×*,]|\\times)\s*"
_NAME = r"(?:[A-Za-z]\w{0,8}\s*=\s*)?"
_ONE = rf"{_NAME}[1-9]\d{{0,4}}"
_SIZE = rf"((?<=[(\[{{]){_ONE}(?:{_OR}{_ONE}){{0,2}}(?=\s*[)\]}}])|{_ONE}(?:{_BY}{_ONE}){{0,2}}(?![.:]?\d|\s*=))"
_ANY = rf"{_NAME}\d{{1,4}}(?::\d{{1,4}})?"
_PAD = rf"((?<=[(\[{{]){_ANY}(?:{_OR}{_ANY}){{0,2}}(?=\s*[)\]}}])|{_ANY}(?:{_BY}{_ANY}){{0,2}}(?!\s*[:.]?\d))"
_IS = rf"(?:\s*{one_of('size')})?(?:\s*(?:{one_of('is')}|=|:|：))?(?:\s*(?:an?|the)\b)?(?:\s*{one_of('size')})?"
_IS += r"(?:\s*(?:of|=|:|为))?\s*[(\[{]?"
_CALLED = r"\s*(?:\(\s*(?:the\s+)?|(?:is|as|für|de)\s+(?:the\s+|die\s+)?)"
"""Between a number and what it counts: ``s = 2 (the stride)``."""
_NO_MAP = rf"(?!\s*(?:{one_of('kernel')}|{one_of('output')}|{one_of('channels')}))"
_TABLE = {
    "input_size": (
        rf"{one_of('input')}(?!\s*(?:and|{one_of('channels')})){_IS}{_SIZE}{_NO_MAP}",
        rf"{_SIZE}[\s-]*{one_of('input')}(?!\s*(?:and\s+\d+\s+\w+\s+)?{one_of('channels')})",
        rf"{_SIZE}\s*(?:的|matrix)\s*[xXaAiI]\b",
        rf"(?<![A-Za-z\\])[xXaAiI]\s+(?:is|are|has\s+size|of\s+size|of\s+shape)\s+(?:an?\s+)?{_SIZE}",
    ),
    "kernel_size": (
        rf"{one_of('kernel')}{_IS}{_SIZE}{_NO_MAP}",
        rf"{_SIZE}[\s-]*{one_of('kernel')}",
        rf"{_SIZE}\s*(?:的|matrix)\s*[wWkKfF]\b",
        rf"(?<![A-Za-z\\])[wWkKfF]\s+(?:is|are|has\s+size|of\s+size|of\s+shape)\s+(?:an?\s+)?{_SIZE}",
    ),
    "stride": (
        rf"{one_of('stride')}{_IS}{_SIZE}",
        rf"(?=stride_?\w?\s*=){_SIZE}",
        rf"{_SIZE}{_CALLED}{one_of('stride')}",
    ),
    "padding": (rf"{one_of('padding')}{_IS}{_PAD}", rf"(?=pad_?\w?\s*=){_PAD}", rf"{_PAD}{_CALLED}{one_of('padding')}"),
    "dilation": (rf"{one_of('dilation')}{_IS}{_SIZE}", rf"{_SIZE}{_CALLED}{one_of('dilation')}"),
    "in_channels": (r"\bchannels (\d+) to \d+", r"\b(\d+)\s+input(?:\s+and\s+\d+\s+output)?\s+channels?\b"),
    "out_channels": (r"\bchannels \d+ to (\d+)", r"\b(\d+)\s+output\s+channels?\b", r"\b(\d+)\s+filters\b"),
    "groups": (r"\b(\d+) groups\b",),
    "batch_size": (r"\b(\d+) images\b",),
}
_PATTERNS = {name: tuple(re.compile(one, re.IGNORECASE) for one in rows) for name, rows in _TABLE.items()}
COUNTS = ("in_channels", "out_channels", "groups", "batch_size")
"""Options that are one number."""
_SIDES = re.compile(r"\b(top|bottom|left|right|before|after)\s*(?:=|:|of)?\s*(\d{1,4})\b", re.IGNORECASE)
_NO_PADDING = re.compile(
    rf"\b(?:no|without|zero|sans|ohne|sem|sin)\s+{one_of('padding')}(?!\s*\d)|(?:无|不)\s*(?:填充|padding)",
    re.IGNORECASE,
)
_NOT_STATED = re.compile(
    r"\b(?:if|when|unlike|whenever|suppose\s+instead|instead\s+of|compared?|rather\s+than|as\s+opposed|for\s+(?:stride|"
    r"padding|dilation|s\s*=|p\s*=)|wenn|falls|si|cuando|quando)\b|如果|若|当",
    re.IGNORECASE,
)
"""Words of a sentence that supposes or compares: it states nothing of the layer."""
LONGEST = 400
"""Signs of a sentence that is looked at."""


def declared(sentence: str) -> dict[str, Any]:
    """The layer options that a sentence states; none where it supposes something."""
    if len(sentence) > LONGEST:
        return {}
    found: dict[str, Any] = {}
    for name, patterns in _PATTERNS.items():
        match = next(filter(None, (pattern.search(sentence) for pattern in patterns)), None)
        if match is not None:
            written = re.sub(r"[A-Za-z]\w*\s*=\s*", "", match[1])
            found[name] = int(written) if name in COUNTS else re.sub(_OR, "x", written)
    if _NOT_STATED.search(sentence) and not {"input_size", "kernel_size"} <= found.keys():
        return {}
    sides = dict(_sides(sentence))
    if sides and re.search(one_of("padding"), sentence, re.IGNORECASE):
        found["padding"] = _padding(sides)
    elif "padding" not in found and _NO_PADDING.search(sentence):
        found["padding"] = "0"
    return _with_channels(found)


def _with_channels(found: dict[str, Any]) -> dict[str, Any]:
    """``input 2x4x4, kernel 3x3``: the first of three sizes counts channels."""
    sizes, taps = (str(found.get(name, "")).split("x") for name in ("input_size", "kernel_size"))
    if len(sizes) == len(taps) + 1 and taps != [""] and len(taps) > 1:
        channels, *space = sizes
        return {**found, "input_size": "x".join(space), "in_channels": found.get("in_channels", int(channels))}
    return found


def _sides(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _SIDES.finditer(sentence):
        yield match[1].lower(), match[2]


def _padding(sides: dict[str, str]) -> str:
    """``top 2 bottom 2 left 0 right 1`` as ``2:2x0:1``; what is not named is 0."""
    if sides.keys() & {"before", "after"}:
        return f"{sides.get('before', '0')}:{sides.get('after', '0')}"
    pairs = ((sides.get(one, "0"), sides.get(other, "0")) for one, other in (("top", "bottom"), ("left", "right")))
    return "x".join(f"{one}:{other}" for one, other in pairs)
