"""What a formula is about: the convolution layer, or another kind of layer, which is not ours to judge."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping

from symconv.check.facts.headings import headings
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.otherwise import TOPIC, padded_otherwise
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.check.statements import Statement

OTHERS: Mapping[str, str] = {
    "pooling": "pooling",
    "dense": "a dense layer",
    "recurrent": "another kind of layer",
    "transposed": "a transposed convolution",
}
"""Entry of the lexicon → what such a formula is about."""
_SENTENCE = regex(r"(?<=[.!?。；;])\s+(?=\S)|\n\s*\n(?=\s*\S)")


def topics(found: Source, read: Iterable[Statement]) -> dict[int, str]:
    """Offset of a statement → what it is about, for those that are not about the convolution layer.

    The title above tells it, or the sentence that leads to the formula, unless it speaks of a gradient: "the gradient
    is a transposed convolution" is about our layer. Where a text says that it pads otherwise than with zeros, all that
    follows is about that.
    """
    places, titles = zip(*headings(found.text), strict=True) if any(headings(found.text)) else ((), ())
    abouts = ["", *map(_other, titles)]
    told: dict[int, str] = {}
    end, otherwise = 0, padded_otherwise(found.prose)
    for one in read:
        about = abouts[bisect_right(places, one.start)] or _led_by(found.prose[end : one.start])
        about = about or ("" if otherwise is None or one.start < otherwise else TOPIC)
        if about:
            told[one.start] = about
        end = max(end, one.end) if one.tells else end
    return told


def _led_by(prose: str) -> str:
    """What the last sentence before a formula is about."""
    sentence = _SENTENCE.split(prose.rstrip())[-1] if prose.strip() else ""
    return "" if re.search(one_of("gradient"), sentence, re.IGNORECASE) else _other(sentence)


def _other(title: str) -> str:
    """What a title names that is no convolution; empty where it names one, too, or nothing."""
    named = next((said for entry, said in OTHERS.items() if re.search(one_of(entry), title, re.IGNORECASE)), "")
    ours = re.search(one_of("layer"), re.sub(one_of("transposed"), "", title, flags=re.IGNORECASE), re.IGNORECASE)
    return "" if ours else named
