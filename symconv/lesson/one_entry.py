"""Chapter 3: one entry of ∂L/∂X by hand."""

from collections.abc import Iterator
from itertools import islice, product

from symconv.algebra.tensors import Index
from symconv.lesson import pictures
from symconv.lesson.blocks import Block, displayed
from symconv.lesson.story import Story
from symconv.notation.tree import Equation

MOST_NEIGHBOURS = 4

FEW = 2
"""Links of a chain that are written out before they are carried out; more are a sum with letters."""


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
    yield say.told("lesson.entry", x=entry, n=links // outputs, many=outputs > 1, outputs=outputs)
    yield displayed(*story.write.local_lines("input", index))
    yield say.told("lesson.entry.sum", x=entry, links=links)
    gradient, added = story.write.gradient_line("input", index).sides
    explicit = links <= FEW or story.spec.batch > 1  # a letter for the image would be any image
    chain = story.write.chain_line("input", index).sides[1] if explicit else story.general.chain(entry)
    yield displayed(Equation((gradient, chain, added)), *pictures.in_numbers(story, "grad_input", index))
    apart = [] if shares(story) else _apart(story, index)
    if apart:
        yield say.told("lesson.entry.apart")
        yield displayed(*(story.write.gradient_line("input", near) for near in apart))


def _apart(story: Story, worked: Index) -> list[Index]:
    """A neighbour that some window reaches, and one that none does."""
    near = [place for place in neighbours(story) if place != worked]
    first = {bool(story.write.chain("input", place)): place for place in reversed(near)}
    return sorted(first.values())


def shares(story: Story) -> bool:
    """Whether some entry of X lies in more than one window."""
    spec = story.spec
    each = spec.out_channels // spec.groups
    return max(map(len, story.write.found.grad_input)) > each


def neighbours(story: Story) -> list[Index]:
    """The busiest entry, its neighbours along the last axes, and behind them one that no output touches."""
    image, channel, *worked = story.busiest("input")
    size = story.spec.input_size
    steps = list(product((0, 1), repeat=min(len(size), 2)))
    lead = (0,) * (len(size) - 2)
    around = (tuple(a + b for a, b in zip(worked, (*lead, *step), strict=True)) for step in steps)
    inside = [place for place in around if all(at < n for at, n in zip(place, size, strict=True))]
    untouched = (place[2:] for place in story.chosen("input") if not story.write.chain("input", place))
    near = inside[:MOST_NEIGHBOURS]
    return [(image, channel, *place) for place in dict.fromkeys((*near, *islice(untouched, 1)))]
