"""Chapter 4: ∂L/∂X by the chain rule, entry by entry."""

from collections.abc import Iterator

from symconv.lesson import dilate_pad_flip_slide
from symconv.lesson.blocks import Block, Heading, displayed, told
from symconv.lesson.forward import left_out, places
from symconv.lesson.local import local_derivatives, worked_entry
from symconv.lesson.story import Story
from symconv.notation.tree import BigSum, Equation, Node, Partial, Product


def chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the input."""
    yield Heading(level=2, title="The gradient with respect to the input")
    yield told("An input entry collects from every window it lies in:")
    yield displayed(*_general(story))
    yield from local_derivatives(story, "input")
    busiest = story.busiest("input")
    yield from worked_entry(story, "input", busiest)
    chosen = story.chosen("input")
    yield told("Every entry; one that no output touches is 0:")
    yield displayed(*(story.write.gradient_line("input", index) for index in chosen))
    yield from left_out(story, "input", len(chosen))
    yield from dilate_pad_flip_slide.section(story, busiest)


def _general(story: Story) -> Iterator[Node]:
    paper = story.paper
    channels = paper.upper_letters("output")[-1:] if story.spec.out_channels > 1 else ()
    outputs = (*channels, *paper.letters("output"))
    local = Partial(paper.general("output"), paper.general("input"))
    meets = tuple(Equation((place, i)) for place, i in zip(places(story), paper.letters("input"), strict=True))
    carried_out = BigSum((*channels, *meets), Product((paper.general("grad_output"), paper.general("weight"))))
    chain = BigSum(outputs, Product((paper.general("grad_output"), local)))
    yield Equation((paper.general("grad_input"), chain, carried_out))
