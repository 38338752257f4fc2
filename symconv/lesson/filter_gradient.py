"""Chapter 5: ∂L/∂F by the chain rule and as a correlation; with it ∂L/∂b."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.lesson import operations, pictures
from symconv.lesson.blocks import Block, Paragraph, displayed
from symconv.lesson.layer import by, each
from symconv.lesson.story import Story


def chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the filter: the sum, the formula, the slide at its busiest entry."""
    say, worked = story.say, story.busiest("weight")
    yield say.heading(2, "weight.title")
    yield _as_convolution(story, worked)
    yield from pictures.told(story, pictures.to_filter(story, worked))
    yield displayed(story.general.grad_weight()[1], operations.to_filter(story))


def bias_chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the bias."""
    yield story.say.heading(2, "bias.title")
    yield story.say.told("bias.sum")
    yield displayed(story.general.grad_bias())


def _as_convolution(story: Story, made: Index) -> Paragraph:
    """What a filter entry collects, what is correlated with what, and what of the result is kept."""
    spec = story.spec
    return story.say.told(
        "weight.convolution",
        f=story.general.entry("weight"),
        several=spec.out_channels > 1,
        made=story.paper.entry("weight", made),
        strided=story.strided,
        d=story.paper.whole("grad_output"),
        padded=any(map(any, spec.padding)),
        dilated=any(d > 1 for d in spec.dilation),
        distance=each(spec.dilation),
        trimmed=operations.trims(story),
        k=by(spec.kernel_size),
        images=spec.batch > 1,
        many=spec.in_channels > 1 or spec.out_channels > 1 or spec.batch > 1,
    )
