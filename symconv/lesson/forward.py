"""Chapter 2: every output, and the window of the input it was read from."""

from collections.abc import Iterator
from itertools import product

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, Panel, Panels, displayed
from symconv.lesson.entries import listed
from symconv.lesson.story import Story

MOST_WINDOWS, SAMPLED_WINDOWS = 9, 4


def chapter(story: Story) -> Iterator[Block]:
    """The forward pass."""
    say, padded = story.say, any(map(any, story.spec.padding))
    yield say.heading(2, "forward.title")
    yield say.told("forward.sum", bias=story.spec.bias, padded=padded)
    yield displayed(story.general.output())
    drawn = _spread([index for index in story.chosen("output") if not any(index[:2])])
    if drawn and len(story.spec.input_size) < 3:
        yield Panels(panels=tuple(panel for index in drawn for panel in _window(story, index)))
    yield from listed(story, "output", story.write.output_line)


def _spread(indices: list[Index]) -> list[Index]:
    """The indices, or a few of them evenly spread from the first to the last."""
    if len(indices) <= MOST_WINDOWS:
        return indices
    return [indices[at * (len(indices) - 1) // (SAMPLED_WINDOWS - 1)] for at in range(SAMPLED_WINDOWS)]


def _window(story: Story, index: Index) -> tuple[Panel, ...]:
    axes, output = story.spec.axes, story.paper.entry("output", index)
    read = [[place for _, place in axis.window(m)] for axis, m in zip(axes, index[2:], strict=True)]
    around = tuple(range(places[0], places[-1] + 1) if places else range(0) for places in read)
    return story.map("input", product(*read), around).panels(*story.say("forward.reads", o=output))
