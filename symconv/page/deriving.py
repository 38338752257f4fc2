"""Derive: the lesson on a layer at full length, and the same in every format that needs no other program."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from symconv.errors import InputError
from symconv.lesson.layer import layer_told
from symconv.library.deck import slides
from symconv.page.layers import Numbered
from symconv.page.request import Request
from symconv.sizes import shown
from symconv.transposed import TransposedSpec

MOST_TERMS = 20_000
"""Products of a layer that a lesson is told of while somebody waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that the page offers.

    Attributes:
        title: what it is called; names of formats are the same in every language.
        format: of a derivation, or of a deck.
        ending: of the file.
        deck: whether it is slides.
        transposed: whether there is one of a transposed layer.
    """

    title: str
    format: str
    ending: str
    deck: bool = False
    transposed: bool = True


DOWNLOADS: Mapping[str, Download] = MappingProxyType(
    {
        "html": Download(title="HTML", format="html", ending=".html"),
        "markdown": Download(title="Markdown", format="markdown", ending=".md"),
        "latex": Download(title="LaTeX", format="latex", ending=".tex"),
        "typst": Download(title="Typst", format="typst", ending=".typ"),
        "text": Download(title="Text", format="text", ending=".txt"),
        "notebook": Download(title="Jupyter", format="notebook", ending=".ipynb", transposed=False),
        "json": Download(title="JSON", format="json", ending=".json"),
        "svg": Download(title="SVG", format="svg", ending=".svg"),
        "tikz": Download(title="TikZ", format="tikz", ending=".tex"),
        "slides": Download(title="HTML", format="html", ending=".html", deck=True),
        "pptx": Download(title="PowerPoint", format="pptx", ending=".pptx", deck=True),
        "beamer": Download(title="Beamer", format="beamer", ending=".tex", deck=True),
        "marp": Download(title="Marp", format="marp", ending=".md", deck=True),
        "quarto": Download(title="Quarto", format="quarto", ending=".qmd", deck=True),
    }
)
"""Name → what is offered."""


def lesson(request: Request) -> dict[str, Any]:
    """The lesson as one page of HTML.

    Request: as for ``explore``, and ``length``: ``brief, lesson`` or ``full`` (if none is told). Answer: ``html``,
    ``told``, and ``downloads``: name, title, and whether it is slides.

    Raises:
        SpecError: there is no such layer, or it is too large.
        InputError: something else cannot be used.
    """
    layer = _layer(request)
    whole = isinstance(layer.story.layer, TransposedSpec)
    offered = [
        {"name": name, "title": one.title, "deck": one.deck}
        for name, one in DOWNLOADS.items()
        if one.transposed or not whole
    ]
    html = layer.derivation.written(layer.story, "html")
    return {"html": html, "told": layer_told(layer.story.say, layer.story.layer), "downloads": offered}


def download(request: Request) -> dict[str, Any]:
    """The same as a file.

    Request: as above, and ``name``, one of ``DOWNLOADS``. Answer: ``file``, what it is to be called, and ``base64``,
    what it holds.

    Raises:
        SpecError: there is no such layer, or it is too large.
        InputError: there is no such file, or something else cannot be used.
    """
    name = request.text("name")
    if name not in DOWNLOADS:
        raise InputError(f"name must be one of {', '.join(DOWNLOADS)}, got {shown(name)}")
    one, layer = DOWNLOADS[name], _layer(request)
    made = _deck(one, layer, request) if one.deck else _document(one, layer, request)
    held = made if isinstance(made, bytes) else made.encode()
    kind = "slides" if one.deck else "figure" if name in ("svg", "tikz") else "derivation"
    return {"file": f"{kind}{one.ending}", "base64": b64encode(held).decode("ascii")}


def _layer(request: Request) -> Numbered:
    return Numbered.asked(request, MOST_TERMS, length=request.text("length", default="full"), entries="sample")


def _document(one: Download, layer: Numbered, request: Request) -> str | bytes:
    if one.format == "json":
        return layer.derivation.to_json(values=request.text("values", default="chosen"))
    return layer.derivation.written(layer.story, one.format)


def _deck(one: Download, layer: Numbered, request: Request) -> str | bytes:
    """The slides, with the numbers that are chosen by name; a deck draws its own."""
    told: dict[str, Any] = {"index_base": layer.story.paper.index_base, "language": layer.story.say.language}
    values = request.text("values", default="chosen")
    return slides(layer.derivation.spec, format=one.format, values=values, max_terms=MOST_TERMS, **told)
