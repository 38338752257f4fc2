"""Blocks as parts of a slide: each tells how much room it takes at a size of type, and puts itself there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from symconv.lesson.blocks import Bullets, Chart, Display, Paragraph, Picture, Table, Words
from symconv.lesson.slide import Frames, Legend, Question, Shown
from symconv.notation.tree import ZERO, Node, Symbol
from symconv.render.powerpoint import grids
from symconv.render.powerpoint.breaking import broken
from symconv.render.powerpoint.extent import extent
from symconv.render.powerpoint.letters import LINE, tall, wide
from symconv.render.powerpoint.shapes import (
    ACROSS,
    LEFT,
    WIDTH,
    Align,
    Box,
    Curves,
    Field,
    Formula,
    Ink,
    Outline,
    Rows,
    Shape,
    Text,
)

BETWEEN = 0.35
"""What separates paragraphs and formulas, in ems."""

FORMULA = 1.14
"""Size of a formula on a line of its own beside that of words."""

INDENT = 1.1
"""How far the words of a bullet, and the choices of a question, stand in, in ems."""

PLOT = (19, 9)
"""Size of a chart within its axes, in ems."""

ROW, PADDING, PAIRS = 1.45, 1.2, 3
"""Height of a row of a table and what surrounds the words of a cell, in ems; pairs of a legend beside each other."""

SWATCHES: Mapping[str, Node] = MappingProxyType(
    {"input": Symbol("x"), "weight": Symbol("f"), "output": Symbol("o"), "grad_output": Symbol("∂")}
    | {"window": Symbol("x"), "inserted": ZERO, "padding": ZERO}
)
"""Meaning of a colour → what stands in its swatch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands below the part before.

    Attributes:
        tall: its height at a size of type.
        put: its shapes below a height, at a size of type.
        wide: its width at a size of type.
        drawn: whether it is a picture, which takes what words leave.
    """

    tall: Callable[[float], float]
    put: Callable[[float, float], Iterator[Shape]]
    wide: Callable[[float], float] = lambda size: ACROSS
    drawn: bool = False


def parts(block: Shown) -> Iterator[Part]:
    """The parts of a block."""
    match block:
        case Paragraph(words=words):
            yield _paragraphs((words,))
        case Bullets(items=items):
            yield _paragraphs(items, bullets=True)
        case Display(formulas=formulas):
            yield _formulas(formulas)
        case Picture(stop=stop):
            yield _grids(block)
            if stop and stop.formulas:
                yield _formulas(stop.formulas)
        case Frames(pictures=((picture, words), *_)):
            yield _grids(picture)
            yield _under(words)
        case Chart():
            yield _chart(block)
        case Question():
            yield from _question(block)
        case Legend():
            yield _legend(block)
        case Table(header=header, rows=rows):
            yield _rows([[Field(words=words) for words in row] for row in (header, *rows)], header=True)


def _paragraphs(paragraphs: tuple[Words, ...], *, bullets: bool = False, centred: bool = False) -> Part:
    indent = INDENT if bullets else 0

    def high(size: float) -> float:
        room = ACROSS / size - indent
        return size * (sum(tall(words, room) for words in paragraphs) + BETWEEN * (len(paragraphs) - 1))

    def put(y: float, size: float) -> Iterator[Shape]:
        box = Box(x=LEFT, y=y, width=ACROSS, height=high(size))
        if any(paragraphs):
            yield Text(box=box, paragraphs=paragraphs, size=size, bullets=bullets, align="ctr" if centred else "l")

    return Part(tall=high, put=put)


def _formulas(whole: tuple[Node, ...]) -> Part:
    """Formulas below each other, their left ends in line; larger than words, but where they would be too wide."""
    formulas = [line for formula in whole for line in broken(formula)]
    extents = [extent(formula) for formula in formulas]
    widest = max(one.width for one in extents)

    def high(size: float) -> float:
        size = min(FORMULA * size, ACROSS / widest)
        return size * (sum(one.height for one in extents) + BETWEEN * (len(extents) - 1))

    def put(y: float, size: float) -> Iterator[Shape]:
        size = min(FORMULA * size, ACROSS / widest)
        for formula, one in zip(formulas, extents, strict=True):
            box = Box(x=(WIDTH - size * widest) / 2, y=y, width=size * one.width, height=size * one.height)
            yield Formula(box=box, node=formula, size=size)
            y += size * (one.height + BETWEEN)

    return Part(tall=high, put=put)


def _under(words: Words) -> Part:
    """What stands under a picture: a formula alone is a display."""
    first, *rest = words
    return _paragraphs((words,), centred=True) if rest or isinstance(first, str) else _formulas((first,))


def _grids(picture: Picture) -> Part:
    def put(y: float, size: float) -> Iterator[Shape]:
        return grids.put(picture, y, size)

    return Part(
        tall=lambda size: grids.tall(picture, size), put=put, wide=lambda size: grids.wide(picture, size), drawn=True
    )


def _chart(chart: Chart) -> Part:
    """Curves between their axes, what is counted beside these, and each curve's name at its end."""
    across, up = PLOT
    names = max(wide(curve.label) for curve in chart.curves) + 1

    def put(y: float, size: float) -> Iterator[Shape]:
        plot = Box(x=(WIDTH - size * (across + names)) / 2, y=y + size, width=across * size, height=up * size)
        yield Curves(box=plot, chart=chart)
        below, right = plot.y + plot.height, plot.x + plot.width

        def said(words: Words, x: float, y: float, ink: Ink = "", align: Align = "l") -> Text:
            box = Box(x=x, y=y - LINE * size / 2, width=size * (wide(words) + 0.4), height=LINE * size)
            return Text(box=box, paragraphs=(words,), size=size, ink=ink, align=align, wrapped=False)

        yield said(chart.up, plot.x - 0.2 * size, plot.y - 0.6 * size)
        for tick in chart.ticks:
            broad = size * (wide((str(tick),)) + 0.4)
            yield said(
                (str(tick),), plot.x + plot.width * tick / chart.ticks[-1] - broad / 2, below + 0.8 * size, align="ctr"
            )
        yield said(chart.across, right + 1.2 * size, below + 0.8 * size)
        for curve, points in zip(chart.curves, chart.points, strict=True):
            level = min(below - plot.height * points[-1][1], below - 0.4 * size)
            yield said(curve.label, right + 0.5 * size, level, "weight" if curve.right else "grad_output")

    return Part(tall=lambda size: size * (up + 2.6), put=put, wide=lambda size: size * (across + names + 1), drawn=True)


def _question(block: Question) -> Iterator[Part]:
    yield _paragraphs((block.asked,))
    for at, choice in enumerate(block.choices):
        yield _choice("ABCDEFGH"[at], choice, right=bool(block.because) and at == block.answer)
    yield _paragraphs((block.because,))


def _choice(letter: str, choice: Words, *, right: bool) -> Part:
    """A letter and what it stands for; the right one is framed and ticked once the answer is told."""
    first, *rest = choice
    formula = None if rest or isinstance(first, str) else first
    broad, tall_ = (wide(choice), LINE) if formula is None else (extent(formula).width, extent(formula).height)
    high = max(LINE, tall_)

    def put(y: float, size: float) -> Iterator[Shape]:
        x, middle = LEFT + 2.2 * size, y + size * high / 2
        if right:
            box = Box(x=LEFT, y=y - 0.12 * size, width=size * (broad + 4), height=size * (high + 0.24))
            yield Outline(box=box, kind="answer")
        line = Box(x=LEFT + 0.6 * size, y=middle - LINE * size / 2, width=1.5 * size, height=LINE * size)
        yield Text(box=line, paragraphs=((f"{letter}.",),), size=size, wrapped=False)
        box = Box(x=x, y=middle - tall_ * size / 2, width=broad * size, height=tall_ * size)
        yield (
            Formula(box=box, node=formula, size=size)
            if formula
            else Text(box=box, paragraphs=(choice,), size=size, wrapped=False)
        )
        if right:
            tick = Box(x=x + (broad + 0.5) * size, y=line.y, width=1.2 * size, height=line.height)
            yield Text(box=tick, paragraphs=(("✓",),), size=size, wrapped=False)

    return Part(tall=lambda size: size * high, put=put, wide=lambda size: size * (broad + 4))


def _legend(block: Legend) -> Part:
    """A swatch and words, three pairs a row."""
    fields = [
        field
        for meaning, words in block.meanings
        for field in (Field(words=(SWATCHES[meaning],), meaning=meaning), Field(words=words))
    ]
    fields += [Field()] * (-len(fields) % (2 * PAIRS))
    return _rows([fields[at : at + 2 * PAIRS] for at in range(0, len(fields), 2 * PAIRS)])


def _rows(rows: Sequence[Sequence[Field]], *, header: bool = False) -> Part:
    """A table as wide as its words need."""
    widths = [max(wide(field.words) for field in column) + PADDING for column in zip(*rows, strict=True)]

    def put(y: float, size: float) -> Iterator[Shape]:
        across = tuple(size * one for one in widths)
        box = Box(x=(WIDTH - sum(across)) / 2, y=y, width=sum(across), height=size * ROW * len(rows))
        yield Rows(box=box, rows=tuple(map(tuple, rows)), widths=across, size=size, header=header)

    return Part(tall=lambda size: size * ROW * len(rows), put=put, wide=lambda size: size * sum(widths))
