"""Local derivatives: a table of all of them where it fits, and one entry worked in full."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, Table, Words, displayed
from symconv.lesson.story import Story
from symconv.notation.tree import ZERO, Equation

MOST_COLUMNS = 6


def local_derivatives(story: Story, tensor: str) -> Iterator[Block]:
    """The table of ∂o/∂v, a row for each chosen entry and a column for each output, where it is narrow enough."""
    alphabet = story.write.found.alphabet
    outputs, chosen = alphabet.ranks("output"), story.chosen(tensor)
    if len(outputs) > MOST_COLUMNS or not chosen:
        return
    shift = alphabet.starts["output"] - alphabet.starts["grad_output"]
    rows = []
    for index in chosen:
        links = {link.upstream + shift: link.local for link in story.write.chain(tensor, index)}
        local = (story.write.polynomial(links[rank]) if rank in links else ZERO for rank in outputs)
        rows.append(((story.paper.entry(tensor, index),), *((node,) for node in local)))
    header: tuple[Words, ...] = (story.say("local.by"), *((story.write.entry(rank),) for rank in outputs))
    yield story.say.told("local.table")
    yield Table(header=header, rows=tuple(rows))


def worked_entry(story: Story, tensor: str, index: Index) -> Iterator[Block]:
    """One entry from the chain rule to its sum."""
    write, say = story.write, story.say
    entry = story.paper.entry(tensor, index)
    if not write.chain(tensor, index):
        yield say.told("local.nothing")
        return
    yield say.told("local.entry", x=entry)
    yield displayed(*write.local_lines(tensor, index))
    yield say.told("local.sum")
    chain, sums = write.chain_line(tensor, index), write.gradient_line(tensor, index)
    yield displayed(Equation((*chain.sides, sums.sides[1])))
