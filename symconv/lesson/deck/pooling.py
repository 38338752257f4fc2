"""A stride is not pooling, on slides."""

from collections.abc import Iterator

from symconv.lesson import pooling
from symconv.lesson.blocks import Paragraph
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.slide import Slide

SECTION = "pooling"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The same input through both, and the same gradient back through both."""
    story, say = lecture.story, lecture.say
    if not lecture.strided:
        return
    yield Slide(
        section=SECTION,
        title=say.plain("pooling.title"),
        blocks=(
            Paragraph(words=say("pooling.alike")),
            pooling.forward(story),
            Paragraph(words=say("pooling.differ")),
            pooling.back(story),
        ),
        notes=(*pooling.points(story), say("pooling.note")),
    )
