"""Where everything of a picture lies: grids side by side, rows and pictures below each other, words under each.

Lengths are pixels at a font size of 16; the width of signs is an estimate, with room to spare.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from symconv.lesson.blocks import Frame, Grid, Picture, Words
from symconv.lesson.slide import Frames
from symconv.notation.runs import Run, runs, width
from symconv.notation.tree import Cell, Dots
from symconv.render.palette import shade

FONT, SMALL = 16, 13
"""Sizes of type: of cells and labels, and of what says which part is shown."""
CELL = 34
LABEL = 30
LINE = 24
GAP = 20
SIGN = 22
"""Room for a sign before a grid."""
MARGIN = 20
MEASURE = 440
"""Widest line of words, where the picture itself is not wider."""

Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A cell: where it lies, the tensor or mark it wears, how it looks, and what stands in it."""

    x: float
    y: float
    width: float
    kind: str
    look: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A grid: its place and size without the label, its cells, and what stands around it.

    Attributes:
        label: above its middle.
        lies: below the label, which part of a long map it is.
        right: where it ends, with the words above it.
        sign: before its middle.
        role: what it is to the picture.
        cell: width of a cell.
        frame: the window on it, if there is one.
    """

    x: float
    y: float
    width: float
    height: float
    label: Line
    lies: Line
    right: float
    sign: str
    role: str
    cell: float
    frame: Frame | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One picture with its lines of words; ``words_y`` is the first line's. ``stops`` are those of its window."""

    x: float
    drawn: tuple[Drawn, ...]
    words: tuple[Line, ...]
    words_y: float
    stops: tuple[Frame, ...]
    made: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All steps, and the size of the whole."""

    width: float
    height: float
    steps: tuple[Step, ...]


def laid_out(frames: Frames) -> Layout:
    """The pictures of a figure below each other."""
    y, steps, right = float(MARGIN), [], 0.0
    for picture, words in frames.pictures:
        drawn = tuple(_below(picture, y))
        wide = max(grid.right for grid in drawn)
        lines = tuple(_lines(picture, words, max(wide - MARGIN, MEASURE)))
        bottom = max(grid.y + grid.height for grid in drawn) + LINE
        step = Step(
            x=MARGIN,
            drawn=drawn,
            words=lines,
            words_y=bottom,
            stops=tuple(stop.frame for stop in picture.stops),
            made=tuple(stop.now for stop in picture.stops),
        )
        steps.append(step)
        right = max(right, wide, *(MARGIN + FONT * width(line) for line in lines))
        y = bottom + LINE * len(lines) + GAP / 2
    return Layout(width=right + MARGIN, height=y, steps=tuple(steps))


def _lines(picture: Picture, words: Words, most: float) -> Iterator[Line]:
    """The words under a picture, or what is made where its window stands."""
    yield from _wrapped(words, most)
    for formula in picture.stop.formulas if picture.stop else ():
        yield from _wrapped((formula,), most)


def _below(picture: Picture, y: float) -> Iterator[Drawn]:
    """The rows of a picture below each other."""
    for row in picture.still():
        tallest = max(len(grid.matrix.rows) for grid in row)
        x = float(MARGIN)
        high = LABEL + (LINE if any(grid.lies for grid in row) else 0)
        for grid in row:
            x += SIGN if grid.sign else 0
            down = (tallest - len(grid.matrix.rows)) * CELL / 2 if grid.role else 0.0
            drawn = _drawn(grid, picture, x, y + high + down)
            yield drawn
            x = drawn.right + GAP
        y += high + tallest * CELL + GAP


def _drawn(grid: Grid, picture: Picture, x: float, y: float) -> Drawn:
    label, rows = _line(grid.label), grid.matrix.rows
    written = [[() if cell.look == "open" else _line((cell.node,)) for cell in row] for row in rows]
    wide = max(CELL, *(FONT * width(line) + 10 for row in written for line in row))
    lies = _line(grid.lies)
    whole = max(wide * len(rows[0]), FONT * width(label), SMALL * width(lies))
    left = x + (whole - wide * len(rows[0])) / 2
    boxes = tuple(
        Box(
            x=left + column * wide,
            y=y + row * CELL,
            width=wide,
            kind=_kind(cell, grid.tensor),
            look=cell.look,
            line=written[row][column],
        )
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    )
    return Drawn(
        x=left,
        y=y,
        width=wide * len(rows[0]),
        height=CELL * len(rows),
        label=label,
        lies=lies,
        right=x + whole,
        sign=grid.sign,
        role=grid.role,
        cell=wide,
        frame=framed(grid, picture),
        boxes=boxes,
    )


def framed(grid: Grid, picture: Picture) -> Frame | None:
    """The window on a grid at the stop that is shown."""
    stop = picture.stop
    if stop is None or not grid.role:
        return None
    if grid.role == "fills":
        return Frame(row=stop.now[0], column=stop.now[1], rows=1, columns=1)
    rows = grid.matrix.rows
    return stop.frame if grid.role == "over" else Frame(row=0, column=0, rows=len(rows), columns=len(rows[0]))


def _kind(cell: Cell, tensor: str) -> str:
    return cell.mark or ("dots" if isinstance(cell.node, Dots) else shade(tensor))


def _line(words: Words) -> Line:
    """Words and formulas as runs."""
    return tuple(run for word in words for run in ((Run(word),) if isinstance(word, str) else runs(word)))


def _wrapped(words: Words, most: float) -> Iterator[Line]:
    """Words on lines of at most a width, broken at spaces."""
    line: list[Run] = []
    for piece in _pieces(_line(words)):
        if line and FONT * width((*line, *piece)) > most:
            yield _trimmed(line)
            line = []
        line += piece
    if line:
        yield _trimmed(line)


def _pieces(line: Line) -> Iterator[list[Run]]:
    """Runs up to and with the next space."""
    split = [
        Run(f"{word} " if place < run.signs.count(" ") else word, run.height, run.slanted)
        for run in line
        for place, word in enumerate(run.signs.split(" "))
    ]
    ended = 0
    numbered = []
    for run in split:
        numbered.append((ended, run))
        ended += run.signs.endswith(" ")
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield [run for _, run in group if run.signs]


def _trimmed(line: Sequence[Run]) -> Line:
    return tuple(line)
