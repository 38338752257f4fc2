"""The story of one layer, chapter by chapter, in three lengths."""

from collections.abc import Iterator

from symconv.folded import FoldedSpec
from symconv.lesson import (
    activation,
    channels,
    dilate_pad_flip_slide,
    filter_gradient,
    forward,
    numbers,
    one_entry,
    operations,
    pictures,
    question,
    remember,
)
from symconv.lesson.asked import asked_for
from symconv.lesson.blocks import Block, Heading, displayed
from symconv.lesson.folded import chapters as folded
from symconv.lesson.layer import layer_told
from symconv.lesson.story import Story
from symconv.lesson.transposed import chapters
from symconv.lesson.wording import Wording
from symconv.transposed import Layer, TransposedSpec


def derivation(story: Story) -> Iterator[Block]:
    """One page, the lesson, or the lesson and its appendix."""
    yield Heading(level=1, title=story.title or _titled(story), author=story.author)
    if isinstance(story.layer, TransposedSpec):
        yield from chapters.told(story, story.layer)
    elif isinstance(story.layer, FoldedSpec):
        yield from folded.told(story, story.layer)
    elif story.length == "brief":
        yield from brief(story)
    else:
        yield from lesson(story)
        if story.length == "full":
            from symconv.lesson.appendix import appendix  # loaded only where it is asked for

            yield from appendix(story)


def lesson(story: Story) -> Iterator[Block]:
    """The question, forward, one entry, dilate → pad → flip → slide, the filter, numbers, what to remember."""
    yield from question.chapter(story)
    yield from forward.chapter(story)
    if "input" in story.wrt:
        yield from one_entry.chapter(story)
        yield from dilate_pad_flip_slide.chapter(story)
        if story.activation:
            yield from activation.chapter(story, story.activation.name)
    if "weight" in story.wrt:
        yield from filter_gradient.chapter(story)
    if "bias" in story.wrt and story.spec.bias:
        yield from filter_gradient.bias_chapter(story)
    yield from channels.chapter(story)
    yield from asked_for(story)
    yield from numbers.chapter(story)
    yield from remember.chapter(story)


def brief(story: Story) -> Iterator[Block]:
    """A handout: the layer, its sums, the slide, both formulas, one entry, and what to remember."""
    say, worked = story.say, story.busiest("input")
    yield from question.setting(story)
    yield displayed(story.general.output())
    if "input" in story.wrt:
        yield say.told("brief.input", strided=story.strided)
        yield displayed(operations.backward(story))
        yield from dilate_pad_flip_slide.slide(story)
        if story.write.chain("input", worked):
            yield displayed(*pictures.lines(story, "grad_input", worked))
    if "weight" in story.wrt:
        yield say.told("brief.weight", strided=story.strided)
        yield displayed(operations.to_filter(story))
    if "bias" in story.wrt and story.spec.bias:
        yield displayed(story.general.grad_bias())
    yield from remember.chapter(story)


def _titled(story: Story) -> str:
    """The title of the document, with what the input came through."""
    told = title(story.say, story.layer)
    if story.activation is None:
        return told
    after = story.say.plain("layer.after", name=story.activation.name)
    return "".join(map(str, story.say.series([told, after])))


def title(say: Wording, spec: Layer) -> str:
    """``The gradients of a convolution: input 5×5, kernel 3×3, stride 2``."""
    key = "document.title.transposed" if isinstance(spec, TransposedSpec) else "document.title"
    return say.plain(key, layer=layer_told(say, spec))
