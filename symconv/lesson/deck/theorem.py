"""What holds for every size, where the lecture has the theorem."""

from collections.abc import Iterator

from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.slide import Slide

SECTION = "theorem"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The theorem's slides, written the same for every layer."""
    if lecture.theorem is None:
        return
    from symconv.lesson.theorem.slides import slides  # loaded only where they are asked for

    yield from slides(lecture.say, lecture.theorem)
