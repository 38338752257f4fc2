"""Entries of a tensor written out, and what is said of those left out."""

from collections.abc import Callable, Iterator

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, displayed
from symconv.lesson.story import Story
from symconv.notation.tree import Node


def listed(story: Story, tensor: str, line: Callable[[Index], Node], *, untouched: bool = False) -> Iterator[Block]:
    """A line for each chosen entry; says whether these are all, some, or the ones asked for."""
    say, chosen = story.say, story.chosen(tensor)
    left_out = len(story.write.found.alphabet.ranks(tensor)) - len(chosen)
    if not chosen:
        return
    which = "entries.every" if not left_out else "entries.asked" if story.entries.wanted else "entries.some"
    yield say.told(which, untouched=untouched)
    yield displayed(*map(line, chosen))
    if left_out:
        yield say.told("entries.left-out", n=left_out)
