"""∂L/∂F: every output uses every filter entry, and the sums are a correlation with the dilated ∂L/∂O."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.algebra.tensors import Index
from symconv.lesson import operations
from symconv.lesson.blocks import Bullets, Paragraph, Words, displayed
from symconv.lesson.deck.chain import MOST_LINKS
from symconv.lesson.deck.lecture import Lecture, proven
from symconv.lesson.deck.pictures import drawn, met_by, padded_input, read, side_by_side
from symconv.lesson.layer import by
from symconv.lesson.slide import Frames, Slide
from symconv.lesson.story import Story

SECTION = "filter"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The chain rule, its picture, the formula; with a bias, ∂L/∂b."""
    yield _chain(lecture)
    yield _picture(lecture)
    yield _formula(lecture)
    if lecture.story.spec.bias:
        yield _bias(lecture)


def _chain(lecture: Lecture) -> Slide:
    story, say, index = lecture.story, lecture.say, lecture.story.busiest("weight")
    entry = story.paper.entry("weight", index)
    chain = replace(story.write, longest=MOST_LINKS).chain_line("weight", index)
    return Slide(
        section=SECTION,
        title=say.plain("filter.chain.title"),
        blocks=(
            Paragraph(words=say("filter.chain", f=entry, n=len(story.write.chain("weight", index)))),
            displayed(chain, story.write.gradient_line("weight", index)),
            Paragraph(words=say("filter.every")),
            displayed(story.general.grad_weight()[1]),
        ),
        notes=(say("filter.chain.note"),),
    )


def _picture(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    nothing = (0,) * len(story.spec.stride)
    upstream = drawn(
        lecture, story.spread("grad_output", story.spec.stride, nothing, nothing), operations.upstream(story)
    )
    padded, name = padded_input(story), operations.padded_input(story)
    return Slide(
        section=SECTION,
        title=say.plain("filter.picture.title"),
        blocks=(
            Paragraph(words=say("filter.picture.strided" if lecture.strided else "filter.picture.one")),
            Frames(
                pictures=tuple(
                    (
                        side_by_side(drawn(lecture, read(padded, met_by(story, tap)), name), upstream),
                        (story.write.gradient_line("weight", (0, 0, *tap)),),
                    )
                    for tap in _few_taps(story)
                )
            ),
        ),
        notes=(say("filter.picture.note"),),
    )


def _few_taps(story: Story) -> Iterator[Index]:
    size = story.spec.kernel_size
    origin = (0,) * len(size)
    wanted = [origin, (*origin[:-1], 1), (1, *origin[1:]), tuple(k - 1 for k in size)]
    yield from dict.fromkeys(tap for tap in wanted if all(at < k for at, k in zip(tap, size, strict=True)))


def _formula(lecture: Lecture) -> Slide:
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
        title=say.plain("filter.formula.title"),
        blocks=(displayed(operations.grad_weight(story)), Bullets(items=tuple(points))),
        notes=(say("filter.formula.note"),),
    )


def _bias(lecture: Lecture) -> Slide:
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
