"""Chapter 2: every output is what lies under its window."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.lesson import pictures
from symconv.lesson.blocks import Block, displayed
from symconv.lesson.story import Story


def chapter(story: Story) -> Iterator[Block]:
    """The forward pass: the sum, and the window at one output."""
    say, worked = story.say, second_output(story)
    yield say.heading(2, "lesson.forward.title")
    padded = any(map(any, story.spec.padding))
    made = story.paper.entry("output", worked)
    yield say.told("lesson.forward", bias=story.spec.bias, padded=padded, o=made)
    yield from pictures.told(story, pictures.forward(story, worked))
    figures = pictures.in_numbers(story, "output", worked)
    yield displayed(story.general.output(), *figures)


def second_output(story: Story) -> Index:
    """The output after the first along the last axis that has one: its window has moved."""
    size = story.spec.output_size
    last = next((axis for axis in reversed(range(len(size))) if size[axis] > 1), None)
    return (0, 0, *(int(axis == last) for axis in range(len(size))))
