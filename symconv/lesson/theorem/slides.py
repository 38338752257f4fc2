"""The theorem on two slides: what holds for every size, and why."""

from symconv.lesson.blocks import Bullets, Paragraph, Words, displayed
from symconv.lesson.slide import Slide
from symconv.lesson.theorem.stated import definitions, stated
from symconv.lesson.theorem.telling import left_side, lines
from symconv.lesson.theorem.words import SAYINGS
from symconv.lesson.theorem.written import Writing
from symconv.notation.tree import Equation
from symconv.proof.theorem.statement import Statement

SECTION = "theorem"
SHOWN = ("multiply the sum out", "the test leaves one term of the sum, if any")
"""Reasons of the lines that are shown between the first and the last."""


def slides(statement: Statement) -> tuple[Slide, Slide]:
    """The statement with the arrays it names; then its derivation, line by line, each with its reason.

    Args:
        statement: along one axis, for instance ``proven(OpenLayer(), only=("dilate-pad-flip",)).statements[0]``.
    """
    write, saying = Writing(), SAYINGS[statement.name]
    word = statement.derivation.judge.word
    first = Slide(
        section=SECTION,
        title="For every size",
        blocks=(
            Paragraph(words=saying.words),
            displayed(stated(statement, write), *definitions(statement, write)),
        ),
        notes=((f"Side conditions {word} for all input sizes, kernels, strides, dilations and paddings.",),),
    )
    left, every = left_side(statement, write), lines(statement.derivation, write)
    shown = [line for line in every if line.why in SHOWN or line is every[-1] or "definition of D" in line.why]
    reasons: tuple[Words, ...] = tuple((f"{line.why[0].upper()}{line.why[1:]}.",) for line in shown)
    start = write.term(statement.derivation.start)
    second = Slide(
        section=SECTION,
        title="Why: the chain rule, rearranged",
        blocks=(
            displayed(Equation((left, start)), *(Equation((left, line.node)) for line in shown)),
            Bullets(items=reasons),
        ),
        notes=((f"All {len(every)} lines: symconv prove --all-sizes.",),),
    )
    return first, second
