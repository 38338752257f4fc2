"""Pages for browsers: what Jinja needs to write HTML with MathML."""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from symconv.lesson.blocks import Picture, Words
from symconv.notation.mathml import Pen
from symconv.notation.text import text
from symconv.notation.tree import Node
from symconv.render.lines import pieces
from symconv.render.linked import linked
from symconv.render.markup import Markup
from symconv.render.room import column


def anchor(title: str, pen: Pen) -> str:
    """A title as the name of a place: ``what-was-proven``."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def aloud(words: Words, pen: Pen) -> str:
    """Running text for the ear, formulas by the plain hand."""
    return escape("".join(part if isinstance(part, str) else text(part) for part in words))


def math_element(node: Node, pen: Pen) -> str:
    """A formula in running text of a page."""
    return f"<math>{pen.inline(node)}</math>"


def kept(words: str) -> str:
    """Words with each formula and the mark behind it on one line: browsers would break between the two."""
    return _MARKED.sub(
        lambda found: f'<span style="white-space: nowrap">{found[0]}</span>' if found[1] else found[0], words
    )


_MARKED = re.compile(r"<math>.*?</math>([.,;:!?)]*)")


def entry(node: Node, pen: Pen) -> str:
    """The name of an entry, or nothing."""
    return pen.name(node)


def stops(picture: Picture, pen: Pen) -> str:
    """Every stop of a picture as JSON, safe in an attribute."""
    import json  # loaded only where it is needed

    told = [
        {
            "frame": [stop.frame.row, stop.frame.column, stop.frame.rows, stop.frame.columns],
            "now": stop.now,
            "met": stop.met,
            "key": stop.key,
        }
        for stop in picture.stops
    ]
    return escape(json.dumps(told, separators=(",", ":")))


PICTURE: Mapping[str, Callable[[Any, Any], Any]] = {
    "stops": stops,
    "bare": lambda node, pen: re.sub(r' data-entry="[^"]*"', "", pen(node)),
    "column": lambda grid, pen: column(grid),
}
"""What pictures need."""

HTML = Markup(
    folder="html",
    shared=("theme", "picture"),
    ending="html",
    escape=escape,
    inline=math_element,
    kept=kept,
    hand=Pen,
    filters={"rows": pieces, "entry": entry, "anchor": anchor, "linked": linked, "aloud": aloud, **PICTURE},
)
