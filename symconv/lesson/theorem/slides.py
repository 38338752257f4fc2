"""The theorem on two slides: what holds for every size, and why."""

from symconv.lesson.blocks import Bullets, Paragraph, Words, displayed
from symconv.lesson.slide import Slide
from symconv.lesson.theorem.stated import definitions, stated
from symconv.lesson.theorem.telling import left_side, lines, reason
from symconv.lesson.theorem.words import SAYINGS, judged
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation
from symconv.proof.theorem.statement import Statement

SECTION = "theorem"
SHOWN = ("reason.multiply-out", "reason.one-term", "reason.define-dilated")
"""Reasons of the lines that are shown between the first and the last."""


def slides(say: Wording, statement: Statement) -> tuple[Slide, Slide]:
    """The statement with the arrays it names; then its derivation, line by line, each with its reason.

    Args:
        say: the words.
        statement: along one axis, for instance ``proven(OpenLayer(), only=("dilate-pad-flip",)).statements[0]``.
    """
    write, saying = Writing(), SAYINGS[statement.name]
    word = judged(say, statement.derivation.judge.word)
    first = Slide(
        section=SECTION,
        title=say.plain("slides.statement.title"),
        blocks=(
            Paragraph(words=saying(say)),
            displayed(stated(statement, write), *definitions(statement, write)),
        ),
        notes=(say("slides.statement.note", word=word),),
    )
    left, every = left_side(statement, write), lines(say, statement.derivation, write)
    shown = [line for line in every if line.why in SHOWN or line is every[-1]]
    reasons: tuple[Words, ...] = tuple(say("slides.why.line", why=reason(say, line)) for line in shown)
    start = write.term(statement.derivation.start)
    second = Slide(
        section=SECTION,
        title=say.plain("slides.why.title"),
        blocks=(
            displayed(Equation((left, start)), *(Equation((left, line.node)) for line in shown)),
            Bullets(items=reasons),
        ),
        notes=(say("slides.why.note", n=len(every)),),
    )
    return first, second
