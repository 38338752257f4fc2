"""Pages for browsers: what Jinja needs to write HTML with MathML."""

import re
from html import escape

from symconv.lesson.blocks import Words
from symconv.notation.mathml import Pen
from symconv.notation.text import text
from symconv.notation.tree import Node
from symconv.render.lines import pieces
from symconv.render.linked import linked
from symconv.render.markup import Markup


def anchor(title: str, pen: Pen) -> str:
    """A title as the name of a place: ``what-was-proven``."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def aloud(words: Words, pen: Pen) -> str:
    """Running text for the ear, formulas by the plain hand."""
    return escape("".join(part if isinstance(part, str) else text(part) for part in words))


def math_element(node: Node, pen: Pen) -> str:
    """A formula in running text of a page."""
    return f"<math>{pen.inline(node)}</math>"


def entry(node: Node, pen: Pen) -> str:
    """The name of an entry, or nothing."""
    return pen.name(node)


HTML = Markup(
    folder="html",
    shared=("theme",),
    ending="html",
    escape=escape,
    inline=math_element,
    hand=Pen,
    filters={"rows": pieces, "entry": entry, "anchor": anchor, "linked": linked, "aloud": aloud},
)
