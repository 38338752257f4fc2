"""Every format by its name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symconv.errors import InputError
from symconv.render.theme import themed
from symconv.sizes import shown
from symconv.spec import ConvSpec

if TYPE_CHECKING:  # this table of formats is also what the command line offers
    from symconv.lesson.blocks import Block, Meeting
    from symconv.lesson.slide import Frames

Document = str | bytes
"""Text, or a PDF."""

COMPILED = {"pdf": "typst"}
"""Format that is compiled → the format of its source."""

MOVING = ("gif", "apng", "webp")
"""Pictures that move by themselves, as bytes."""

FLAVORS = ("github", "pandoc", "jupyter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way of writing a story.

    Attributes:
        write: writes blocks; it is given those of its options that were set.
        options: the options that change it, and the values they take (none listed: any).
        linked: whether ``write`` is also given the entries that meet.
    """

    write: Callable[..., Document]
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    linked: bool = False


def document(
    blocks: "Iterable[Block]",
    format: str = "text",  # noqa: A002 - the option's name
    *,
    meetings: "Iterable[Meeting]" = (),
    language: str = "en",
    **options: Any,
) -> str:
    """The story in a format.

    Args:
        blocks: the story.
        format: one of ``FORMATS``.
        meetings: the entries that meet, for formats that link them.
        language: of the words that the format adds.
        options: what changes the format, as its row of ``FORMATS`` lists them.

    Raises:
        InputError: there is no such format, an option is for another one, or its value cannot be used.
    """
    if format not in FORMATS:
        raise InputError(f"format must be one of {', '.join(FORMATS)}, got {shown(format)}")
    given = _given(format, options)
    if FORMATS[format].linked:
        given["meetings"] = meetings
    return str(FORMATS[format].write(blocks, language=language, **given))


def finished(
    blocks: "Iterable[Block]",
    format: str = "text",  # noqa: A002 - the option's name
    **told: Any,
) -> Document:
    """The same, and compiled where the format asks for it: ``pdf``, as bytes.

    Raises:
        MissingExtraError: what compiles it is not installed.
        InputError: as above.
    """
    source = document(blocks, COMPILED.get(format, format), **told)
    if format not in COMPILED:
        return source
    from symconv.language.wording import Wording
    from symconv.render.pdf import pdf

    return pdf(source, Wording(told.get("language", "en")).fonts)


def picture(
    frames: "Frames",
    format: str,  # noqa: A002 - the option's name
    *,
    language: str = "en",
    **options: Any,
) -> Document:
    """A figure in a format: text, or bytes where it moves by itself.

    Args:
        frames: the figure.
        format: one of ``PICTURES``.
        language: as above.
        options: as above, of its row of ``PICTURES``.

    Raises:
        MissingExtraError: what draws the format is not installed.
        InputError: an option is for another format, or its value cannot be used.
    """
    return PICTURES[format].write(frames, language=language, **_given(format, options))


def worked(
    blocks: "Iterable[Block]",
    format: str,  # noqa: A002 - the option's name
    spec: ConvSpec,
    *,
    language: str = "en",
    **options: Any,
) -> str:
    """The story of a layer in a format that also computes with it.

    Args:
        blocks: the story.
        format: one of ``WORKED``.
        spec: the layer.
        language: as above.
        options: as above, of its row of ``WORKED``.

    Raises:
        InputError: an option is for another format, or its value cannot be used.
    """
    return str(WORKED[format].write(blocks, spec, language=language, **_given(format, options)))


def _given(chosen: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were set; refuses those that would do nothing."""
    every = {**FORMATS, **PICTURES, **WORKED}
    given = {option: value for option, value in options.items() if value}
    for option, value in given.items():
        formats = [name for name, format_ in every.items() if option in format_.options]
        if chosen not in formats:
            raise InputError(f"{option} is for {', '.join(formats)}; the format is {chosen}")
        values = every[chosen].options[option]
        if values and value not in values:
            raise InputError(f"{option} must be one of {', '.join(values)}, got {shown(value)}")
    if "template_dir" in given:
        given["template_dir"] = Path(given["template_dir"])
    return given


def _text(
    blocks: "Iterable[Block]",
    *,
    language: str,
    ascii: bool = False,  # noqa: A002 - the option's name
    width: int | None = None,
) -> str:
    from symconv.render.terminal import WIDEST, document  # each format is loaded where it is asked for

    return document(blocks, ascii=ascii, language=language, width=width or WIDEST)


def _markdown(
    blocks: "Iterable[Block]", *, language: str, flavor: str = "github", template_dir: Path | None = None
) -> str:
    from symconv.render.markup import MARKDOWN

    return MARKDOWN[flavor].document(blocks, template_dir, language=language)


def _latex(blocks: "Iterable[Block]", *, language: str, template_dir: Path | None = None) -> str:
    from symconv.render.markup import LATEX

    return LATEX.document(blocks, template_dir, language=language)


def _html(
    blocks: "Iterable[Block]",
    *,
    meetings: "Iterable[Meeting]",
    language: str,
    theme: str = "auto",
    template_dir: Path | None = None,
) -> str:
    from symconv.render.page import HTML

    named, style = themed(theme)
    return HTML.document(blocks, template_dir, language=language, meetings=meetings, theme=named, style=style)


def _svg(
    frames: "Frames",
    *,
    language: str,
    figure: str = "forward",
    theme: str = "auto",
    animate: bool = False,
    template_dir: Path | None = None,
) -> str:
    from symconv.render.figures import svg

    named, style = themed(theme)
    return svg(frames, template_dir, language=language, name=figure, theme=named, style=style, animate=animate)


def _tikz(frames: "Frames", *, language: str, figure: str = "", template_dir: Path | None = None) -> str:
    from symconv.render.figures import tikz

    return tikz(frames, template_dir, language=language)


def _moving(kind: str) -> Callable[..., bytes]:
    """One of the formats that move by themselves."""

    def write(frames: "Frames", *, language: str, figure: str = "", template_dir: Path | None = None) -> bytes:
        from symconv.render.moving import moving

        return moving(frames, template_dir, format=kind, language=language)

    return write


def _notebook(blocks: "Iterable[Block]", spec: ConvSpec, *, language: str, template_dir: Path | None = None) -> str:
    from symconv.render.notebook import notebook

    return notebook(blocks, spec, template_dir, language=language)


def _typst(blocks: "Iterable[Block]", *, language: str, template_dir: Path | None = None) -> str:
    from symconv.render.markup import TYPST_MARKUP

    return TYPST_MARKUP.document(blocks, template_dir, language=language)


FORMATS: dict[str, Format] = {
    "text": Format(write=_text, options={"ascii": (), "width": ()}),
    "markdown": Format(write=_markdown, options={"flavor": FLAVORS, "template_dir": ()}),
    "latex": Format(write=_latex, options={"template_dir": ()}),
    "html": Format(write=_html, options={"theme": (), "template_dir": ()}, linked=True),
    "typst": Format(write=_typst, options={"template_dir": ()}),
}
"""Format → how it is written."""

PICTURES: dict[str, Format] = {
    "svg": Format(write=_svg, options={"figure": (), "animate": (), "theme": (), "template_dir": ()}),
    "tikz": Format(write=_tikz, options={"figure": (), "template_dir": ()}),
    **{kind: Format(write=_moving(kind), options={"figure": (), "template_dir": ()}) for kind in MOVING},
}
"""The same for one figure alone."""

WORKED: dict[str, Format] = {"notebook": Format(write=_notebook, options={"template_dir": ()})}
"""The same for a story with the layer it is about."""
