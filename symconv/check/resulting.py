"""Sentences that tell a layer and the size of what it gives: ``a 3x3 filter on a 5x5 input gives a 3x3 map``."""

import re
from collections.abc import Iterator

from symconv.check.facts.declared import declared, made
from symconv.check.facts.elsewhere import SENTENCE
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.numerals import in_figures
from symconv.check.facts.parts import LAYER
from symconv.check.facts.phrases import plain
from symconv.check.regex import regex
from symconv.check.saying.gradients import LONGEST, Worded
from symconv.check.saying.mentions import OUTPUT
from symconv.notation.tree import Apply, Equation, Number

_HEDGED = regex(
    rf"\b(?:not|never|no\s+longer|smaller|larger|bigger|more|less|fewer|about|roughly|half|almost|at\s+(?:most|least)|nicht|kein\w*|kleiner"
    rf"|größer|mehr|weniger|plus|moins|pas|más|menos|menor|mayor|mais|maior|не|больше|меньше)\b|n't\b|不|小于|大于|ない|않|{one_of('gradient')}"
    rf"|\bno\s+(?:es|tiene|da)\b|\bnão\b",
    re.IGNORECASE,
)
"""Words of a sentence that compares, denies, or speaks of another map than the output."""


def resulting(text: str) -> Iterator[Worded]:
    """Such sentences of a text, each as a claim about the shape of the output."""
    for sentence in SENTENCE.finditer(text):
        if len(sentence.group()) > LONGEST:
            continue
        words = in_figures(plain(sentence.group()))
        if _HEDGED.search(words):
            continue
        sizes = made(words)
        if sizes is not None and set(LAYER) <= declared(words).keys():
            shape = Apply("shape", (OUTPUT,)), Apply("list", tuple(map(Number, sizes)))
            start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
            yield Worded(start, sentence.end(), Equation(shape))
