"""Chapter 4: ∂L/∂X by the chain rule, entry by entry."""

from collections.abc import Iterator

from symconv.lesson import dilate_pad_flip_slide
from symconv.lesson.blocks import Block, Heading, displayed, told
from symconv.lesson.entries import listed
from symconv.lesson.local import local_derivatives, worked_entry
from symconv.lesson.story import Story


def chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the input."""
    yield Heading(level=2, title="The gradient with respect to the input")
    yield told("An input entry collects from every window it lies in:")
    yield displayed(story.general.grad_input())
    yield from local_derivatives(story, "input")
    busiest = story.busiest("input")
    yield from worked_entry(story, "input", busiest)
    untouched = not all(story.write.found.grad_input)
    remark = "; one that no output touches is 0" if untouched else ""
    yield from listed(story, "input", lambda index: story.write.gradient_line("input", index), remark)
    yield from dilate_pad_flip_slide.section(story, busiest)
