"""The sentences of a text, each with its place, with the formulas in them blanked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from symconv.check.facts.elsewhere import SENTENCE
from symconv.check.regex import regex


def sentences(text: str, formulas: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """The sentences of a text, with its formulas blanked."""
    pieces: list[str] = []
    place = 0
    for start, end in formulas:
        if start >= place:
            pieces += (text[place:start], re.sub(r"[^\n]", " ", text[start:end]))
            place = end
    blanked = "".join((*pieces, text[place:]))
    spoken = [(one.start() + len(one[0]) - len(one[0].lstrip()), one[0].strip()) for one in SENTENCE.finditer(blanked)]
    words = [(start, said) for start, said in spoken if said and not _MARKS.fullmatch(said)]
    yield from _joined(words, [start for start, _ in formulas])


_MARKS = regex(r"(?:\\(?:begin|end)\{\w+\*?\}|\$\$|\\[\[\]]|```\w*|\\label\{[^}]*\}|[\s.,;])+")
"""What sets a formula apart from the sentence in which it stands."""
_GOES_ON = regex(r"(?:with|using|at|but|and|mit|avec|con|com|с)\s")
"""How a sentence goes on behind a formula that stands in it."""


def _joined(spoken: Iterable[tuple[int, str]], places: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The sentences, those in one piece that have a formula in their middle."""
    before: tuple[int, str] | None = None
    for start, said in spoken:
        open_ = before is not None and not before[1].endswith((".", ";", "。", "；"))
        if before and open_ and _GOES_ON.match(said) and bisect_left(places, before[0]) < bisect_left(places, start):
            before = (before[0], f"{before[1]} {said}")
            continue
        if before:
            yield before
        before = (start, said)
    if before:
        yield before


def spoken_before(spoken: Sequence[tuple[int, str]], place: int) -> int:
    """The sentence at a place, or the last one before it."""
    at = bisect_right(spoken, place, key=lambda said: said[0])
    return spoken[at - 1][0] if at else place


_ITEM = regex(r"\s*(?:[-*+•·|]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+")


def is_item(text: str, start: int) -> bool:
    """Whether a line of a list starts at a place, or its mark stands before it."""
    line = text.rfind("\n", 0, start) + 1
    return _ITEM.fullmatch(text, line, start) is not None or _ITEM.match(text, start) is not None
