"""Chapter 3: one entry of ∂L/∂X by hand, and how its neighbours differ."""

from collections.abc import Iterator
from itertools import product

from symconv.algebra.tensors import Index
from symconv.lesson import pictures
from symconv.lesson.blocks import Block, displayed
from symconv.lesson.story import Story
from symconv.notation.tree import Equation

MOST_NEIGHBOURS = 4


def chapter(story: Story) -> Iterator[Block]:
    """The busiest entry of X from the chain rule to its number."""
    say, index = story.say, story.busiest("input")
    yield say.heading(2, "lesson.entry.title")
    links = len(story.write.chain("input", index))
    if not links:
        yield say.told("chain.nothing", x=story.paper.whole("input"))
        return
    entry = story.paper.entry("input", index)
    outputs = story.spec.out_channels // story.spec.groups
    yield say.told("lesson.entry.windows", x=entry, n=links // outputs, many=outputs > 1, outputs=outputs)
    yield displayed(*story.write.local_lines("input", index))
    yield say.told("lesson.entry.sum", x=entry, n=links)
    chain, sums = story.write.chain_line("input", index), story.write.gradient_line("input", index)
    yield displayed(Equation((*chain.sides, sums.sides[1])))
    figures = pictures.in_numbers(story, "grad_input", index)
    if figures:
        yield say.told("lesson.figures")
        yield displayed(figures)
    yield from _neighbours(story, index)


def _neighbours(story: Story, worked: Index) -> Iterator[Block]:
    """The sums of entries beside the worked one."""
    near = [index for index in neighbours(story) if index != worked]
    if not near:
        return
    if shares(story):
        yield story.say.told("lesson.entry.strided" if story.strided else "lesson.entry.one")
    else:
        yield story.say.told("lesson.entry.apart")
    yield displayed(*(story.write.gradient_line("input", index) for index in near))


def shares(story: Story) -> bool:
    """Whether some entry of X lies in more than one window."""
    spec = story.spec
    each = spec.out_channels // spec.groups
    return max(map(len, story.write.found.grad_input)) > each


def neighbours(story: Story) -> list[Index]:
    """The busiest entry, its neighbours along the last axes, and one that no output touches."""
    image, channel, *worked = story.busiest("input")
    size = story.spec.input_size
    steps = list(product((0, 1), repeat=min(len(size), 2)))
    lead = (0,) * (len(size) - 2)
    near = (tuple(a + b for a, b in zip(worked, (*lead, *step), strict=True)) for step in steps)
    inside = [place for place in near if all(at < n for at, n in zip(place, size, strict=True))]
    untouched = [place[2:] for place in story.chosen("input") if not story.write.chain("input", place)][:1]
    wanted = {*inside[:MOST_NEIGHBOURS], *untouched}
    return [(image, channel, *place) for place in sorted(wanted)]
