"""The sentences of a text that say what a gradient is: ``dL/dW is the input convolved with the output gradient``.

Each becomes an equation of placeholders, ``⟨input⟩`` for a tensor that is only spoken of. Word order is that of each
language, so what counts is what a sentence mentions, and that every other word in it is known to change nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from symconv.check.regex import regex
from symconv.check.saying import words
from symconv.check.saying.assembled import NotSaidError, assembled
from symconv.check.saying.joined import joined
from symconv.check.saying.mentions import BIAS, OUTPUT, UPSTREAM, Mention, mentions
from symconv.check.understanding.binding import LOSS
from symconv.check.understanding.names import PREFERRED
from symconv.notation.tree import Equation, Node, Partial, Symbol

SENTENCE = regex(r"(?:w\.r\.t\.|i\.e\.|e\.g\.|[^.。\n]|\.(?=\d)|\n(?!\s*(?:\n|[-*#>|]|\d+\.)))+")
LONGEST = 1_000
"""Signs of a sentence that is looked at."""
NEAR = 600
"""Signs before a sentence in which words may tell what *this* is."""
_THIS = r"\b(?:This|It|Dies|Das|Ceci|Esto)\b"
_GRADIENT = regex(rf"{words.DERIVATIVE}|{words.UPSTREAM}|∂|\\partial|\bd[A-Z]\b|\bdb\b|{_THIS}")
"""What a sentence has that may say what a gradient is."""
_REPORTED = regex(rf"{words.REPORTED}|\?")
_STARTS = regex(rf"\W*{_THIS}")
_HEADING = regex(r"^([ \t]*#{1,6}[ \t][^\n]*)\n(?![ \t]*#)", re.MULTILINE)
"""A heading, or the last line of a comment: what stands below is another sentence."""
_MARKED = regex(r"(?m:^[ \t]*#{1,6}(?=[ \t]))|\*\*|</?(?:b|em|strong|i)>|`(?=[^`\n]*[A-Za-z]{3})|(?<=[A-Za-z])`|[“”\"]")
"""What sets words apart and says nothing."""


class Worded(NamedTuple):
    """A sentence that says what a gradient is.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        tree: the equation that it says, with placeholders.
    """

    start: int
    end: int
    tree: Equation


class Unsaid(NamedTuple):
    """A sentence that speaks of how a gradient is convolved or summed, and is not understood.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        word: the word that stands in the way; empty where the maps or what is done to them are not clear.
    """

    start: int
    end: int
    word: str


def gradients_told(text: str, before: Iterable[tuple[int, Node]]) -> Iterator[Worded | Unsaid]:
    """What the sentences of a text say that gradients are.

    Args:
        text: the text.
        before: the gradients that formulas are about, each with its place: what ``this`` may be.
    """
    gradients = sorted(before, key=lambda one: one[0])
    for place, sentence, mentioned in _heard(text):
        gradients += [(place + one.start, one.node) for one in mentioned if one.node and _is_target(one)]
        for part, first, last, target in _parts(sentence, mentioned):
            start = place + first + len(sentence[first:last]) - len(sentence[first:last].lstrip())
            meant = target or _this(sentence, place, gradients)
            if meant is not None:
                yield _said(sentence[first:last], part, meant, (start, place + last))


@lru_cache(maxsize=2)
def _heard(text: str) -> tuple[tuple[int, str, list[Mention]], ...]:
    """The sentences that may be on a gradient, each with its place and what it mentions; they are asked for twice."""
    spoken = ((found.start(), found.group()) for found in SENTENCE.finditer(unmarked(text)))
    telling = ((place, one) for place, one in spoken if len(one) <= LONGEST and _GRADIENT.search(one))
    return tuple((place, one, joined(mentions(one), one)) for place, one in telling)


def _said(sentence: str, found: list[Mention], target: Node, place: tuple[int, int]) -> Worded | Unsaid:
    if reported := _REPORTED.search(sentence):
        return Unsaid(*place, reported.group())
    try:
        return Worded(*place, assembled(sentence, found, target))
    except NotSaidError as why:
        return Unsaid(*place, str(why))


def unmarked(text: str) -> str:
    """The text of the same length without what sets words apart."""
    lines = _HEADING.sub(lambda found: f"{found[1]}。", text)
    return _MARKED.sub(lambda found: " " * len(found.group()), lines)


_FEWEST = {"slid": 2, "tconv": 2, "sum": 1}
"""What is done → the maps that a sentence speaks of at least, where it says what it is done to."""
_MANY = 2
"""Maps of a sentence that says something of a gradient, whatever is done to them."""


def _parts(sentence: str, found: list[Mention]) -> Iterator[tuple[list[Mention], int, int, Node | None]]:
    """The parts of a sentence, one for each gradient, that say how something is convolved or summed."""
    heads = [one for one in found if _is_target(one)]
    firsts = [one for number, one in enumerate(heads) if number == 0 or one.node != heads[number - 1].node]
    starts = [0, *(one.start for one in firsts[1:])]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(sentence)], strict=True)):
        part = [replace(one, start=one.start - start, end=one.end - start) for one in found if start <= one.start < end]
        spoken_of = sum(one.kind in ("map", "gradient", "derivative") for one in part)
        about_bias = bool(firsts) and isinstance(firsts[number].node, Partial) and spoken_of > 1
        about_bias = about_bias and firsts[number].node == Partial(LOSS, BIAS)
        if spoken_of > _MANY or about_bias or any(spoken_of >= _FEWEST.get(one.kind, spoken_of + 1) for one in part):
            yield part, start, end, firsts[number].node if firsts else None


def _is_target(one: Mention) -> bool:
    """Whether a mention is a gradient that a layer gives: not the one that it gets."""
    if one.kind != "gradient" or not isinstance(one.node, Partial) or one.node == UPSTREAM:
        return False
    base = one.node.by
    return isinstance(base, Symbol) and base != OUTPUT and base.name.lower() not in PREFERRED["output"]


def _this(sentence: str, place: int, gradients: list[tuple[int, Node]]) -> Node | None:
    """The gradient that a text spoke of last, for a sentence that says what *this* is."""
    near = [node for at, node in sorted(gradients, key=lambda one: one[0]) if place - NEAR <= at < place]
    return near[-1] if near and _STARTS.match(sentence) else None
