"""Chapter 2: every output, and the window of the input it was read from."""

from collections.abc import Iterator
from itertools import product

from symconv.algebra.tensors import Index
from symconv.lesson import maps
from symconv.lesson.blocks import Block, Heading, Panel, Panels, displayed, told
from symconv.lesson.formulas import position
from symconv.lesson.story import Story, plural
from symconv.notation.tree import BigSum, Equation, Node, Product, Sum

MOST_WINDOWS, SAMPLED_WINDOWS = 9, 4


def chapter(story: Story) -> Iterator[Block]:
    """The forward pass."""
    yield Heading(level=2, title="Forward")
    outside = ", and entries outside the input count as 0" if any(map(any, story.spec.padding)) else ""
    yield told(f"Every output is the sum of the products under its window{outside}:")
    yield displayed(general_output(story))
    chosen = story.chosen("output")
    drawn = _spread([index for index in chosen if not any(index[:2])])
    if len(story.spec.input_size) < 3:
        yield Panels(panels=tuple(panel for index in drawn for panel in _window(story, index)))
    yield displayed(*(story.write.output_line(index) for index in chosen))
    yield from left_out(story, "output", len(chosen))


def general_output(story: Story) -> Node:
    """``o_mn = Σ_ab x_{2m+a,2n+b} f_ab (+ b)``."""
    paper = story.paper
    taps = (*paper.upper_letters("weight")[1:], *paper.letters("weight"))
    body = Product((paper.general("input", places(story)), paper.general("weight")))
    total: Node = BigSum(taps, body)
    if story.spec.bias:
        total = Sum((total, paper.general("bias")))
    return Equation((paper.general("output"), total))


def places(story: Story) -> tuple[Node, ...]:
    """``2m+a, 2n+b``: where an output meets a filter entry, along each axis."""
    paper = story.paper
    letters = zip(story.spec.axes, paper.letters("output"), paper.letters("weight"), strict=True)
    return tuple(position(axis, m, a, paper.index_base) for axis, m, a in letters)


def left_out(story: Story, tensor: str, written: int) -> Iterator[Block]:
    """Says how many entries of a tensor were not written out."""
    rest = len(story.write.found.alphabet.ranks(tensor)) - written
    if rest:
        yield told(f"{plural(rest, 'more entry', 'more entries')} of the same kind left out here.")


def _spread(indices: list[Index]) -> list[Index]:
    """The indices, or a few of them evenly spread from the first to the last."""
    if len(indices) <= MOST_WINDOWS:
        return indices
    return [indices[at * (len(indices) - 1) // (SAMPLED_WINDOWS - 1)] for at in range(SAMPLED_WINDOWS)]


def _window(story: Story, index: Index) -> tuple[Panel, ...]:
    spec = story.spec
    read = [[place for _, place in axis.window(m)] for axis, m in zip(spec.axes, index[2:], strict=True)]
    cells = maps.plain(story.first("input"), product(*read), "window")
    around = tuple(range(places[0], places[-1] + 1) if places else range(0) for places in read)
    return maps.panels((story.paper.entry("output", index), " reads"), spec.input_size, cells, around)
