"""The layer itself: its windows, one entry of X, and how other entries differ from it."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Paragraph, displayed
from symconv.lesson.deck.chain import one_entry, windows
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.layer import each
from symconv.lesson.slide import Slide
from symconv.lesson.story import Story

SECTION = "layer"
MOST_KINDS = 5


def section(lecture: Lecture) -> Iterator[Slide]:
    """Forward, one entry, other entries, the sum for all."""
    story, say = lecture.story, lecture.say
    stride = each(story.spec.stride)
    yield Slide(
        section=SECTION,
        title=say.plain("layer.windows.title", s=stride),
        blocks=(
            Paragraph(words=say("layer.windows.strided" if lecture.strided else "layer.windows.one", s=stride)),
            windows(lecture, story),
        ),
        notes=(say("layer.windows.note"),),
    )
    yield from one_entry(lecture, story, SECTION)
    if any(story.write.found.grad_input):
        yield _kinds(lecture)
    yield _every(lecture)


def _kinds(lecture: Lecture) -> Slide:
    """The gradient at neighbouring entries, which may be sums of different length."""
    story, say = lecture.story, lecture.say
    lines = [story.write.gradient_line("input", index) for index in neighbours(story)]
    key = "layer.kinds.strided" if lecture.strided else "layer.kinds.one"
    return Slide(
        section=SECTION,
        title=say.plain("layer.kinds.title"),
        blocks=(Paragraph(words=say(key)), displayed(*lines)),
        notes=(say("layer.kinds.note"),),
    )


def _every(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    return Slide(
        section=SECTION,
        title=say.plain("layer.every.title"),
        blocks=(Paragraph(words=say("layer.every")), displayed(story.general.grad_input())),
        notes=(say("layer.every.note", x=story.general.entry("input")),),
    )


def neighbours(story: Story) -> list[Index]:
    """The busiest entry, its neighbours along the last axes, the first entry, and one that no output touches."""
    image, channel, *worked = story.busiest("input")
    size = story.spec.input_size
    steps = [(0,) * len(size)]
    for axis in reversed(range(len(size))):
        one = tuple(int(at == axis) for at in range(len(size)))
        steps += [tuple(a + b for a, b in zip(step, one, strict=True)) for step in list(steps)]
    near = (tuple(a + b for a, b in zip(worked, step, strict=True)) for step in steps)
    inside = [place for place in near if all(at < n for at, n in zip(place, size, strict=True))]
    untouched = [place[2:] for place in story.chosen("input") if not story.write.chain("input", place)][:1]
    wanted = {(0,) * len(size), *inside[: MOST_KINDS - 1 - len(untouched)], *untouched}
    return [(image, channel, *place) for place in sorted(wanted)]
