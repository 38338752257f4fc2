"""Chapter 2: every output, and the window of the input it was read from."""

from collections.abc import Iterator
from itertools import product

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, Heading, Panel, Panels, displayed, told
from symconv.lesson.entries import listed
from symconv.lesson.story import Story

MOST_WINDOWS, SAMPLED_WINDOWS = 9, 4


def chapter(story: Story) -> Iterator[Block]:
    """The forward pass."""
    yield Heading(level=2, title="Forward")
    outside = "; entries outside the input count as 0" if any(map(any, story.spec.padding)) else ""
    bias = ", plus the bias" if story.spec.bias else ""
    yield told(f"Every output is the sum of the products under its window{bias}{outside}:")
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
    axes = story.spec.axes
    read = [[place for _, place in axis.window(m)] for axis, m in zip(axes, index[2:], strict=True)]
    around = tuple(range(places[0], places[-1] + 1) if places else range(0) for places in read)
    return story.map("input", product(*read), around).panels(story.paper.entry("output", index), " reads")
