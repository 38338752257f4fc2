"""Chapter 4: ∂L/∂X by the chain rule, entry by entry."""

from collections.abc import Iterator

from symconv.lesson import dilate_pad_flip_slide
from symconv.lesson.blocks import Block, displayed
from symconv.lesson.entries import listed
from symconv.lesson.local import local_derivatives, worked_entry
from symconv.lesson.story import Story


def chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the input."""
    yield story.say.heading(2, "input.title")
    yield story.say.told("input.sum")
    yield displayed(story.general.grad_input())
    yield from local_derivatives(story, "input")
    busiest = story.busiest("input")
    yield from worked_entry(story, "input", busiest)
    untouched = not all(story.write.found.grad_input)
    yield from listed(story, "input", lambda index: story.write.gradient_line("input", index), untouched=untouched)
    yield from dilate_pad_flip_slide.section(story, busiest)
