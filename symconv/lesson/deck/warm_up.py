"""Stride 1 on a small layer: where the rotated filter comes from."""

from collections.abc import Iterator

from symconv.lesson import operations
from symconv.lesson.blocks import Paragraph
from symconv.lesson.deck.drawn import backward, forward
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.layer import by
from symconv.lesson.slide import Slide

SECTION = "warm-up"


def section(lecture: Lecture) -> Iterator[Slide]:
    """Forward, and back by the flip; nothing where the layer itself has stride 1."""
    story, say = lecture.warm_up, lecture.say
    if story is None:
        return
    spec = story.spec
    yield Slide(
        section=SECTION,
        title=say.plain("warm-up.title"),
        blocks=(
            Paragraph(words=say("warm-up.layer", n=by(spec.input_size), k=by(spec.kernel_size))),
            forward(story),
        ),
        notes=(say("warm-up.note"),),
    )
    yield Slide(
        section=SECTION,
        title=say.plain("warm-up.flip.title"),
        blocks=(
            Paragraph(words=say("warm-up.flip", whole=operations.backward(story))),
            backward(story),
        ),
        notes=(say("warm-up.flip.note"), say("warm-up.formula.note")),
    )
