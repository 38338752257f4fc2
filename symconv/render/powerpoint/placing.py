"""The pages of a slide laid out: pictures take what words leave, and all pages of a slide look alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from symconv.lesson.slide import Slide
from symconv.render.powerpoint.letters import wide
from symconv.render.powerpoint.parts import Part, parts
from symconv.render.powerpoint.shapes import ACROSS, Shape

TOP, BOTTOM = 84, 500
"""Where the room for blocks begins below the title, and where it ends above the foot."""

OPENING = 262
"""The same on the first slide."""

GAP = 10
"""Between parts."""

WORDS = (28, 26, 24, 22, 21, 20, 19, 18, 16, 14, 12, 10, 8)
"""Sizes of words, the best first; beside a picture they begin at ``BESIDE``."""

BESIDE = 21
DRAWN = tuple(range(42, 5, -1))
READABLE = 18

TITLES, BOLD = (46, 42, 38, 34, 32, 30, 28, 26, 24, 22, 20), 1.12
"""Sizes of a title, from that of the opening on, and how much wider it is than words."""

USUAL, TWO_LINES = 32, 38
"""Sizes that a title begins at: on a slide, and on two lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A page with what stands on it.

    Attributes:
        number: of the page.
        slide: what it tells.
        opening: whether it is laid out as the first.
        title: size of its title.
        shapes: what stands below that.
    """

    number: int
    slide: Slide
    opening: bool
    title: float
    shapes: tuple[Shape, ...]


def laid_out(pages: Iterable[tuple[int, Slide]]) -> list[Placed]:
    """Pages with the number of their slide, laid out."""
    found: list[Placed] = []
    for number, group in groupby(pages, key=itemgetter(0)):
        slides = [slide for _, slide in group]
        opening = not number and slides[0].section == "opening"
        found += _placed(slides, len(found) + 1, opening=opening)
    return found


def _placed(pages: Sequence[Slide], first: int, *, opening: bool) -> Iterator[Placed]:
    """The pages of one slide from a number on; the ``opening`` has its title in the middle."""
    top = OPENING if opening else TOP
    each = [[part for block in page.blocks for part in parts(block)] for page in pages]
    columns = list(zip(*each, strict=True))
    told, drawn = _sizes(columns, BOTTOM - top)
    heights = [max(part.tall(drawn if part.drawn else told) for part in column) for column in columns]
    left = BOTTOM - top - sum(heights) - GAP * (len(heights) - 1)
    y = top + (0 if opening else max(left, 0) / 2)
    title = _opening(pages[0].title) if opening else _title(pages[0].title, USUAL, ACROSS)
    for number, (page, column) in enumerate(zip(pages, each, strict=True), first):
        shapes = tuple(_stacked(column, heights, y, told, drawn))
        yield Placed(number=number, slide=page, opening=opening, title=title, shapes=shapes)


def _opening(title: str) -> float:
    """The title of all, on one line or on two."""
    alone = _title(title, TITLES[0], ACROSS)
    return alone if alone >= TWO_LINES else _title(title, TWO_LINES, 1.8 * ACROSS)


def _title(title: str, most: float, room: float) -> float:
    sizes = [size for size in TITLES if size <= most]
    return next((size for size in sizes if size * BOLD * wide((title,)) <= room), sizes[-1])


def _sizes(columns: Sequence[tuple[Part, ...]], room: float) -> tuple[float, float]:
    """The size of words and of what is drawn: the largest at which everything fits, words first."""
    pictures = any(part.drawn for column in columns for part in column)
    for told in WORDS:
        if pictures and told > BESIDE:
            continue
        words = sum(max(0.0 if part.drawn else part.tall(told) for part in column) for column in columns)
        if any(part.wide(told) > ACROSS for column in columns for part in column if not part.drawn):
            continue
        left = room - words - GAP * (len(columns) - 1)
        if not pictures and left >= 0:
            return told, told
        drawn = next((size for size in DRAWN if _fits(columns, size, left)), 0)
        if drawn >= min(READABLE, told):
            return told, drawn
    return WORDS[-1], DRAWN[-1]


def _fits(columns: Sequence[tuple[Part, ...]], size: float, left: float) -> bool:
    pictures = [[part for part in column if part.drawn] for column in columns]
    tall = sum(max((part.tall(size) for part in column), default=0) for column in pictures)
    return tall <= left and all(part.wide(size) <= ACROSS for column in pictures for part in column)


def _stacked(column: Sequence[Part], heights: Sequence[float], y: float, told: float, drawn: float) -> Iterator[Shape]:
    """Parts below each other, a picture in the middle of its place."""
    for part, height in zip(column, heights, strict=True):
        size = drawn if part.drawn else told
        yield from part.put(y + (height - part.tall(size)) / 2 if part.drawn else y, size)
        y += height + GAP
