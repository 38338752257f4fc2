"""The story of one layer, chapter by chapter."""

from collections.abc import Iterator

from symconv.lesson import activation, filter_gradient, forward, input_gradient, proven, setting, takeaways
from symconv.lesson.blocks import Block, Heading
from symconv.lesson.layer import layer_told
from symconv.lesson.story import Story
from symconv.lesson.wording import Wording
from symconv.spec import ConvSpec


def derivation(story: Story) -> Iterator[Block]:
    """Setting, forward, ∂L/∂F (and ∂L/∂b), ∂L/∂X, takeaways, verdicts."""
    yield Heading(level=1, title=story.title or title(story.say, story.spec), author=story.author)
    yield from setting.chapter(story)
    yield from forward.chapter(story)
    if "weight" in story.wrt:
        yield from filter_gradient.chapter(story)
    if "bias" in story.wrt and story.spec.bias:
        yield from filter_gradient.bias_chapter(story)
    if "input" in story.wrt:
        yield from input_gradient.chapter(story)
        if story.activation:
            yield from activation.chapter(story, story.activation.name)
        yield from takeaways.chapter(story)
    yield from proven.chapter(story)


def title(say: Wording, spec: ConvSpec) -> str:
    """``The gradients of a convolution: input 5×5, kernel 3×3, stride 2``."""
    return say.plain("document.title", layer=layer_told(say, spec))
