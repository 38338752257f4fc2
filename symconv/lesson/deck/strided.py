"""The layer itself: its windows, one entry of X, and how other entries differ from it."""

from collections.abc import Iterator

from symconv.lesson.blocks import Paragraph, displayed
from symconv.lesson.deck.chain import one_entry
from symconv.lesson.deck.drawn import forward
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.layer import each
from symconv.lesson.one_entry import neighbours, shares
from symconv.lesson.slide import Slide

SECTION = "layer"


def section(lecture: Lecture) -> Iterator[Slide]:
    """Forward, one entry, other entries and the sum for all."""
    story, say = lecture.story, lecture.say
    stride = each(story.spec.stride)
    relation = say.series(list(story.general.relation))
    key = "layer.windows.strided" if lecture.strided else "layer.windows.one"
    yield Slide(
        section=SECTION,
        title=say.plain("layer.windows.title", s=stride),
        blocks=(Paragraph(words=say(key, s=stride, relation=relation)), forward(story)),
        notes=(say("layer.windows.note"),),
    )
    yield from one_entry(lecture, story, SECTION)
    if any(story.write.found.grad_input):
        yield _kinds(lecture)


def _kinds(lecture: Lecture) -> Slide:
    """The gradient at neighbouring entries, which may be sums of different length, and the sum for every entry."""
    story, say = lecture.story, lecture.say
    near = neighbours(story)
    untouched = [story.paper.entry("input", index) for index in near if not story.write.chain("input", index)]
    key = "layer.kinds.apart" if not shares(story) else "layer.kinds.strided" if lecture.strided else "layer.kinds.one"
    told = say(key) if key == "layer.kinds.one" else say(key, none=bool(untouched), x=(*untouched[:1],))
    return Slide(
        section=SECTION,
        title=say.plain("layer.kinds.title"),
        blocks=(
            Paragraph(words=told),
            displayed(*(story.write.gradient_line("input", index) for index in near)),
            Paragraph(words=say("layer.every")),
            displayed(story.general.grad_input()),
        ),
        notes=(say("layer.kinds.note"), say("layer.every.note", x=story.general.entry("input"))),
    )
