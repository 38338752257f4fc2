"""The appendix: what the lesson left out, so that nothing is missing."""

from collections.abc import Iterator

from symconv.lesson import pooling
from symconv.lesson.appendix import beyond, every, sizes, verdicts
from symconv.lesson.blocks import Block
from symconv.lesson.story import Story


def appendix(story: Story) -> Iterator[Block]:
    """Sizes, every entry of every tensor, what holds beyond this layer, and the verdicts."""
    yield from sizes.chapter(story)
    yield from every.output(story)
    if "weight" in story.wrt:
        yield from every.grad_weight(story)
    if "bias" in story.wrt and story.spec.bias:
        yield from every.grad_bias(story)
    if "input" in story.wrt:
        yield from every.grad_input(story)
        yield from beyond.chapter(story)
    yield from pooling.chapter(story)
    yield from verdicts.chapter(story)
