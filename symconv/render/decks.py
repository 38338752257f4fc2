"""Every format of a deck by its name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from symconv.errors import InputError
from symconv.language.wording import Wording
from symconv.lesson.slide import Slide
from symconv.render.arranging import arranged
from symconv.render.documents import Document
from symconv.render.pdf import pdf
from symconv.render.powerpoint.package import packed
from symconv.render.theme import THEMES, themed
from symconv.render.unfolded import finished, unfolded
from symconv.sizes import shown

Looks = Callable[[str], Mapping[str, str]]
"""A theme, empty for the usual one → what a template is given for it."""


def _one_of(*names: str) -> Looks:
    def named(theme: str) -> Mapping[str, str]:
        if theme and theme not in names:
            raise InputError(f"theme must be one of {', '.join(names)}, got {shown(theme)}")
        return {"theme": theme or names[0]}

    return named


def _of_a_page(theme: str) -> Mapping[str, str]:
    name, style = themed(theme or THEMES[0])
    return {"theme": name, "style": style}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of a deck.

    Attributes:
        markup: name of its markup in ``render/deck_markup.py``.
        ending: of its files.
        looks: what a theme means to its template.
        pages: whether what is revealed step by step becomes pages that follow each other.
        handout: whether it can show each slide once, as it is at its end.
        notes: whether it can show what the lecturer says beside the slides.
        made: makes the document of its source and the fonts of its language.
    """

    markup: str
    ending: str
    looks: Looks
    pages: bool = False
    handout: bool = False
    notes: bool = False
    made: Callable[[str, Sequence[str]], Document] = lambda source, fonts: source


def _packed(source: str, fonts: Sequence[str]) -> bytes:
    return packed(source)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "html": Format(markup="PAGE", ending=".html", looks=_of_a_page, handout=True),
        "beamer": Format(markup="BEAMER", ending=".tex", looks=_one_of("default"), handout=True, notes=True),
        "pdf": Format(markup="TYPST", ending=".pdf", looks=_one_of("default"), pages=True, handout=True, made=pdf),
        "typst": Format(markup="TYPST", ending=".typ", looks=_one_of("default"), pages=True, handout=True),
        "marp": Format(markup="MARP", ending=".md", looks=_one_of("default", "gaia", "uncover"), pages=True),
        "pptx": Format(
            markup="POWERPOINT", ending=".pptx", looks=_one_of("default"), pages=True, handout=True, made=_packed
        ),
        "quarto": Format(markup="QUARTO", ending=".qmd", looks=_one_of("default", "simple", "serif", "dark", "night")),
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
    """The slides in a format: text, or bytes for ``pdf`` and ``pptx``.

    Args:
        slides: the deck.
        format: one of ``FORMATS``.
        title: of the document.
        author: of the document, if it is to be shown.
        language: of the words.
        theme: one of the format's looks; for a page also a ``.css`` file.
        handout: one page a slide, as it is at its end.
        notes: what the lecturer says, beside the slides.
        template_dir: a folder whose templates are taken before symconv's own.

    Raises:
        InputError: there is no such format, it has no such theme or handout, or a template cannot be used.
    """
    if format not in FORMATS:
        raise InputError(f"format must be one of {', '.join(FORMATS)}, got {shown(format)}")
    chosen = FORMATS[format]
    looks = chosen.looks(theme or "")
    for option, wanted in (("handout", handout), ("notes", notes)):
        able = [name for name, other in FORMATS.items() if getattr(other, option)]
        if wanted and format not in able:
            raise InputError(f"{option} is for {', '.join(able)}; the format is {format}")
    from symconv.render import deck_markup  # Jinja is loaded only where it is needed

    told = map(arranged, map(finished, slides) if handout else slides)
    pages = [tuple(unfolded(slide)) if chosen.pages and not handout else (slide,) for slide in told]
    source = deck_markup.filled(
        getattr(deck_markup, chosen.markup),
        pages,
        Path(template_dir) if template_dir else None,
        title=title,
        author=author,
        language=language,
        handout=handout,
        notes=notes,
        **looks,
    )
    return chosen.made(source, Wording(language).fonts)
