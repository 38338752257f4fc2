"""Chapter 4: ∂L/∂X as a convolution: the wrong answer tried, the distance given back, and the slide with its result."""

from collections.abc import Iterator

from symconv.lesson import operations, pictures
from symconv.lesson.attempt import attempted, first_failure
from symconv.lesson.blocks import Block, Bullets, Paragraph, Words, displayed
from symconv.lesson.layer import by, each
from symconv.lesson.one_entry import shares
from symconv.lesson.pads import pads
from symconv.lesson.story import Story
from symconv.notation.tree import Equation


def chapter(story: Story) -> Iterator[Block]:
    """From the sums to the slide."""
    say, worked = story.say, story.busiest("input")
    yield say.heading(2, "lesson.slide.title" if story.strided else "lesson.slide.title.one")
    given, entry = story.paper.whole("grad_output"), story.paper.entry("input", worked)
    reverse = say("lesson.slide.reverse", x=entry, d=given) if shares(story) else say("lesson.slide.other", d=given)
    yield from _tried(story, reverse)
    yield displayed(operations.backward(story))
    yield Bullets(items=tuple(steps_told(story)))
    yield say.told("lesson.slide.window", x=entry, sign="⋆")
    yield from slide(story)


def slide(story: Story) -> Iterator[Block]:
    """The slide at the worked entry, and what it makes of it."""
    yield from pictures.told(story, pictures.backward(story, story.busiest("input")))


def _tried(story: Story, reverse: Words) -> Iterator[Block]:
    """Why the filter is flipped, and the flipped filter over ∂L/∂O as it is, where that fails."""
    say, proof, given = story.say, attempted(story).proof, story.paper.whole("grad_output")
    failure = first_failure(proof)
    if failure is None or not story.strided:
        yield Paragraph(words=reverse)
        return
    if failure.got is None or any(failure.index[:2]):
        missing = say("lesson.slide.missing", d=given, got=by(proof.shape[2:]), n=by(story.spec.input_size))
        yield Paragraph(words=(*reverse, *missing))
    else:
        again = failure.index == story.busiest("input")  # its sum stands a few lines above
        tried = say("lesson.slide.tried", d=given, x=story.paper.entry("input", failure.index), again=again)
        yield Paragraph(words=(*reverse, *tried))
        gradient = story.paper.entry("grad_input", failure.index)
        truth, got = (story.write.normal_form(form or {}) for form in (failure.truth, failure.got))
        yield displayed(*([] if again else [Equation((gradient, truth))]), Equation((gradient, got), "≠"))
    yield say.told("lesson.slide.why", d=given, s=each(story.spec.stride))


def steps_told(story: Story) -> Iterator[Words]:
    """Dilate, pad, flip, slide, and add up where there are channels, each with its numbers."""
    say, spec = story.say, story.spec
    if story.strided:
        zeros = tuple(s - 1 for s in spec.stride)
        yield say("steps.dilate", n=each(zeros)) if len(set(zeros)) == 1 else say("steps.dilate.axes", n=by(zeros))
    yield from pads(story)
    yield say("steps.flip", dilated=any(d > 1 for d in spec.dilation))
    yield say("steps.slide")
    if spec.out_channels > spec.groups:
        yield say("steps.sum")
