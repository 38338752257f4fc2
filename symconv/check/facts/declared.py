"""Sizes of the layer that a sentence states: ``input 7x6, kernel 3x3, stride (2,1), padding top 2 bottom 2``."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from symconv.check.facts.elsewhere import SENTENCE, is_elsewhere
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.numerals import in_figures

_BY = r"\s*(?:[x×*]|\\times)\s*"
_OR = r"\s*(?:[x×*,]|\\times)\s*"
_NAME = r"(?:[A-Za-z]\w{0,8}\s*=\s*)?"
_ONE = rf"{_NAME}[1-9]\d{{0,4}}"
_LISTED = rf"(?<=[(\[{{]){_ONE}(?:{_OR}{_ONE}){{0,2}}(?=\s*[)\]}}])"
_SIZE = rf"({_LISTED}|(?<![(\[{{]){_ONE}(?:{_BY}{_ONE}){{0,2}}(?![.:]?\d|\s*=))"
_ANY = rf"{_NAME}\d{{1,4}}(?::\d{{1,4}})?"
_PAD = rf"((?<=[(\[{{]){_ANY}(?:{_OR}{_ANY}){{0,2}}(?=\s*[)\]}}])|{_ANY}(?:{_BY}{_ANY}){{0,2}}(?!\s*[:.]?\d))"
_IS = rf"\)?`?(?:\s*{one_of('size')})?(?:\s*(?:{one_of('is')}|=|:|：|\|))?(?:\s*(?:an?|the)\b)?(?:\s*{one_of('size')})?"
_IS += r"(?:\s*(?:of|=|:|为))?\s*[(\[{]?"
_CALLED = r"\s*(?:\(\s*(?:the\s+)?|(?:is|as|für|de)\s+(?:the\s+|die\s+)?)"
"""Between a number and what it counts: ``s = 2 (the stride)``."""
_NO_MAP = rf"(?!\s*(?:{one_of('kernel')}|{one_of('output')}|{one_of('channels')}))"
_CALL_OF = r"\bConv[123]d\(\s*"
_CALL = rf"{_CALL_OF}\d+\s*,\s*\d+\s*,\s*"
_TABLE = {
    "input_size": (
        rf"{one_of('input')}(?!\s*(?:and|{one_of('channels')})){_IS}{_SIZE}{_NO_MAP}",
        rf"{_SIZE}[\s-]*{one_of('input')}(?!\s*(?:(?:and\s+\d+\s+\w+\s+)?{one_of('channels')}|entr|apart|places|values))",
        rf"{_SIZE}\s*(?:的|matrix)\s*[xXaAiI]\b",
        rf"(?<![A-Za-z\\])[xXaAiI]\s+(?:is|are|has\s+size|of\s+size|of\s+shape)\s+(?:an?\s+)?{_SIZE}",
    ),
    "kernel_size": (
        rf"\bkernel_size\s*=\s*\(?{_SIZE}",
        rf"{_CALL}\(?{_SIZE}",
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
    "padding": (
        rf"{one_of('padding')}{_IS}{_PAD}(?!\s*(?:before|after)\b)",
        rf"(?=pad_?\w?\s*=){_PAD}",
        rf"{_PAD}{_CALLED}{one_of('padding')}",
    ),
    "dilation": (rf"{one_of('dilation')}{_IS}{_SIZE}", rf"{_SIZE}{_CALLED}{one_of('dilation')}"),
    "in_channels": (
        rf"{_CALL_OF}(\d+)\s*,\s*\d+",
        r"\bchannels (\d+) to \d+",
        r"\b(\d+)\s+input(?:\s+and\s+\d+\s+output)?\s+channels?\b",
    ),
    "out_channels": (
        rf"{_CALL_OF}\d+\s*,\s*(\d+)",
        r"\bchannels \d+ to (\d+)",
        r"\b(\d+)\s+output\s+channels?\b",
        r"\b(\d+)\s+filters\b",
    ),
    "groups": (r"\b(\d+) groups\b",),
    "batch_size": (r"\b(\d+) images\b",),
}
_PATTERNS = {name: tuple(re.compile(one, re.IGNORECASE) for one in rows) for name, rows in _TABLE.items()}
_LAYER_WORD = "|".join(map(one_of, ("stride", "padding", "dilation", "kernel", "input", "output", "channels")))
_NUMBERED = {
    name: re.compile(rf"{one_of(name)}(?:(?!{_LAYER_WORD})[^,.;:()\n\d$]){{1,40}}\d", re.IGNORECASE)
    for name in ("stride", "padding", "dilation")
}
COUNTS = ("in_channels", "out_channels", "groups", "batch_size")
"""Options that are one number."""
_SIDES = re.compile(r"\b(top|bottom|left|right|before|after)\s*(?:=|:|of)?\s*(\d{1,4})\b", re.IGNORECASE)
_NO_PADDING = re.compile(one_of("unpadded"), re.IGNORECASE)
_EACH_SIDE = re.compile(
    r"\b(\d{1,3})\s+zeros?\s+(?:on|at|to)\s+(?:each|every|both|either)\s+(?:sides?|ends?|borders?|edges?)",
    re.IGNORECASE,
)
_ZEROS = re.compile(
    r"\b(\d{1,3}|none|no)\s+(?:zeros?\s+)?(?:(?:is|are|put|added|placed|appended|only)\s+){0,3}(before|in\s+front|after|behind)\b",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"(?:\b(?:moves?|shifts?|slides?|jumps?|advances?|rückt|springt|avance|saute|desplaza|avanza|salta|avança|anda)\s+"
    r"(?:jeweils\s+|each\s+time\s+)?(?:by\s+|um\s+|de\s+)?|移动\s*)(\d{1,3})\s*"
    r"(?:samples?|pixels?|steps?|entries|places|positions?|stellen|schritte|pasos|passos|pixel|posiciones|posições|个)",
    re.IGNORECASE,
)
_CROP = re.compile(rf"{one_of('padding')}{_IS}[\s$]*{_NAME}[-−]\s?\d", re.IGNORECASE)
_IN_CALL = re.compile(r"\w\([^()\n]*$")
_NOT_STATED = re.compile(
    r"\b(?:if|when|unlike|in\s+contrast|whenever|suppose\s+instead|instead\s+of|compared?|rather\s+than|as\s+opposed|for\s+(?:stride|"
    r"padding|dilation|s\s*=|p\s*=)|wenn|falls|si|cuando|quando)\b|如果|若|当",
    re.IGNORECASE,
)
"""Words of a sentence that supposes or compares: it states nothing of the layer."""
LONGEST = 400
"""Signs of a sentence that is looked at."""


def declared(sentence: str) -> dict[str, Any]:
    """The layer options that a sentence states; none where it supposes something."""
    if len(sentence) > LONGEST or is_elsewhere(sentence):
        return {}
    sentence = in_figures(sentence)
    found: dict[str, Any] = {}
    for name, patterns in _PATTERNS.items():
        match = next(filter(None, (pattern.search(sentence) for pattern in patterns)), None)
        if match is not None:
            written = re.sub(r"[A-Za-z]\w*\s*=\s*", "", match[1])
            found[name] = int(written) if name in COUNTS else re.sub(_OR, "x", written)
    if _NOT_STATED.search(sentence) and not {"input_size", "kernel_size"} <= found.keys():
        return {}
    if moves := _MOVES.search(sentence):
        found.setdefault("stride", moves[1])
    sides = dict(_sides(sentence))
    if each := _EACH_SIDE.search(sentence):
        found.setdefault("padding", each[1])
    elif zeros := dict(_zeros(sentence)):
        found.setdefault("padding", f"{zeros.get('before', '0')}:{zeros.get('after', '0')}")
    elif sides and re.search(one_of("padding"), sentence, re.IGNORECASE):
        found["padding"] = _padding(sides)
    elif "padding" not in found and _NO_PADDING.search(sentence):
        found["padding"] = "0"
    return _with_channels(found)


def unheard(text: str) -> frozenset[str]:
    """The steps that some sentence gives a number that is not understood: ``the stride, as always here, 2``."""
    found: set[str] = set()
    for match in SENTENCE.finditer(text):
        sentence = in_figures(match.group())
        if len(sentence) > LONGEST or is_elsewhere(sentence) or _NOT_STATED.search(sentence):
            continue
        told = declared(sentence)
        named = {name for name, pattern in _NUMBERED.items() if pattern.search(sentence)}
        found |= named - told.keys()
    return frozenset(found)


@lru_cache(maxsize=12)
def crops(text: str) -> bool:
    """Whether a text states a padding below 0; calls may have one for a gradient, which is no padding of the layer."""
    for found in _CROP.finditer(text):
        before = re.split(r"[.;\n]", text[max(found.start() - LONGEST, 0) : found.start()])[-1]
        if not _NOT_STATED.search(before) and not _IN_CALL.search(before):
            return True
    return False


def crops_itself(call: str) -> bool:
    """Whether a forward pass is a call with a padding below 0."""
    return bool(_CROP.search(call))


def _with_channels(found: dict[str, Any]) -> dict[str, Any]:
    """``input 2x4x4, kernel 3x3``: the first of three sizes counts channels."""
    sizes, taps = (str(found.get(name, "")).split("x") for name in ("input_size", "kernel_size"))
    if len(sizes) == len(taps) + 1 and taps != [""] and len(taps) > 1:
        channels, *space = sizes
        return {**found, "input_size": "x".join(space), "in_channels": found.get("in_channels", int(channels))}
    return found


def _zeros(sentence: str) -> Iterator[tuple[str, str]]:
    """``2 zeros are put before the signal and none after it``."""
    for match in _ZEROS.finditer(sentence) if "zero" in sentence.lower() else ():
        place = "before" if match[2].lower() in ("before",) or match[2].lower().startswith("in") else "after"
        yield place, match[1] if match[1].isdigit() else "0"


def _sides(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _SIDES.finditer(sentence):
        yield match[1].lower(), match[2]


def _padding(sides: dict[str, str]) -> str:
    """``top 2 bottom 2 left 0 right 1`` as ``2:2x0:1``; what is not named is 0."""
    if sides.keys() & {"before", "after"}:
        return f"{sides.get('before', '0')}:{sides.get('after', '0')}"
    pairs = ((sides.get(one, "0"), sides.get(other, "0")) for one, other in (("top", "bottom"), ("left", "right")))
    return "x".join(f"{one}:{other}" for one, other in pairs)
