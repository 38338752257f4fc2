"""How decks are written: their templates, and what keeps words from breaking out of them."""

import json
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from math import ceil
from pathlib import Path
from typing import Any

from symconv.lesson.blocks import Display, Paragraph, Words
from symconv.lesson.slide import SECTIONS, Slide
from symconv.notation.omml import displayed
from symconv.notation.text import text
from symconv.notation.tree import Dots
from symconv.render import markup as documents
from symconv.render.escapes import escape_markdown
from symconv.render.figures import made
from symconv.render.lettering import fitting
from symconv.render.markup import DOLLARS, Markup, dollars, kind
from symconv.render.page import HTML
from symconv.render.powerpoint.letters import letters
from symconv.render.powerpoint.placing import laid_out
from symconv.render.room import column, large, lettered
from symconv.render.spoken import aloud

Pages = tuple[Slide, ...]
"""A slide as pages, one for each of its steps; or the slide alone."""


def filled(markup: Markup, slides: Iterable[Pages], template_dir: Path | None, language: str, **values: object) -> str:
    """The deck in a markup; ``slide`` of a page is the number of its slide.

    Raises:
        InputError: a template of the reader's own cannot be used.
    """
    told = [
        {
            "slide": number,
            "section": page.section,
            "title": page.title,
            "blocks": [(kind(block), block) for block in page.blocks],
            "notes": page.notes,
            "told": page,
            "header": page.header if page is pages[0] else "",
        }
        for number, pages in enumerate(slides)
        for page in pages
    ]
    given: dict[str, Any] = {
        "sizes": SIZES,
        "slides": told,
        "sections": SECTIONS,
        "spoken": spoken,
        "quoted": quoted,
        "under": under,
        "made": made,
    }
    return markup.filled("deck", template_dir, language=language, **given, **values)


def under(words: Words) -> tuple[str, Paragraph | Display]:
    """What stands under a picture, with the name of its macro: a formula alone is a display."""
    first, *rest = words
    block = Paragraph(words=words) if rest or isinstance(first, str) else Display(formulas=(first,))
    return kind(block), block


def spoken(words: Words) -> str:
    """Notes as plain text, with nothing that ends a comment."""
    return aloud(words).replace("--", "- -")


def quoted(value: str) -> str:
    """A string for YAML front matter: JSON's strings are YAML's."""
    return json.dumps(value, ensure_ascii=False)


def escape_slide(words: str) -> str:
    """Plain words for Markdown that is also read for raw HTML, templates and emoji."""
    return escape_markdown(words).replace("{", "&#123;").replace("}", "&#125;").replace("&lt;", "&amp;lt;")


SIZES = (32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10)
"""Sizes of type on a slide in Markdown, in pixels."""


def below(title: str) -> float:
    """What Marp leaves below a title, in pixels."""
    return 592 - 44 * (ceil(len(title) / 58) - 1)


SLIDES = Markup(
    folder="slides",
    shared=("markdown",),
    ending="md",
    escape=escape_slide,
    inline=dollars,
    filters={
        "size": lambda slide, hand: fitting(slide, SIZES, 1130, 536),
        "dots": lambda node, hand: isinstance(node, Dots),
        "column": lambda grid, hand: column(grid),
    },
    settings=DOLLARS,
)
MARP = replace(
    SLIDES,
    folder="marp",
    shared=("slides", "markdown"),
    filters={**SLIDES.filters, "size": lambda slide, hand: fitting(slide, SIZES, 1150, below(slide.title))},
)
QUARTO = replace(SLIDES, folder="quarto", shared=("slides", "markdown"))
BEAMER, TYPST = documents.LATEX, documents.TYPST_MARKUP

PAGE = replace(
    HTML,
    folder="deck",
    filters={
        **HTML.filters,
        "pieces": lambda node, pen: pen.pieces(node),
        "large": lambda slide, pen: large(slide),
        "lettered": lambda slide, pen: lettered(slide),
    },
)

POWERPOINT = Markup(
    folder="pptx",
    ending="xml",
    escape=escape,
    inline=lambda node, hand: escape(text(node)),
    hand=lambda: displayed,
    filters={
        "placed": lambda told, hand: laid_out((page["slide"], page["told"]) for page in told),
        "kind": lambda shape, hand: kind(shape),
        "letters": lambda words, hand: letters(words),
        "aloud": lambda words, hand: aloud(words),
        "dots": lambda node, hand: isinstance(node, Dots),
        "emu": lambda points, hand: round(points * 12700),
        "hundredths": lambda points, hand: round(points * 100),
    },
)
