"""What a pooling takes of its windows, and what it gives back, cell by cell."""

from collections.abc import Callable
from dataclasses import replace

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Picture, Words, side_by_side
from symconv.lesson.maps import Map, shown
from symconv.lesson.pooled.story import PooledStory, number
from symconv.notation.tree import Cell, Look


def forward(story: PooledStory, worked: Index) -> Picture:
    """X, with the window of one output and what a max chose, beside O."""
    window = {place for _, place in story.spec.window(worked[2:])}
    chosen = _chosen(story, worked[:2])

    def look(place: Index) -> Look:
        return "met" if place in chosen else "window" if place in window else ""

    now: Callable[[Index], Look] = lambda place: "now" if place == worked[2:] else ""  # noqa: E731 - a short look
    front = len(worked) - 4
    return side_by_side(
        _map(story, "input", worked[:2], look).grid(
            story.paper.whole("input", worked[:2]), front=_front(story, worked)
        ),
        _map(story, "output", worked[:2], now).grid(
            story.paper.whole("output", worked[:2]), front=worked[2 : 2 + max(front, 0)]
        ),
    )


def back(story: PooledStory, worked: Index) -> Picture:
    """∂L/∂O, of which the outputs whose windows hold the worked entry are marked, beside ∂L/∂X."""
    spec, lead = story.spec, worked[:2]
    outputs = [_place(story, link.upstream) for link in story.found.grad_input[_flat(story, worked)]]
    chosen = _chosen(story, lead)
    now: Callable[[Index], Look] = lambda at: "now" if at == worked[2:] else "met" if at in chosen else ""  # noqa: E731
    met: Callable[[Index], Look] = lambda at: "met" if at in outputs else ""  # noqa: E731
    front = outputs[0][: max(len(spec.input_size) - 2, 0)] if outputs else (0,) * max(len(spec.input_size) - 2, 0)
    return side_by_side(
        _map(story, "grad_output", lead, met).grid(story.paper.whole("grad_output", lead), front=front),
        _map(story, "grad_input", lead, now).grid(
            story.paper.whole("grad_input", lead), front=worked[2 : len(worked) - 2]
        ),
    )


def _map(story: PooledStory, tensor: str, lead: Index, look: Callable[[Index], Look]) -> Map:
    """One channel of a tensor: in numbers, or its entries."""
    size = story.spec.input_size if tensor.endswith("input") else story.spec.output_size

    def cell_at(place: Index) -> Cell:
        index, example = (*lead, *place), story.example
        cell = Cell(number(example.value(tensor, index))) if example else shown(story.paper.entry(tensor, index))
        return replace(cell, look=look(place))

    return Map(tensor=tensor, size=size, cell_at=cell_at, at=lambda front: _at(story, front))


def _at(story: PooledStory, front: Index) -> Words:
    return story.say("picture.slice", place=", ".join(str(at + story.paper.index_base) for at in front))


def _chosen(story: PooledStory, lead: Index) -> set[Index]:
    """What a max chose of a channel."""
    if not (story.largest and story.example):
        return set()
    return {place[2:] for output, place in story.example.chosen.items() if output[:2] == lead}


def _front(story: PooledStory, worked: Index) -> Index:
    """Of a volume the slice in which the window of an output begins."""
    window = story.spec.window(worked[2:])
    return window[0][1][:-2] if window else (0,) * max(len(worked) - 4, 0)


def _place(story: PooledStory, rank: int) -> Index:
    return story.found.alphabet.entry(rank)[1][2:]


def _flat(story: PooledStory, worked: Index) -> int:
    alphabet = story.found.alphabet
    return alphabet.rank("input", worked) - alphabet.starts["input"]
