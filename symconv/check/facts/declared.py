"""Sizes of the layer that a sentence states: ``input 7x6, kernel 3x3, stride (2,1), padding top 2 bottom 2``."""

import re
from typing import Any

from symconv.check.facts.elsewhere import SENTENCE, is_elsewhere
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.numerals import in_figures
from symconv.check.facts.padding import stated_padding
from symconv.check.regex import regex

_BY = r"\s*(?:[x×]|\\?\*|\\times)\s*"
_OR = r"\s*(?:[x×,]|\\?\*|\\times)\s*"
NAME = r"(?:[A-Za-z]\w{0,8}\s*=\s*)?"
_ONE = rf"{NAME}[1-9]\d{{0,4}}"
_LISTED = rf"(?<=[(\[{{]){_ONE}(?:{_OR}{_ONE}){{0,2}}(?=\s*[)\]}}])"
_SIZE = rf"({_LISTED}|(?<![(\[{{]){_ONE}(?:{_BY}{_ONE}){{0,2}}(?![.:]?\d|\s*=|{_BY}\d|\s*(?:°|degrees|\^)|\s*/\s*\d))"
_SIZES = rf"({_ONE}(?:{_BY}{_ONE}){{1,2}})"
_BEHIND = rf"\(\s*({_ONE}(?:{_BY}{_ONE}){{1,2}})\s*\)"
"""Behind a letter, its size: ``K (2x2)``."""
_ANY = rf"{NAME}\d{{1,4}}(?::\d{{1,4}})?"
_PAD = rf"((?<=[(\[{{]){_ANY}(?:{_OR}{_ANY}){{0,2}}(?=\s*[)\]}}])|{_ANY}(?:{_BY}{_ANY}){{0,2}}(?!\s*[:.]?\d))"
IS = rf"\)?`?(?:-(?=\d))?(?:\s*{one_of('size')})?(?:\s*(?:{one_of('is')}|=|:|：|\|))?"
IS += rf"(?:\s*(?:an?|the|of)\b)?(?:\s*{one_of('size')})?"
IS += r"(?:\s*(?:of|=|:|为))?\s*[(\[{]?"
_LETTER = rf"(?:\s*{one_of('array')})?(?:\s*(?<![A-Za-z\\])[A-Za-z](?:_\w)?(?=[\s:：,]))?"
"""Between a word and its size: ``the input X is 4x4``, ``the input matrix X: 4x4``."""
_CALLED = r"\s*(?:\(\s*(?:the\s+)?|(?:is|as|für|de)\s+(?:the\s+|die\s+)?)"
"""Between a number and what it counts: ``s = 2 (the stride)``."""
_NO_MAP = rf"(?!\s*(?:{one_of('kernel')}|{one_of('output')}|{one_of('channels')}))"
_CALL_OF = r"\bConv[123]d\(\s*"
_CALL = rf"{_CALL_OF}\d+\s*,\s*\d+\s*,\s*"
_TABLE = {
    "input_size": (
        rf"{one_of('input')}(?!\s*(?:and|{one_of('channels')})){_LETTER}{IS}{_SIZE}{_NO_MAP}",
        rf"{_SIZE}[\s-]*{one_of('input')}(?!\s*(?:(?:and\s+\d+\s+\w+\s+)?{one_of('channels')}|entr|apart|places|values))",
        rf"{_SIZES}\s*的{one_of('input')}",
        rf"{_SIZE}\s*(?:的|matrix)\s*[xXaAiI]\b",
        rf"(?<![A-Za-z\\])[xXaAiI]\s+(?:is|are|has\s+size|of\s+size|of\s+shape)\s+(?:an?\s+)?{_SIZE}",
        rf"(?<![A-Za-z\\])[xXaAiI]\s+{_BEHIND}",
    ),
    "kernel_size": (
        rf"\bkernel_size\s*=\s*\(?{_SIZE}",
        rf"{_CALL}\(?{_SIZE}",
        rf"{one_of('kernel')}{_LETTER}{IS}{_SIZE}{_NO_MAP}",
        rf"(?!\d+\s+\w+s\b){_SIZE}[\s-]*{one_of('kernel')}",
        rf"{_SIZES}\s*的{one_of('kernel')}",
        rf"{_SIZE}\s*(?:的|matrix)\s*[wWkKfF]\b",
        rf"(?<![A-Za-z\\])[wWkKfF]\s+(?:is|are|has\s+size|of\s+size|of\s+shape)\s+(?:an?\s+)?{_SIZE}",
        rf"(?<![A-Za-z\\])[wWkKfF]\s+{_BEHIND}",
    ),
    "stride": (
        rf"{one_of('stride')}{IS}{_SIZE}",
        rf"(?=stride_?\w?\s*=){_SIZE}",
        rf"\b(?:in\s+steps\s+of|in\s+schritten\s+von|par\s+pas\s+de|en\s+pasos\s+de|em\s+passos\s+de)\s+{_SIZE}",
        rf"{_SIZE}{_CALLED}{one_of('stride')}",
    ),
    "padding": (
        rf"{one_of('padding')}{IS}{_PAD}(?!\s*(?:before|after)\b)",
        rf"(?=pad_?\w?\s*=){_PAD}",
        rf"{_PAD}{_CALLED}{one_of('padding')}",
        rf"(?<!\d)(\d{{1,2}})\s+zeros?\s+of\s+{one_of('padding')}",
    ),
    "dilation": (rf"{one_of('dilation')}{IS}{_SIZE}", rf"{_SIZE}{_CALLED}{one_of('dilation')}"),
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
    "batch_size": (r"(?<![\d.,])(\d+) images\b",),
}
_PATTERNS = {name: tuple(regex(one, re.IGNORECASE) for one in rows) for name, rows in _TABLE.items()}
_LAYER_WORD = "|".join(map(one_of, ("stride", "padding", "dilation", "kernel", "input", "output", "channels")))
_NUMBERED = {
    name: regex(rf"{one_of(name)}(?:(?!{_LAYER_WORD})[^,.;:()\n\d$]){{1,40}}\d", re.IGNORECASE)
    for name in ("stride", "padding", "dilation")
}
_SAME = regex(r"\bsame[\"'`”]?[ -](?:zero[- ])?padding\b|\bpadding\s*[=:]\s*[\"'`“]?same\b", re.IGNORECASE)
COUNTS = ("in_channels", "out_channels", "groups", "batch_size")
"""Options that are one number."""
_MOVES = regex(
    r"(?:\b(?:moves?|shifts?|slides?|jumps?|advances?|rückt|springt|avance|saute|desplaza|avanza|salta|avança|anda)\s+"
    r"(?:jeweils\s+|each\s+time\s+)?(?:by\s+|um\s+|de\s+)?|移动\s*)(\d{1,3})\s*"
    r"(?:samples?|pixels?|steps?|entries|places|positions?|stellen|schritte|pasos|passos|pixel|posiciones|posições|个)",
    re.IGNORECASE,
)
_INPUT = regex(r"\binputs?\b|输入|入力|입력|eingabe|eingang|entr[ée]e|entrada|вход", re.IGNORECASE)
_MADE = regex(
    rf"(?:{one_of('output')}|{one_of('gradient')}|\b(?:results?|gets?|produc\w+|yield\w*|giv\w+|becom\w+|returns?|obtains?|ergibt|donne|produit"
    r"|produce|resulta)\b|得到|结果|生成|得られ)[^,;:.。，]{0,60}$",
    re.IGNORECASE,
)
"""What stands before the size of a map that comes out."""
_MADE_SIZE = regex(
    rf"(?<![\w.])(\d{{1,4}}(?:{_BY}\d{{1,4}}){{1,2}})(?![.:]?\d|{_BY}\d)(?!\s*(?:{one_of('kernel')}|{one_of('stride')}))"
)
_SETTING = regex(rf"(?:{one_of('padding')})\s*(?:of|de|von|is|=|:)?\s*\Z", re.IGNORECASE)
"""What stands before numbers that are an output padding."""
NOT_STATED = regex(
    r"\b(?:if|when|unlike|in\s+contrast|whenever|suppose\s+instead|instead\s+of|compared?|rather\s+than|as\s+opposed|for\s+(?:stride|"
    r"padding|dilation|s\s*=|p\s*=)|wenn|falls|si|cuando|quando)\b|如果|若|当",
    re.IGNORECASE,
)
"""Words of a sentence that supposes or compares: it states nothing of the layer."""
_IMAGINED = regex(
    r"\b(?:if\s+(?:we|you|one|it|there|the\s+\w+)\s+(?:had|were|used)|(?:suppose|imagine)\b[^.]{0,60}\b(?:were|had)|hätten\s+wir"
    r"|wäre[n]?\b|si\s+on\s+avait|si\s+nous\s+avions|si\s+tuviéramos|se\s+tivéssemos)\b|如果我们有|假如",
    re.IGNORECASE,
)
"""Words of a sentence about a layer that is only imagined: ``if we had an image of 1000 by 1000``."""
LONGEST = 400
"""Signs of a sentence that is looked at."""


def declared(sentence: str) -> dict[str, Any]:
    """The layer options that a sentence states; none where it supposes something."""
    if len(sentence) > LONGEST or is_elsewhere(sentence) or _IMAGINED.search(sentence):
        return {}
    sentence = in_figures(sentence)
    found: dict[str, Any] = {}
    for name, patterns in _PATTERNS.items():
        met = (one for pattern in patterns for one in pattern.finditer(sentence))
        match = next((one for one in met if name != "input_size" or not _is_made(sentence, one)), None)
        if match is not None:
            written = re.sub(r"[A-Za-z]\w*\s*=\s*", "", match[1])
            found[name] = int(written) if name in COUNTS else re.sub(_OR, "x", written)
    if NOT_STATED.search(sentence) and not {"input_size", "kernel_size"} <= found.keys():
        return {}
    if moves := _MOVES.search(sentence):
        found.setdefault("stride", moves[1])
    if (padding := stated_padding(sentence, found.get("padding"))) is not None:
        found["padding"] = padding
    return _with_channels(found)


def made(sentence: str) -> tuple[int, ...] | None:
    """The size of a map that a sentence says comes out, ``this gives a 2x2 map``; None where not one does."""
    found = [one[1] for one in _MADE_SIZE.finditer(sentence[:LONGEST]) if _is_made(sentence, one)]
    return tuple(int(part) for part in re.split(_OR, found[0])) if len(found) == 1 else None


def _is_made(sentence: str, size: re.Match[str]) -> bool:
    """Whether a size of a map is said of what comes out: ``this gives a 2x2 feature map``."""
    before = sentence[: size.start()]
    return not _INPUT.search(size[0]) and bool(_MADE.search(before)) and not _SETTING.search(before)


def unheard(text: str) -> frozenset[str]:
    """The steps that some sentence gives a number that is not understood: ``the stride, as always here, 2``."""
    found: set[str] = set()
    for match in SENTENCE.finditer(text):
        sentence = in_figures(match.group())
        if len(sentence) > LONGEST or is_elsewhere(sentence) or NOT_STATED.search(sentence):
            continue
        told = declared(sentence)
        named = {name for name, pattern in _NUMBERED.items() if pattern.search(sentence)}
        named |= {"padding"} if _SAME.search(sentence) else set()
        found |= named - told.keys()
    return frozenset(found)


def _with_channels(found: dict[str, Any]) -> dict[str, Any]:
    """``input 2x4x4, kernel 3x3``: the first of three sizes counts channels, or the last, ``7x7x3``."""
    sizes, taps = (str(found.get(name, "")).split("x") for name in ("input_size", "kernel_size"))
    if len(sizes) == len(taps) + 1 and taps != [""] and len(taps) > 1:
        last = sizes[0] == sizes[-2] != sizes[-1]  # 7x7x3
        channels, space = (sizes[-1], sizes[:-1]) if last else (sizes[0], sizes[1:])
        return {**found, "input_size": "x".join(space), "in_channels": found.get("in_channels", int(channels))}
    return found
