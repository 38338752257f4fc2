"""How the grids of a slide stand: beside each other, or in rows below each other where that makes them larger."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.lesson.blocks import Picture
from symconv.lesson.slide import Frames, Shown, Slide
from symconv.render.room import large

LARGER = 1.1
"""How much larger grids must become before they leave the row they belong in."""


def arranged(slide: Slide) -> Slide:
    """The slide with its pictures broken where their grids become largest.

    A filter that slides over a signal stands below it always, and what it makes below the filter.
    """
    last = max((len(picture.grids) for picture in _pictures(slide)), default=1)
    always = _flat(slide) and any(grid.role for picture in _pictures(slide) for grid in picture.grids)
    found = slide
    for places in _ways(slide, last):
        tried = replace(slide, blocks=tuple(_broken(block, places) for block in slide.blocks))
        if always or large(tried) > LARGER * large(found):
            found = tried
    return found


def _ways(slide: Slide, last: int) -> Iterator[tuple[int, ...]]:
    """Where the one row of grids may be broken: before every grid of a signal, or once, never within a product."""
    if _flat(slide):
        yield tuple(range(1, last))
        return
    picture = next((picture for picture in _pictures(slide) if len(picture.grids) == last), None)
    if picture is not None:
        yield from ((at,) for at in range(1, last) if picture.grids[at].sign in ("", "+"))


def _flat(slide: Slide) -> bool:
    grids = [grid for picture in _pictures(slide) for grid in picture.grids]
    return bool(grids) and all(len(grid.matrix.rows) == 1 for grid in grids)


def _pictures(slide: Slide) -> list[Picture]:
    """Pictures whose grids are in one row."""
    alone = [block for block in slide.blocks if isinstance(block, Picture)]
    followed = [picture for block in slide.blocks if isinstance(block, Frames) for picture, _ in block.pictures]
    return [picture for picture in alone + followed if len(picture.rows) == 1]


def _broken(block: Shown, places: tuple[int, ...]) -> Shown:
    match block:
        case Picture(rows=(_,)):
            return block.broken(places)
        case Frames(pictures=pictures):
            return Frames(pictures=tuple((picture.broken(places), words) for picture, words in pictures))
    return block
