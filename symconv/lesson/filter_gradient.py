"""Chapter 3: ∂L/∂F by the chain rule, entry by entry, and what kind of convolution it is; with it ∂L/∂b."""

from collections.abc import Iterator

from symconv.lesson import operations
from symconv.lesson.blocks import Block, Heading, Panels, displayed, told
from symconv.lesson.entries import listed
from symconv.lesson.local import local_derivatives, worked_entry
from symconv.lesson.proven import verdict
from symconv.lesson.story import Story, by
from symconv.lesson.theorem.quoted import weight_theorem


def chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the filter."""
    yield Heading(level=2, title="The gradient with respect to the filter")
    yield told("Every output uses the filter, so by the chain rule each filter entry collects from all:")
    yield displayed(*story.general.grad_weight())
    yield from local_derivatives(story, "weight")
    yield from worked_entry(story, "weight", story.busiest("weight"))
    yield from listed(story, "weight", lambda index: story.write.gradient_line("weight", index))
    yield Heading(level=3, title="Seen as a convolution")
    yield told(*_as_convolution(story))
    yield displayed(operations.grad_weight(story))
    yield _maps(story)
    claim = (story.paper.whole("grad_weight"), " is this convolution")
    yield verdict(story, "grad_weight", "textbook", claim)
    yield from weight_theorem(story)


def bias_chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the bias."""
    yield Heading(level=2, title="The gradient with respect to the bias")
    yield told("The bias is added to every output of its channel, with local derivative 1:")
    yield displayed(story.general.grad_bias())
    yield from listed(story, "bias", lambda index: story.write.gradient_line("bias", index))
    yield verdict(story, "grad_bias", "textbook", (story.paper.whole("grad_bias"), " is this sum"))


def _as_convolution(story: Story) -> Iterator[str]:
    spec = story.spec
    if any(s > 1 for s in spec.stride):
        yield "The inputs that meet one filter entry lie a stride apart. So the input is correlated with the upstream "
        yield "gradient after zeros were put between its entries, one less than the stride"
    else:
        yield "The input is correlated with the upstream gradient as it is"
    yield "; it is padded as in the forward pass." if any(map(any, spec.padding)) else "."
    if any(d > 1 for d in spec.dilation):
        yield f" Of the result only every d-th entry is kept (d = {by(spec.dilation)}): the others lie between the "
        yield "filter's entries."
    if operations.trims(story):
        yield f" The remainder leaves some entries too many, and the first {by(spec.kernel_size)} count."
    if spec.in_channels > 1 or spec.out_channels > 1 or spec.batch > 1:
        yield " Each pair of channels has a correlation of its own, summed over the images."


def _maps(story: Story) -> Panels:
    """The padded input and the dilated upstream gradient."""
    spec = story.spec
    before, after = (tuple(pads) for pads in zip(*spec.padding, strict=True))
    nothing = (0,) * len(before)
    padded = story.spread("input", (1,) * len(before), before, after)
    dilated = story.spread("grad_output", spec.stride, nothing, nothing)
    upstream = dilated.panels(operations.upstream(story))
    return Panels(panels=(*padded.panels(operations.padded_input(story)), *upstream))
