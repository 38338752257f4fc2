"""The theorem on slides: the one form, what holds for every size, and why."""

from collections.abc import Iterator

from symconv.lesson.blocks import Bullets, Paragraph, Words, displayed
from symconv.lesson.slide import Slide
from symconv.lesson.theorem.stated import definitions, stated
from symconv.lesson.theorem.telling import left_side, lines
from symconv.lesson.theorem.trilinear import slide
from symconv.lesson.theorem.words import SAYINGS, judged
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation
from symconv.proof.theorem.statement import Statement

SECTION = "theorem"
FIRST = "reason.read-at-i"
"""What leads to the chain rule with its local derivative, which the derivation begins with."""

WHY = (
    ("reason.multiply-out", "reason.solve-for-m", "reason.one-term"),
    ("reason.count-from-end", "reason.define-dilated"),
    ("reason.define-padded", "reason.define-turned"),
)
"""The reasons that are told, together where they lead to one line."""
REACHED = ("reason.one-term", "reason.define-turned")
"""The reasons whose lines are shown: one output for each tap, and the correlation."""


def slides(say: Wording, statement: Statement) -> Iterator[Slide]:
    """The form; the statement with the arrays it names; its derivation in two steps, with the reasons.

    Args:
        say: the words.
        statement: along one axis, for instance ``proven(OpenLayer(), only=("dilate-pad-flip",)).statements[0]``.
    """
    yield slide(say, SECTION)
    write, saying = Writing(), SAYINGS[statement.name]
    word = judged(say, statement.derivation.judge.word)
    yield Slide(
        section=SECTION,
        title=say.plain("slides.statement.title"),
        blocks=(
            Paragraph(words=saying(say)),
            displayed(stated(statement, write), *definitions(statement, write)),
        ),
        notes=(say("slides.statement.note", word=word),),
    )
    left, every = left_side(statement, write), lines(say, statement.derivation, write)
    reached = {line.why: Equation((left, line.node)) for line in every}
    yield Slide(
        section=SECTION,
        title=say.plain("slides.why.title"),
        blocks=(
            displayed(*(reached[why] for why in (FIRST, *REACHED))),
            Bullets(items=tuple(_told(say, reasons) for reasons in WHY)),
        ),
        notes=(say("slides.why.note", n=len(every)),),
    )


def _told(say: Wording, reasons: tuple[str, ...]) -> Words:
    """Reasons as one sentence."""
    why = say.plain("theorem.sides.next").join(say.plain(reason) for reason in reasons)
    return say("slides.why.line", why=why[0].upper() + why[1:])
