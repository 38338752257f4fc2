"""Figures on their own: one SVG, or TikZ for a document that is TeX already."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

from symconv.lesson.blocks import Display, Stop
from symconv.lesson.figures import TITLES
from symconv.lesson.slide import Frames
from symconv.lesson.wording import Wording
from symconv.notation.runs import NARROW, Run, stacked
from symconv.notation.text import text
from symconv.render.escapes import escape_tex
from symconv.render.markup import LATEX, Markup, dollars
from symconv.render.picture import CELL, FONT, Drawn, Line, Step, laid_out
from symconv.render.spoken import aloud, spoken

LOWERED, RAISED = 0.25, -0.38
"""How far scripts stand off the line, in ems."""

GLUE = "\u00a0"
"""A space that SVG does not swallow."""


def tspans(line: Line, hand: Any) -> str:
    """Runs as spans of one SVG text."""
    return "".join(_spans(line))


def _spans(line: Line) -> Iterator[str]:
    """Scripts above each other: the first is given its width, which the second goes back and leaves again."""
    height = ahead = 0.0
    for run, after in zip_longest(line, line[1:], fillvalue=Run("")):
        wanted = {0: 0.0, -1: LOWERED, 1: RAISED}[run.height] * FONT
        shift = f' dy="{wanted - height:g}"' if wanted != height else ""
        shift += f' dx="{ahead:.4g}"' if ahead else ""
        height, wide = wanted, FONT * run.width
        if stacked(run, after):
            shift += f' textLength="{wide:.4g}" lengthAdjust="spacingAndGlyphs"'
            ahead = -wide
        else:
            ahead = max(-ahead - wide, 0.0)
        yield f"<tspan{shift}{_face(run)}>{escape(run.signs.replace(' ', GLUE))}</tspan>"


def _face(run: Run) -> str:
    if run.height:
        return f' font-size="{NARROW * FONT:g}"'
    return ' class="slanted"' if run.slanted else ""


def description(frames: Frames, say: Wording) -> str:
    """The pictures in words: each grid row by row, then what is said of it, or what is made where its window stands."""
    parts = []
    for picture, words in frames.pictures:
        parts += [spoken(grid, say) for row in picture.still() for grid in row]
        parts += [aloud(words), *(text(formula) for formula in (picture.stop.formulas if picture.stop else ()))]
    return " ".join(filter(None, parts))


def made(stop: Stop) -> Display:
    """What stands under a picture whose window moves."""
    return Display(formulas=stop.formulas)


def path(step: Step, role: str) -> str:
    """Keyframes of a window: where it stands at each stop, from where it stands at the last; it rests between."""
    places = [(frame.row, frame.column) for frame in step.stops] if role == "over" else list(step.made)
    last, count = places[-1], len(places)
    told = []
    for at, (row, column) in enumerate(places):
        move = f"transform: translate(calc({column - last[1]} * var(--wide)), {(row - last[0]) * CELL}px)"
        told.append(f"{100 * at / count:.4g}%, {100 * (at + 0.6) / count:.4g}% {{ {move} }}")
    return " ".join(told) + " 100% { transform: none }"


def filled_at(made: tuple[tuple[int, int], ...], number: int, grid: Drawn) -> int:
    """The stop at which a cell of the result is there: its own, or the first after it."""
    columns = round(grid.width / grid.cell)
    place = divmod(number, columns)
    return sum(one < place for one in made)


def _plain_formula(node: Any, hand: Any) -> str:
    return escape(text(node))


SVG = Markup(
    folder="svg",
    ending="svg",
    escape=escape,
    inline=_plain_formula,
    filters={"tspans": tspans},
)
TIKZ = Markup(
    folder="tikz",
    shared=("latex",),
    ending="tex",
    escape=escape_tex,
    inline=dollars,
    filters=LATEX.filters,
    delimiters=LATEX.delimiters,
)


def svg(frames: Frames, template_dir: Path | None, *, name: str, language: str, **values: object) -> str:
    """A figure as one SVG."""
    say = Wording(language)
    shown = _ended(frames) if values.get("animate") else frames
    told = {"title": say.plain(TITLES[name]), "description": description(shown, say), "path": path}
    layout = laid_out(shown)
    return SVG.filled("figure", template_dir, language=language, picture=layout, filled_at=filled_at, **told, **values)


def _ended(frames: Frames) -> Frames:
    """The pictures as they are at their end: what moves comes to rest there."""
    return Frames(
        pictures=tuple((replace(one, at=max(len(one.stops) - 1, 0)), words) for one, words in frames.pictures)
    )


def tikz(frames: Frames, template_dir: Path | None, *, language: str) -> str:
    """A figure as TikZ, with what it needs."""
    return TIKZ.filled("figure", template_dir, language=language, frames=frames, made=made)
