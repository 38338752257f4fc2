"""Stride 1 on a small layer: where the rotated filter comes from."""

from collections.abc import Iterator

from symconv.lesson import operations
from symconv.lesson.blocks import Paragraph, displayed
from symconv.lesson.deck.chain import one_entry, windows
from symconv.lesson.deck.lecture import Lecture, proven
from symconv.lesson.deck.recipe import prepared, slide_over, turned
from symconv.lesson.layer import by
from symconv.lesson.slide import Slide
from symconv.lesson.story import Story

SECTION = "warm-up"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The forward window, one entry, and the flip; nothing where the layer itself has stride 1."""
    story, say = lecture.warm_up, lecture.say
    if story is None:
        return
    spec = story.spec
    yield Slide(
        section=SECTION,
        title=say.plain("warm-up.title"),
        blocks=(
            Paragraph(words=say("warm-up.layer", n=by(spec.input_size), k=by(spec.kernel_size))),
            windows(lecture, story),
        ),
        notes=(say("warm-up.note"),),
    )
    yield from one_entry(lecture, story, SECTION)
    yield _seen(lecture, story)
    yield _formula(lecture, story)


def _seen(lecture: Lecture, story: Story) -> Slide:
    say = lecture.say
    return Slide(
        section=SECTION,
        title=say.plain("warm-up.flip.title"),
        blocks=(
            Paragraph(words=say("warm-up.flip", g=story.paper.whole("grad_output"))),
            slide_over(lecture, story, prepared(story), turned(story)),
        ),
        notes=(say("warm-up.flip.note"),),
    )


def _formula(lecture: Lecture, story: Story) -> Slide:
    say = lecture.say
    proof = proven(story, "grad_input", "textbook")
    return Slide(
        section=SECTION,
        title=say.plain("warm-up.formula.title"),
        blocks=(
            displayed(operations.grad_input(story)),
            Paragraph(words=say("warm-up.formula")),
            Paragraph(words=say("proven.here", n=proof.entries)),
        ),
        notes=(say("warm-up.formula.note"),),
    )
