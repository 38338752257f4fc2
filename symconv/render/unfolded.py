"""Slides for formats that know no steps: what is revealed becomes pages that follow each other."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.lesson.blocks import Picture
from symconv.lesson.slide import Frames, Question, Shown, Slide


def unfolded(slide: Slide) -> Iterator[Slide]:
    """A slide as pages without steps: a page for each picture of its frames, and one for the answer of a question."""
    for step in range(max(map(_steps, slide.blocks), default=1)):
        yield replace(slide, blocks=tuple(_at(block, step) for block in slide.blocks))


def _steps(block: Shown) -> int:
    """How many pages a block needs."""
    match block:
        case Frames(pictures=pictures):
            return len(pictures)
        case Picture():
            return len(block.stepped())
        case Question():
            return 2
    return 1


def _at(block: Shown, step: int) -> Shown:
    """What a block shows at a step; a question that gives no reason yet does not tell its answer either."""
    match block:
        case Frames(pictures=pictures):
            return Frames(pictures=(pictures[min(step, len(pictures) - 1)],))
        case Picture():
            places = block.stepped()
            return places[min(step, len(places) - 1)]
        case Question() if not step:
            return replace(block, because=())
    return block


def finished(slide: Slide) -> Slide:
    """A slide as it is at its end: the last picture of each place, and everything filled."""
    return replace(slide, blocks=tuple(_last(block) for block in slide.blocks))


def _last(block: Shown) -> Shown:
    match block:
        case Frames(pictures=pictures):
            return Frames(pictures=pictures[-1:])
        case Picture(stops=stops) if stops:
            return replace(block, stops=stops[-1:], at=0)
    return block
