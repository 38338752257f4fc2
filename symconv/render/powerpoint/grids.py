"""Grids of a picture on a slide: in rows, a label above each, a sign before it, and the window upon it."""

from collections.abc import Iterator, Sequence

from symconv.lesson.blocks import Grid, Picture
from symconv.render.picture import framed
from symconv.render.powerpoint import letters
from symconv.render.powerpoint.letters import LINE
from symconv.render.powerpoint.shapes import ACROSS, WIDTH, Box, Cells, Outline, Shape, Text

LEAST = 18
"""The smallest type that is read from the last row: a thirtieth of the slide's height."""

ROW, FLAT, RISE = 1.65, 1.3, 0.06
"""Height of a row in ems, of one of the smallest type, and how much it rises with each point."""

NARROWEST, PADDING = 1.9, 0.55
"""Width of the narrowest column, and what surrounds a cell, in ems."""

GAP, BELOW, SIGN = 0.6, 0.5, 1.5
"""Between grids, between rows of grids, and of a sign with what surrounds it, in ems."""

LIES = 9.5
"""Least width of the words that say where a part lies, in ems."""

MAP = 15
"""Side of the map that shows it."""

Row = tuple[Grid, ...]


def wide(picture: Picture, size: float) -> float:
    """The width of the widest line of grids."""
    return max(_across(line, size) for row in picture.rows for line in _lines(row, size))


def tall(picture: Picture, size: float) -> float:
    """The height of all lines of grids."""
    heights = [_down(line, size) for row in picture.rows for line in _lines(row, size)]
    return sum(heights) + BELOW * size * (len(heights) - 1)


def put(picture: Picture, y: float, size: float) -> Iterator[Shape]:
    """The grids as they look at the stop that is shown."""
    for row in picture.still():
        lines = tuple(_lines(row, size))
        for line, left in zip(lines, _lefts(lines, size), strict=True):
            yield from _line(line, picture, left, y, size)
            y += _down(line, size) + BELOW * size


def _lefts(lines: Sequence[Row], size: float) -> list[float]:
    """Where lines begin: in the middle, but what goes on with a sign stands below what it goes on from."""
    leads = [SIGN * size if line[0].sign else 0.0 for line in lines]
    indents = [max(leads) - lead for lead in leads]
    wides = [indent + _across(line, size) for indent, line in zip(indents, lines, strict=True)]
    common = max(wides) if any(leads) else 0.0
    return [(WIDTH - (common or broad)) / 2 + indent for indent, broad in zip(indents, wides, strict=True)]


def _line(line: Row, picture: Picture, x: float, y: float, size: float) -> Iterator[Shape]:
    """Grids beside each other."""
    for at, grid in enumerate(line):
        x += GAP * size if at else 0
        top = y + (_down(line, size) - _high(grid, size)) / 2
        if grid.sign:
            middle = top + _label(grid, size) + _row(size) * len(grid.matrix.rows) / 2
            yield _sign(grid.sign, x, middle, size)
            x += SIGN * size
        broad = _broad(grid, size)
        yield from _grid(grid, picture, Box(x=x, y=top, width=broad, height=_high(grid, size)), size)
        x += broad


def _sign(sign: str, x: float, middle: float, size: float) -> Text:
    larger = 1.3 * size
    box = Box(x=x, y=middle - LINE * larger / 2, width=SIGN * size, height=LINE * larger)
    return Text(box=box, paragraphs=((sign,),), size=larger, align="ctr", wrapped=False)


def _grid(grid: Grid, picture: Picture, room: Box, size: float) -> Iterator[Shape]:
    """A label, the cells in the middle below it, and the window on them."""
    rows, high, broad = grid.matrix.rows, _row(size), size * _column(grid)
    yield from _labels(grid, room, size)
    x, y = room.x + (room.width - broad * len(rows[0])) / 2, room.y + _label(grid, size)
    yield Cells(box=Box(x=x, y=y, width=broad * len(rows[0]), height=high * len(rows)), grid=grid, size=size)
    frame = framed(grid, picture)
    if frame:
        x, y = x + frame.column * broad, y + frame.row * high
        yield Outline(box=Box(x=x, y=y, width=frame.columns * broad, height=frame.rows * high), kind="window")


def _labels(grid: Grid, room: Box, size: float) -> Iterator[Shape]:
    """What a grid shows and, of a long map, where that lies, with a small map beside its name."""
    small, half = _small(size), letters.wide(grid.label) / 2
    line = Box(x=room.x, y=room.y, width=room.width, height=small * LINE)
    yield Text(box=line, paragraphs=(grid.label,), size=small, align="ctr", wrapped=False)
    if grid.lies:
        y, height = room.y + line.height, _label(grid, size) - line.height
        below = Box(x=room.x, y=y, width=room.width, height=height)
        yield Text(box=below, paragraphs=(grid.lies,), size=LEAST, align="ctr", ink="soft")
    if grid.parts:
        yield from _map(grid, room.x + room.width / 2 + small * half + 6, room.y + (line.height - MAP) / 2)


def _map(grid: Grid, x: float, y: float) -> Iterator[Shape]:
    """Where in a long map the part lies that is shown."""
    down, across = grid.parts if len(grid.parts) == 2 else (None, grid.parts[0])
    whole = MAP if down else MAP / 4
    yield Outline(box=Box(x=x, y=y, width=MAP, height=whole), kind="map", words=grid.lies)
    yield Outline(
        box=Box(
            x=x + MAP * across.first / across.size,
            y=y + (whole * down.first / down.size if down else 0),
            width=MAP * across.count / across.size,
            height=whole * down.count / down.size if down else whole,
        ),
        kind="part",
        words=grid.lies,
    )


def _lines(row: Row, size: float) -> Iterator[Row]:
    """A row of grids on as many lines as it needs; one ends before a sum goes on, or before a grid of its own."""
    line: Row = ()
    for group in _groups(row):
        if line and _across((*line, *group), size) > ACROSS:
            yield line
            line = ()
        line += group
    yield line


def _groups(row: Row) -> Iterator[Row]:
    """Grids that belong together: a product, with what it makes."""
    group: Row = ()
    for grid in row:
        if group and grid.sign in ("", "+"):
            yield group
            group = ()
        group += (grid,)
    yield group


def _across(row: Row, size: float) -> float:
    signs = sum(SIGN for grid in row if grid.sign)
    return sum(_broad(grid, size) for grid in row) + size * (signs + GAP * (len(row) - 1))


def _broad(grid: Grid, size: float) -> float:
    """The width of a grid with its label and a map beside it."""
    label = _small(size) * letters.wide(grid.label) + (2 * MAP + 12 if grid.parts else 0)
    lies = LIES * LEAST if grid.lies else 0
    return max(size * _column(grid) * len(grid.matrix.rows[0]), label, lies)


def _column(grid: Grid) -> float:
    """The width of every column, in ems."""
    return max(NARROWEST, PADDING + max(letters.wide((cell.node,)) for row in grid.matrix.rows for cell in row))


def _down(row: Row, size: float) -> float:
    return max(_high(grid, size) for grid in row)


def _high(grid: Grid, size: float) -> float:
    return _label(grid, size) + _row(size) * len(grid.matrix.rows)


def _row(size: float) -> float:
    return size * min(max(FLAT + RISE * (size - LEAST), FLAT), ROW)


def _label(grid: Grid, size: float) -> float:
    """The height of what stands above a grid."""
    lies = LEAST * letters.tall(grid.lies, _broad(grid, size) / LEAST) if grid.lies else 0
    return _small(size) * LINE + lies + 3


def _small(size: float) -> float:
    """The size of a label."""
    return max(0.8 * size, min(size, LEAST))
