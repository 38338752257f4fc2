"""The entries that a reader asked for, in a lesson that would not list them."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block
from symconv.lesson.entries import listed
from symconv.lesson.story import Story


def asked_for(story: Story) -> Iterator[Block]:
    """A line for each entry asked for; nothing where none was, or where the appendix has them."""
    if not (story.entries.everything or story.entries.wanted) or story.length == "full":
        return
    yield story.say.heading(2, "entries.title")
    yield from listed(story, "output", story.write.output_line)
    for tensor in story.wrt:
        if tensor != "bias" or story.layer.bias:
            yield from gradients(story, tensor)


def gradients(story: Story, tensor: str) -> Iterator[Block]:
    """The chosen entries of one gradient."""
    untouched = tensor == "input" and not all(story.write.found.grad_input)
    yield from listed(story, tensor, lambda index: story.write.gradient_line(tensor, index), untouched=untouched)
