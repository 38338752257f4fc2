"""A transposed convolution that a text tells in words: ``a transposed 3x3 convolution, stride 2, on a 2x2 input``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from symconv.check.facts.conventions import conventions
from symconv.check.facts.declared import LONGEST, declared
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.numerals import in_figures
from symconv.check.facts.parts import Part
from symconv.check.facts.phrases import plain
from symconv.check.facts.topics import OTHERS
from symconv.check.regex import regex

_TRANSPOSED = regex(one_of("transposed"), re.IGNORECASE)
_LAYER = regex("|".join(map(one_of, ("layer", *(name for name in OTHERS if name != "transposed")))), re.IGNORECASE)
_GRADIENT = regex(one_of("gradient"), re.IGNORECASE)
_NUMBERS = r"[(\[]?\s*\d{1,3}(?:\s*[x×,]\s*\d{1,3}){0,2}(?![\d.:])"
_ADDED = regex(rf"\boutput[\s_-]?padding\s*(?:is|of|=|:)?\s*({_NUMBERS})", re.IGNORECASE)
_UNKNOWN = regex(
    r"\b(?:reflect\w*|replicat\w*|circular|output[\s_-]?padding|output[\s_-]shape|same|valid|groups?|channels?|dilat\w*)\b",
    re.IGNORECASE,
)
"""Words for what these sentences cannot tell whole."""
NEEDED = {"input_size", "kernel_size", "stride"}
TOLD = NEEDED | {"padding", "output_padding"}


def speaks_of_transposed(parts: Sequence[Part], first: int) -> bool:
    """Whether a text names a transposed convolution before its first statement, and no other layer anywhere."""
    if any(part.headed for part in parts) or not any(_is_named(said) for place, said in _said(parts) if place < first):
        return False
    return not _LAYER.search(_TRANSPOSED.sub("", "\n".join(sentence for _, sentence in _said(parts))))


def worded_transposed(parts: Sequence[Part], first: int) -> Sequence[Part]:
    """The parts of a text; one alone where all of it is on a transposed convolution that its sentences tell whole.

    It is told whole by its input's size, its filter's and its stride; padding and output padding are none where none is
    told. A text that names another layer, or two sizes for one thing, is taken as it was.
    """
    if not speaks_of_transposed(parts, first):
        return parts
    options = _told(sentence for _, sentence in _said(parts))
    if options is None or not NEEDED <= options.keys() <= TOLD:
        return parts
    bases = {conventions("", plain(sentence)).base for _, sentence in _said(parts)} - {None}
    if len(bases) > 1:
        return parts
    at = next(place for place, sentence in _said(parts) if _is_named(sentence))
    whole = replace(
        parts[0],
        end=parts[-1].end,
        options={"transposed": True, **options},
        headed=True,
        base=next(iter(bases), None),
        text="".join(part.text for part in parts),
        sentences=tuple(_said(parts)),
        said=dict.fromkeys(("transposed", *options), at),
    )
    return (whole,)


def _said(parts: Sequence[Part]) -> list[tuple[int, str]]:
    return [said for part in parts for said in part.sentences]


def _is_named(sentence: str) -> bool:
    """Whether a sentence says what the layer is: no gradient that is one, too."""
    return bool(_TRANSPOSED.search(sentence) and not _GRADIENT.search(_TRANSPOSED.split(sentence)[0]))


def _told(sentences: Iterable[str]) -> dict[str, Any] | None:
    """What the sentences declare; None where they contradict each other, or tell what is not understood."""
    found: dict[str, Any] = {}
    for sentence in sentences:
        words = _TRANSPOSED.sub("layer", in_figures(plain(sentence)))[:LONGEST]
        added = _ADDED.search(words)
        words = _ADDED.sub("", words)
        if _UNKNOWN.search(words):
            return None
        told = declared(words)
        if added:
            told["output_padding"] = "x".join(re.findall(r"\d+", added[1]))
        for name, value in told.items():
            if found.setdefault(name, value) != value:
                return None
    return found
