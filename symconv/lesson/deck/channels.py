"""Channels swap roles on the way back."""

from collections.abc import Iterator

from symconv.lesson import channels
from symconv.lesson.blocks import Bullets
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.slide import Slide

SECTION = "channels"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The table of filters, read by rows and by columns."""
    story, say = lecture.story, lecture.say
    whole = story.paper.whole
    yield Slide(
        section=SECTION,
        title=say.plain("channels.title"),
        blocks=(
            channels.swap(story),
            Bullets(
                items=(
                    say("channels.forward", x=whole("input"), o=whole("output")),
                    say("channels.back", g=whole("grad_input")),
                )
            ),
        ),
        notes=(say("channels.check", grouped=lecture.story.spec.groups > 1),),
    )
