"""Slides for formats that know no steps: what is revealed becomes pages that follow each other."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.lesson.slide import Frames, Question, Shown, Slide


def unfolded(slide: Slide) -> Iterator[Slide]:
    """A slide as pages without steps: a page for each picture of its frames, and one for the answer of a question."""
    steps = max((len(block.pictures) for block in slide.blocks if isinstance(block, Frames)), default=1)
    if any(isinstance(block, Question) for block in slide.blocks):
        steps = 2
    for step in range(steps):
        yield replace(slide, blocks=tuple(_at(block, step) for block in slide.blocks))


def _at(block: Shown, step: int) -> Shown:
    """What a block shows at a step; a question that gives no reason yet does not tell its answer either."""
    match block:
        case Frames(pictures=pictures):
            return Frames(pictures=(pictures[min(step, len(pictures) - 1)],))
        case Question() if not step:
            return replace(block, because=())
    return block
