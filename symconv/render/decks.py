"""Every format of a deck by its name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from symconv.errors import InputError
from symconv.lesson.blocks import Bullets, Paragraph
from symconv.lesson.slide import Frames, Question, Shown, Slide
from symconv.render.documents import Document
from symconv.render.pdf import pdf
from symconv.sizes import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of a deck.

    Attributes:
        markup: name of its markup in ``render/deck_markup.py``.
        ending: of its files.
        themes: the looks it has; the first is taken unless another is asked for.
        pages: whether what is revealed step by step becomes pages that follow each other.
        handout: whether it can show everything at once.
        notes: whether it can show what the lecturer says beside the slides.
        compiled: whether Typst makes a PDF of it.
    """

    markup: str
    ending: str
    themes: tuple[str, ...] = ()
    pages: bool = False
    handout: bool = False
    notes: bool = False
    compiled: bool = False


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "marp": Format(markup="MARP", ending=".md", themes=("default", "gaia", "uncover"), pages=True),
        "quarto": Format(markup="QUARTO", ending=".qmd", themes=("default", "simple", "serif", "dark", "night")),
        "beamer": Format(markup="BEAMER", ending=".tex", themes=("default",), handout=True, notes=True),
        "typst": Format(markup="TYPST", ending=".typ", themes=("default",), pages=True, handout=True),
        "pdf": Format(markup="TYPST", ending=".pdf", themes=("default",), pages=True, handout=True, compiled=True),
    }
)
"""Name → format."""


def deck(
    slides: Iterable[Slide],
    format: str,  # noqa: A002 - the option's name
    *,
    title: str,
    author: str = "",
    language: str = "en",
    theme: str | None = None,
    handout: bool = False,
    notes: bool = False,
    template_dir: Path | str | None = None,
) -> Document:
    """The slides in a format: text, or bytes for ``pdf``.

    Args:
        slides: the deck.
        format: one of ``FORMATS``.
        title: of the document.
        author: of the document, if it is to be shown.
        language: of the words.
        theme: one of the format's looks.
        handout: everything at once instead of step by step.
        notes: what the lecturer says, beside the slides.
        template_dir: a folder whose templates are taken before symconv's own.

    Raises:
        InputError: there is no such format, it has no such theme or handout, or a template cannot be used.
    """
    if format not in FORMATS:
        raise InputError(f"format must be one of {', '.join(FORMATS)}, got {shown(format)}")
    chosen = FORMATS[format]
    if theme is not None and theme not in chosen.themes:
        raise InputError(f"the themes of {format} are {', '.join(chosen.themes)}, got {shown(theme)}")
    for option, wanted in (("handout", handout), ("notes", notes)):
        able = [name for name, other in FORMATS.items() if getattr(other, option)]
        if wanted and format not in able:
            raise InputError(f"{option} is for {' and '.join(able)}, the format is {format}")
    from symconv.render import deck_markup  # Jinja is loaded only where it is needed

    pages = [page for slide in slides for page in (unfolded(slide) if chosen.pages and not handout else (slide,))]
    source = deck_markup.filled(
        getattr(deck_markup, chosen.markup),
        pages,
        Path(template_dir) if template_dir else None,
        title=title,
        author=author,
        language=language,
        theme=theme or chosen.themes[0],
        handout=handout,
        notes=notes,
    )
    return pdf(source) if chosen.compiled else source


def unfolded(slide: Slide) -> Iterator[Slide]:
    """A slide as pages without steps: a page for each picture of its frames, and one for the answer of a question."""
    steps = max((len(block.pictures) for block in slide.blocks if isinstance(block, Frames)), default=1)
    if any(isinstance(block, Question) for block in slide.blocks):
        steps = 2
    for step in range(steps):
        blocks = (page for block in slide.blocks for page in _at(block, step))
        yield replace(slide, blocks=tuple(blocks))


def _at(block: Shown, step: int) -> Iterator[Shown]:
    """What a block shows at a step."""
    if isinstance(block, Frames):
        panels, words = block.pictures[min(step, len(block.pictures) - 1)]
        yield from (panels, Paragraph(words=words))
    elif isinstance(block, Question):
        letters = (f"{letter}. " for letter in "ABCDEFGH")
        yield Paragraph(words=block.asked)
        yield Bullets(items=tuple((letter, *choice) for letter, choice in zip(letters, block.choices, strict=False)))
        if step:
            yield Paragraph(words=block.because)
    else:
        yield block
