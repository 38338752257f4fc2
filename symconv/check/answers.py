"""Sentences that answer: ``x_1 gets g_0 f_1 + g_1 f_0``, ``the gradient of x_1 is …``, ``dX has shape 7x6``."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.check.understanding.binding import LOSS
from symconv.notation.reader import read
from symconv.notation.tree import Apply, Equation, Node, Number, Partial

_INDEX = r"(?:_\{[\w,+\- ]{1,16}\}|_\d+(?:,\d+)*|_[A-Za-z]{1,3}\b|\[[\w,+\- ]{1,16}\]|\d{1,4})"
_ENTRY = rf"(?:[∂d][A-Zℓ]\s?/\s?[∂d])?[^\W\d_Σ]{{1,3}}{_INDEX}"
_BODY = rf"{_ENTRY}(?:\s*[-+*·×−]\s*(?:\d+\s*)?{_ENTRY}|\s+{_ENTRY})+"
_GETS, _IS, _GRADIENT, _WITH = (f"(?i:{one_of(name)})" for name in ("gets", "copula", "gradient", "of"))
_THING = rf"(?:(?i:input|entry|weight|{one_of('input')}|{one_of('kernel')})\s+)?"
_OF = rf"{_GRADIENT}\s+{_WITH}\s+(?:(?i:the|der|dem|la|le|el|o|a)\s+)?{_THING}"
_ITS = rf"\s*(?:的|の|의)\s*{_GRADIENT}"
"""Behind a name: that its gradient is meant."""
_FORMULA = r"\$(?P<head>[^$=]{1,80})\$"
_BODY_IN_TEX = r"\s*\$(?P<body>[^$=]{1,600})\$"
_SAYS = (
    regex(rf"(?<![\w^])(?P<head>{_ENTRY})\s+{_GETS}\s+(?P<body>{_BODY})"),
    regex(rf"(?<![\w^])(?P<head>[∂d][A-Zℓ]\s?/\s?[∂d][^\W\d_]{{1,3}}{_INDEX})\s+{_IS}\s+(?P<body>{_BODY})"),
    regex(rf"{_OF}(?P<head>{_ENTRY})\s+{_IS}\s+(?P<body>{_BODY})"),
)
_SAYS_IN_TEX = (
    regex(rf"{_FORMULA}\s+{_GETS}{_BODY_IN_TEX}"),
    regex(rf"{_OF}{_FORMULA}\s*{_IS}{_BODY_IN_TEX}"),
    regex(rf"{_FORMULA}{_ITS}\s*{_IS}{_BODY_IN_TEX}"),
    regex(
        rf"\$(?P<head>(?:d|\\nabla_?)\s*\{{?[A-Za-z][^$=]{{0,40}}|\\d?frac\{{\\partial[^$=]{{1,80}})\$\s*{_IS}{_BODY_IN_TEX}"
    ),
)
_SHAPED = regex(
    r"(?<![\w$])(?P<name>(?:[∂d]L/[∂d]|grad_|d)[A-Za-z]\w{0,8})\s+(?:has|have|is\s+of|hat)\s+(?:the\s+)?"
    r"(?:shape|size|dimensions?|die\s+Größe)\s+\(?(?P<sizes>\d{1,6}(?:\s*[x×,]\s*\d{1,6})*)\)?"
)


class Answer(NamedTuple):
    """A sentence that answers.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        tex: whether its formulas are TeX.
        tree: the equation that it says.
    """

    start: int
    end: int
    tex: bool
    tree: Node


def answers(found: Source) -> Iterator[Answer]:
    """The sentences of a text that answer.

    Raises:
        ReadError: one of them holds a formula that cannot be read.
    """
    for patterns, text, tex in ((_SAYS, found.prose, False), (_SAYS_IN_TEX, found.text, True)):
        for pattern in patterns:
            for said in pattern.finditer(text):
                left, right = (read(said[part], tex=tex) for part in ("head", "body"))
                head = left if isinstance(left, Partial) else Partial(LOSS, left)
                yield Answer(said.start("head"), said.end("body"), tex, Equation((head, right)))
    for said in _SHAPED.finditer(found.prose):
        sizes = tuple(Number(int(size)) for size in re.findall(r"\d+", said["sizes"]))
        shape = Apply("shape", (read(said["name"], tex=False),))
        yield Answer(*said.span(), False, Equation((shape, Apply("list", sizes))))
