"""Numbers in words, as figures: ``the stride is two`` says what ``the stride is 2`` says."""

import re

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex

_FIGURES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "null": 0, "eins": 1, "zwei": 2, "drei": 3, "vier": 4,
    "zéro": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4,
    "cero": 0, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4,
    "dois": 2, "duas": 2, "três": 3, "quatro": 4,
    "единице": 1, "двум": 2, "двух": 2, "два": 2, "трём": 3, "трем": 3, "три": 3,
    "一": 1, "二": 2, "两": 2, "三": 3, "하나": 1, "둘": 2, "셋": 3,
}  # fmt: skip
_STEP = rf"(?:{one_of('stride')}|{one_of('padding')}|{one_of('dilation')})"
_WORD = rf"(?P<word>{'|'.join(sorted(_FIGURES, key=len, reverse=True))})"
_BEHIND = regex(
    rf"(?P<before>{_STEP}\s*(?:{one_of('is')}|=|:)?\s*(?:set\s+to\s+|equal\s+to\s+)?|(?:=|:|≡)\s*){_WORD}(?!\w)",
    re.IGNORECASE,
)
_COUNTING = regex(
    rf"(?P<before>(?<![^\W_])){_WORD}(?=[\s-]+(?:zeros?|null\w*|zéros?|ceros?|samples?|pixels?|steps?|entries|places|positions|taps"
    rf"|(?:(?:in|out)put\s+)?channels?|filters?)\b)",
    re.IGNORECASE,
)


def in_figures(sentence: str) -> str:
    """A sentence with its number words as figures, where they stand beside a step of the layer or count entries."""
    for pattern in (_BEHIND, _COUNTING):
        sentence = pattern.sub(lambda found: f"{found['before']}{_FIGURES[found['word'].lower()]}", sentence)
    return sentence
