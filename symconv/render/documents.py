"""Every format by its name."""

from collections.abc import Iterable
from pathlib import Path

from symconv.errors import InputError
from symconv.lesson.blocks import Block
from symconv.render import terminal
from symconv.sizes import shown

FORMATS = ("text", "markdown", "latex", "typst")
FLAVORS = ("github", "pandoc", "jupyter")


def document(
    blocks: Iterable[Block],
    format: str = "text",  # noqa: A002 - the option's name
    *,
    flavor: str | None = None,
    ascii: bool = False,  # noqa: A002 - as above
    template_dir: Path | str | None = None,
) -> str:
    """The story in a format.

    Args:
        blocks: the story.
        format: ``text``, ``markdown`` or ``latex``.
        flavor: whom Markdown is for: ``github`` (the default), ``pandoc`` or ``jupyter``.
        ascii: text in ASCII alone.
        template_dir: a folder whose templates are taken before symconv's own.

    Raises:
        InputError: there is no such format or flavor, an option is for another one, or a template cannot be used.
    """
    if format not in FORMATS:
        raise InputError(f"format must be one of {', '.join(FORMATS)}, got {shown(format)}")
    _check_options(format, flavor=flavor, ascii=ascii, template_dir=template_dir)
    if format == "text":
        return terminal.document(blocks, ascii=ascii)
    from symconv.render.markup import LATEX, MARKDOWN, TYPST  # Jinja is loaded only where it is needed

    markup = {"latex": LATEX, "typst": TYPST, "markdown": MARKDOWN[flavor or "github"]}[format]
    return markup.document(blocks, Path(template_dir) if template_dir else None)


def _check_options(chosen: str, **options: object) -> None:
    """Refuses what would do nothing."""
    for option, (formats, values) in BELONGS.items():
        value = options[option]
        if value and chosen not in formats:
            raise InputError(f"{option.replace('_', '-')} is for {' and '.join(formats)}, the format is {chosen}")
        if value and values and value not in values:
            raise InputError(f"{option} must be one of {', '.join(values)}, got {shown(value)}")


BELONGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "flavor": (("markdown",), FLAVORS),
    "ascii": (("text",), ()),
    "template_dir": (("markdown", "latex"), ()),
}
"""Option → the formats it changes, and the values it takes (none listed: any)."""
