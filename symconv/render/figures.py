"""Figures on their own: one SVG, or TikZ for a document that is TeX already."""

from collections.abc import Iterator
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

from symconv.lesson.figures import TITLES
from symconv.lesson.slide import Frames
from symconv.lesson.wording import Wording
from symconv.notation.runs import NARROW, Run, stacked
from symconv.notation.text import text
from symconv.render.escapes import escape_tex
from symconv.render.markup import LATEX, Markup, dollars
from symconv.render.picture import FONT, Line, laid_out
from symconv.render.spoken import spoken

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
    """The pictures in words: each matrix row by row, then what is said of it."""
    parts = []
    for panels, words in frames.pictures:
        parts += [spoken(panel, say) for panel in panels.panels]
        parts.append("".join(part if isinstance(part, str) else text(part) for part in words))
    return " ".join(parts)


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
    delimiters=LATEX.delimiters,
)


def svg(frames: Frames, template_dir: Path | None, *, name: str, language: str, **values: object) -> str:
    """A figure as one SVG."""
    say = Wording(language)
    told = {"title": say.plain(TITLES[name]), "description": description(frames, say)}
    return SVG.filled("figure", template_dir, language=language, picture=laid_out(frames), **told, **values)


def tikz(frames: Frames, template_dir: Path | None, *, language: str) -> str:
    """A figure as TikZ, with what it needs."""
    return TIKZ.filled("figure", template_dir, language=language, frames=frames)
