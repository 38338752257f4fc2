"""The story of one layer, chapter by chapter."""

from collections.abc import Iterator

from symconv.lesson import activation, filter_gradient, forward, input_gradient, proven, setting, takeaways
from symconv.lesson.blocks import Block, Heading
from symconv.lesson.story import Story, by
from symconv.spec import ConvSpec


def derivation(story: Story) -> Iterator[Block]:
    """Setting, forward, ∂L/∂F (and ∂L/∂b), ∂L/∂X, takeaways, verdicts."""
    yield Heading(level=1, title=title(story.spec))
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


def title(spec: ConvSpec) -> str:
    """``The gradients of a convolution: input 5×5, kernel 3×3, stride 2``."""
    told = [f"input {by(spec.input_size)}", f"kernel {by(spec.kernel_size)}"]
    told.append(f"stride {by(spec.stride) if len(set(spec.stride)) > 1 else spec.stride[0]}")
    if any(map(any, spec.padding)):
        sides = [str(a) if a == b else f"{a}:{b}" for a, b in spec.padding]
        told.append(f"padding {'×'.join(sides) if len(set(sides)) > 1 else sides[0]}")
    if any(d > 1 for d in spec.dilation):
        told.append(f"dilation {by(spec.dilation) if len(set(spec.dilation)) > 1 else spec.dilation[0]}")
    return f"The gradients of a convolution: {', '.join(told)}"
