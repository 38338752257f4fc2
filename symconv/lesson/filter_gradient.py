"""Chapter 3: ∂L/∂F by the chain rule, entry by entry, and what kind of convolution it is; with it ∂L/∂b."""

from collections.abc import Iterator

from symconv.lesson import operations
from symconv.lesson.blocks import Block, Panels, displayed
from symconv.lesson.entries import listed
from symconv.lesson.layer import by
from symconv.lesson.local import local_derivatives, worked_entry
from symconv.lesson.proven import verdict
from symconv.lesson.story import Story
from symconv.lesson.theorem.quoted import weight_theorem


def chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the filter."""
    say = story.say
    yield say.heading(2, "weight.title")
    yield say.told("weight.sum")
    yield displayed(*story.general.grad_weight())
    yield from local_derivatives(story, "weight")
    yield from worked_entry(story, "weight", story.busiest("weight"))
    yield from listed(story, "weight", lambda index: story.write.gradient_line("weight", index))
    yield say.heading(3, "weight.convolution.title")
    yield _as_convolution(story)
    yield displayed(operations.grad_weight(story))
    yield _maps(story)
    yield verdict(story, "grad_weight", "textbook", say("proven.convolution", g=story.paper.whole("grad_weight")))
    yield from weight_theorem(story)


def bias_chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the bias."""
    yield story.say.heading(2, "bias.title")
    yield story.say.told("bias.sum")
    yield displayed(story.general.grad_bias())
    yield from listed(story, "bias", lambda index: story.write.gradient_line("bias", index))
    yield verdict(story, "grad_bias", "textbook", story.say("bias.proven", g=story.paper.whole("grad_bias")))


def _as_convolution(story: Story) -> Block:
    spec = story.spec
    return story.say.told(
        "weight.convolution",
        strided=any(s > 1 for s in spec.stride),
        padded=any(map(any, spec.padding)),
        dilated=any(d > 1 for d in spec.dilation),
        d=by(spec.dilation),
        trimmed=operations.trims(story),
        k=by(spec.kernel_size),
        many=spec.in_channels > 1 or spec.out_channels > 1 or spec.batch > 1,
    )


def _maps(story: Story) -> Panels:
    """The padded input and the dilated upstream gradient."""
    spec = story.spec
    before, after = (tuple(pads) for pads in zip(*spec.padding, strict=True))
    nothing = (0,) * len(before)
    padded = story.spread("input", (1,) * len(before), before, after)
    dilated = story.spread("grad_output", spec.stride, nothing, nothing)
    upstream = dilated.panels(operations.upstream(story))
    return Panels(panels=(*padded.panels(operations.padded_input(story)), *upstream))
