"""The story of one layer, chapter by chapter."""

from collections.abc import Iterator

from symconv.lesson import activation, filter_gradient, forward, input_gradient, proven, setting, takeaways
from symconv.lesson.blocks import Block, Heading
from symconv.lesson.story import Story, by
from symconv.spec import ConvSpec


def derivation(story: Story) -> Iterator[Block]:
    """Setting, forward, ∂L/∂F (and ∂L/∂b), ∂L/∂X, takeaways, verdicts."""
    yield Heading(level=1, title=story.title or title(story.spec), author=story.author)
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
    told = [f"input {by(spec.input_size)}", f"kernel {by(spec.kernel_size)}", f"stride {_each(spec.stride)}"]
    if any(map(any, spec.padding)):
        told.append(f"padding {_each(tuple(str(a) if a == b else f'{a}:{b}' for a, b in spec.padding))}")
    if any(d > 1 for d in spec.dilation):
        told.append(f"dilation {_each(spec.dilation)}")
    if spec.in_channels > 1 or spec.out_channels > 1:
        told.append(f"channels {spec.in_channels} to {spec.out_channels}")
    counts = ((spec.groups, "groups"), (spec.batch, "images"))
    told += [f"{count} {what}" for count, what in counts if count > 1]
    return f"The gradients of a convolution: {', '.join(told)}{', with bias' if spec.bias else ''}"


def _each(values: tuple[int, ...] | tuple[str, ...]) -> str:
    """One value where all are equal, else all."""
    return str(values[0]) if len(set(values)) == 1 else "×".join(map(str, values))
