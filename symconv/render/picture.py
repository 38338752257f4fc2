"""Where everything of a picture lies: panels side by side, pictures below each other, words under each.

Lengths are pixels at a font size of 16; the width of signs is an estimate, with room to spare.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from symconv.lesson.blocks import Panel, Panels, Words
from symconv.lesson.slide import Frames
from symconv.notation.runs import Run, runs, width
from symconv.notation.tree import Cell, Dots
from symconv.render.palette import shade

FONT = 16
CELL = 34
LABEL = 30
LINE = 24
GAP = 28
EDGE = 8
"""Between a bracket and its cells."""
MARGIN = 20
MEASURE = 440
"""Widest line of words, where the picture itself is not wider."""

Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A cell: where it lies, the tensor or mark it wears, and what stands in it."""

    x: float
    y: float
    width: float
    kind: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A panel: its place and size without the label, its cells, and the label above its middle."""

    x: float
    y: float
    width: float
    height: float
    label: Line
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One picture with its lines of words; ``words_y`` is the first line's."""

    x: float
    drawn: tuple[Drawn, ...]
    words: tuple[Line, ...]
    words_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All steps, and the size of the whole."""

    width: float
    height: float
    steps: tuple[Step, ...]


def laid_out(frames: Frames) -> Picture:
    """The pictures of a figure below each other."""
    y, steps, right = float(MARGIN), [], 0.0
    for panels, words in frames.pictures:
        drawn = tuple(_beside(panels, y))
        wide = max(panel.x + panel.width for panel in drawn)
        lines = tuple(_wrapped(words, max(wide - MARGIN, MEASURE)))
        bottom = max(panel.y + panel.height for panel in drawn) + LINE
        steps.append(Step(x=MARGIN, drawn=drawn, words=lines, words_y=bottom))
        right = max(right, wide, *(MARGIN + FONT * width(line) for line in lines))
        y = bottom + LINE * len(lines) + GAP / 2
    return Picture(width=right + MARGIN, height=y, steps=tuple(steps))


def _beside(panels: Panels, y: float) -> Iterator[Drawn]:
    x = float(MARGIN)
    for panel in panels.panels:
        drawn = _drawn(panel, x, y + LABEL)
        yield drawn
        x += drawn.width + GAP


def _drawn(panel: Panel, x: float, y: float) -> Drawn:
    label, rows = _line(panel.label), panel.matrix.rows
    written = [[_line((cell.node,)) if cell.mark != "padding" else (Run("·"),) for cell in row] for row in rows]
    cell_width = max(CELL, *(FONT * width(line) + 10 for row in written for line in row))
    matrix_width = cell_width * len(rows[0]) + 2 * EDGE
    whole = max(matrix_width, FONT * width(label))
    left = x + (whole - matrix_width) / 2 + EDGE
    boxes = tuple(
        Box(
            x=left + column * cell_width,
            y=y + EDGE / 2 + row * CELL,
            width=cell_width,
            kind=_kind(cell, panel.tensor),
            line=written[row][column],
        )
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    )
    return Drawn(
        x=x + (whole - matrix_width) / 2,
        y=y,
        width=matrix_width,
        height=CELL * len(rows) + EDGE,
        label=label,
        boxes=boxes,
    )


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
