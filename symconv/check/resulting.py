"""Sentences that tell a layer and the size of what it gives: ``a 3x3 filter on a 5x5 input gives a 3x3 map``."""

from collections.abc import Iterator

from symconv.check.facts.declared import declared, made
from symconv.check.facts.elsewhere import SENTENCE
from symconv.check.facts.numerals import in_figures
from symconv.check.facts.parts import LAYER
from symconv.check.facts.phrases import plain
from symconv.check.saying.mentions import OUTPUT
from symconv.check.saying.sentences import LONGEST, Worded
from symconv.notation.tree import Apply, Equation, Number


def resulting(text: str) -> Iterator[Worded]:
    """Such sentences of a text, each as a claim about the shape of the output."""
    for sentence in SENTENCE.finditer(text):
        if len(sentence.group()) > LONGEST:
            continue
        words = in_figures(plain(sentence.group()))
        sizes = made(words)
        if sizes is not None and set(LAYER) <= declared(words).keys():
            shape = Apply("shape", (OUTPUT,)), Apply("list", tuple(map(Number, sizes)))
            start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
            yield Worded(start, sentence.end(), Equation(shape))
