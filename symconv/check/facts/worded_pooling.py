"""A pooling that a text tells in words: ``2x2 average pooling with stride 2 on a 4x4 input``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from symconv.check.facts.conventions import conventions
from symconv.check.facts.declared import declared
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.numerals import in_figures
from symconv.check.facts.parts import Part
from symconv.check.facts.phrases import plain
from symconv.check.facts.topics import OTHERS, POOLS
from symconv.check.regex import regex

_POOLING = regex(one_of("pooling"), re.IGNORECASE)
_WINDOW = regex(r"\b(?:pooling\s+)?(?:windows?|regions?)\b|fenster|fen[êe]tres?|ventanas?|janelas?|窗口", re.IGNORECASE)
_NOT_PLAIN = regex(
    r"ceil|adaptive|global|count_include_pad|exclud|divisor|not\s+count|without\s+count|fraction|stochastic"
    r"|\bfilters?\b|\bweight|gewicht|poids|pesos?\b",
    re.IGNORECASE,
)
"""Words for what these sentences cannot tell whole."""
_KERNEL = regex(one_of("kernel"), re.IGNORECASE)
_OTHER = regex("|".join(map(one_of, ("layer", *(name for name in OTHERS if name != "pooling")))), re.IGNORECASE)
NEEDED = {"input_size", "kernel_size", "stride"}


def speaks_of_pooling(parts: Sequence[Part], first: int) -> bool:
    """Whether a text names pooling before its first statement, and nowhere another kind of layer, nor a filter."""
    led = (said for part in parts for place, said in part.sentences if place < first)
    if not any(map(_POOLING.search, led)):
        return False
    text = "\n".join(part.spoken for part in parts)
    alone = not _OTHER.search(text) and not _KERNEL.search(text)
    return alone and not any(part.headed for part in parts)


def worded_pooling(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts of a text; one alone where all of it is on a pooling that its sentences tell whole.

    It is told whole by its kind, its window, its stride and its input's size; padding is none where none is told. A
    text that names any other kind of layer, another pooling, or two sizes for one thing, is taken as it was.
    """
    sentences = [said for part in parts for said in part.sentences]
    text = " ".join(sentence for _, sentence in sentences)
    if (
        any(part.headed for part in parts)
        or not _POOLING.search(text)
        or _OTHER.search(text)
        or _NOT_PLAIN.search(text)
    ):
        return parts
    kinds = [kind for kind, word in POOLS.items() if any(map(word.search, _around(text)))]
    options = _told(sentence for _, sentence in sentences)
    if len(kinds) != 1 or options is None or not options.keys() >= NEEDED or options.keys() - NEEDED - {"padding"}:
        return parts
    bases = {conventions("", plain(sentence)).base for _, sentence in sentences} - {None}
    if len(bases) > 1:
        return parts
    first = next(place for place, sentence in sentences if _POOLING.search(sentence))
    told = {"pool": kinds[0], **options}
    whole = replace(
        parts[0],
        end=parts[-1].end,
        options=told,
        headed=True,
        base=next(iter(bases), None),
        text="".join(part.text for part in parts),
        sentences=tuple(sentences),
        said=dict.fromkeys(told, first),
    )
    return (whole,)


def _around(text: str) -> Iterable[str]:
    """The words before each ``pooling``, with it."""
    return (text[max(0, found.start() - 12) : found.end()] for found in _POOLING.finditer(text))


def _told(sentences: Iterable[str]) -> dict[str, Any] | None:
    """What the sentences declare, the pooling's window read as a kernel is; None where they contradict each other."""
    found: dict[str, Any] = {}
    for sentence in sentences:
        words = _WINDOW.sub("kernel", _POOLING.sub("kernel", in_figures(plain(sentence))))
        for name, value in declared(words).items():
            if found.setdefault(name, value) != value:
                return None
    return found
