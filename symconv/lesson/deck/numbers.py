"""The whole layer in numbers."""

from collections.abc import Iterator

from symconv.lesson import pictures
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.maps import WIDEST
from symconv.lesson.slide import Slide

SECTION = "numbers"


def section(lecture: Lecture) -> Iterator[Slide]:
    """Forward and back as filled grids; nothing where numbers are off, or the layer is too large to show whole."""
    story, say = lecture.story, lecture.say
    if story.example is None or max(*story.layer.input_size, *story.layer.output_size) > WIDEST:
        return
    for key, names in (
        ("numbers.forward", ("input", "weight", "output")),
        ("numbers.back", ("grad_output", "grad_weight", "grad_input")),
    ):
        yield Slide(
            section=SECTION,
            title=say.plain(key),
            blocks=(pictures.tensors(story, names, numbers=True),),
            notes=(say("numbers.note"),),
        )
