"""∂L/∂F: every output uses every filter entry, and the sums are a correlation with the dilated ∂L/∂O."""

from collections.abc import Iterator

from symconv.lesson import operations
from symconv.lesson.blocks import Bullets, Paragraph, Words, displayed
from symconv.lesson.deck.drawn import to_filter
from symconv.lesson.deck.lecture import Lecture, proven
from symconv.lesson.layer import by
from symconv.lesson.slide import Slide

SECTION = "filter"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The chain rule with its formula, the slide; with a bias, ∂L/∂b."""
    yield _chain(lecture)
    yield _picture(lecture)
    if lecture.story.spec.bias:
        yield bias(lecture)


def _chain(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    points: list[Words] = [say("filter.strided") if lecture.strided else say("filter.one")]
    if any(d > 1 for d in story.spec.dilation):
        points.append(say("filter.dilation", d=by(story.spec.dilation)))
    if operations.trims(story):
        points.append(say("filter.trim", k=by(story.spec.kernel_size)))
    if story.spec.in_channels > 1 or story.spec.out_channels > 1 or story.spec.batch > 1:
        points.append(say("filter.channels"))
    points.append(say("proven.here", n=proven(story, "grad_weight", "textbook").entries))
    return Slide(
        section=SECTION,
        title=say.plain("filter.chain.title"),
        blocks=(
            Paragraph(words=say("filter.chain", f=story.general.entry("weight"), several=story.spec.out_channels > 1)),
            displayed(story.general.grad_weight()[1]),
            Paragraph(words=say("filter.so")),
            displayed(operations.to_filter(story)),
            Bullets(items=tuple(points)),
        ),
        notes=(say("filter.chain.note"), say("filter.formula.note")),
    )


def _picture(lecture: Lecture) -> Slide:
    say = lecture.say
    return Slide(
        section=SECTION,
        title=say.plain("filter.picture.title"),
        blocks=(
            Paragraph(words=say("filter.picture.strided" if lecture.strided else "filter.picture.one")),
            to_filter(lecture.story),
        ),
        notes=(say("filter.picture.note"),),
    )


def bias(lecture: Lecture) -> Slide:
    """∂L/∂b."""
    story, say = lecture.story, lecture.say
    proof = proven(story, "grad_bias", "textbook")
    return Slide(
        section=SECTION,
        title=say.plain("filter.bias.title"),
        blocks=(
            Paragraph(words=say("filter.bias")),
            displayed(story.general.grad_bias()),
            Paragraph(words=say("proven.here", n=proof.entries)),
        ),
        notes=(say("filter.bias.note"),),
    )
