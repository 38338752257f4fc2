"""Sizes of the layer that a sentence states: ``input 7x6, kernel 3x3, stride (2,1), padding top 2 bottom 2``."""

import re
from collections.abc import Iterator
from typing import Any

from symconv.check.facts.lexicon import one_of

_BY = r"\s*(?:[x×*,]|\\times)\s*"
_SIZE = rf"\(?\s*([1-9]\d{{0,4}}(?:{_BY}\d{{1,5}}){{0,2}})\s*\)?"
_PAD = rf"\(?\s*(\d{{1,4}}(?::\d{{1,4}})?(?:{_BY}\d{{1,4}}(?::\d{{1,4}})?){{0,2}})\s*\)?(?!\s*[:.]?\d)"
_IS = rf"(?:\s*{one_of('size')})?(?:\s*(?:{one_of('is')}|=|:|：))?(?:\s*{one_of('size')})?(?:\s*(?:of|=|:|为))?\s*"
_TABLE = {
    "input_size": (
        rf"{one_of('input')}{_IS}{_SIZE}(?!\s*{one_of('kernel')}|\s*[x×]?\s*{one_of('output')})",
        rf"{_SIZE}[\s-]*{one_of('input')}",
    ),
    "kernel_size": (rf"{one_of('kernel')}{_IS}{_SIZE}", rf"{_SIZE}[\s-]*{one_of('kernel')}"),
    "stride": (rf"{one_of('stride')}{_IS}{_SIZE}",),
    "padding": (rf"{one_of('padding')}{_IS}{_PAD}",),
    "dilation": (rf"{one_of('dilation')}{_IS}{_SIZE}",),
    "channels": (r"\bchannels (\d+) to (\d+)",),
    "groups": (r"\b(\d+) groups\b",),
    "batch_size": (r"\b(\d+) images\b",),
}
_PATTERNS = {name: tuple(re.compile(one, re.IGNORECASE) for one in rows) for name, rows in _TABLE.items()}
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
    if len(sentence) > LONGEST or _NOT_STATED.search(sentence):
        return {}
    found: dict[str, Any] = {}
    for name, patterns in _PATTERNS.items():
        match = next(filter(None, (pattern.search(sentence) for pattern in patterns)), None)
        if match is None:
            continue
        if name == "channels":
            found |= {"in_channels": int(match[1]), "out_channels": int(match[2])}
        else:
            written = re.sub(_BY, "x", match[1])
            found[name] = int(written) if name in ("groups", "batch_size") else written
    sides = dict(_sides(sentence))
    if sides and re.search(one_of("padding"), sentence, re.IGNORECASE):
        found["padding"] = _padding(sides)
    elif "padding" not in found and _NO_PADDING.search(sentence):
        found["padding"] = "0"
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
