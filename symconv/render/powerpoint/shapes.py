"""What stands on a slide, and where. Lengths are points; a slide is 960 wide and 540 high."""

from dataclasses import dataclass
from typing import Literal

from symconv.lesson.blocks import Chart, Grid, Words
from symconv.notation.tree import Node

WIDTH, HEIGHT = 960, 540
LEFT, ACROSS = 40, 880
"""Where what is shown begins, and how wide it may be."""

Align = Literal["l", "ctr"]
Ink = Literal["", "soft", "weight", "grad_output"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Paragraphs of words, each perhaps behind a bullet.

    Attributes:
        wrapped: whether lines end where the box does.
        ink: of the tensor that means the same, or ``soft`` for what is said by the way.
    """

    box: Box
    paragraphs: tuple[Words, ...]
    size: float
    align: Align = "l"
    bullets: bool = False
    wrapped: bool = True
    ink: Ink = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula on a line of its own."""

    box: Box
    node: Node
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of a grid, all of one size."""

    box: Box
    grid: Grid
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A cell of a table of words; with a ``meaning`` it wears its colour."""

    words: Words = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table of words; ``header`` sets its first row apart."""

    box: Box
    rows: tuple[tuple[Field, ...], ...]
    widths: tuple[float, ...]
    size: float
    header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A rectangle: a ``window``, the right ``answer``, a ``map`` or the ``part`` of it that is shown, as words say."""

    box: Box
    kind: Literal["window", "answer", "map", "part"]
    words: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """A chart: its axes in a box, what is written around it not counted."""

    box: Box
    chart: Chart


Shape = Text | Formula | Cells | Rows | Outline | Curves
