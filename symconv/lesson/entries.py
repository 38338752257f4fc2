"""Entries of a tensor written out, and what is said of those left out."""

from collections.abc import Callable, Iterator

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, displayed, told
from symconv.lesson.story import Story, plural
from symconv.notation.tree import Node


def listed(story: Story, tensor: str, line: Callable[[Index], Node], remark: str = "") -> Iterator[Block]:
    """A line for each chosen entry; says whether these are all, some, or the ones asked for."""
    chosen = story.chosen(tensor)
    left_out = len(story.write.found.alphabet.ranks(tensor)) - len(chosen)
    if not chosen:
        return
    which = "Every entry" if not left_out else "The entries asked for" if story.entries.wanted else "Some entries"
    yield told(f"{which}{remark}:")
    yield displayed(*map(line, chosen))
    if left_out:
        yield told(f"{plural(left_out, 'more entry', 'more entries')} left out here.")
