"""Every format by its name."""

from collections.abc import Iterable
from pathlib import Path

from symconv.errors import InputError
from symconv.lesson.blocks import Block
from symconv.render import terminal

FORMATS = ("text", "markdown", "latex")
FLAVORS = ("github", "pandoc", "jupyter")


def document(
    blocks: Iterable[Block],
    format: str = "text",  # noqa: A002 - the option's name
    *,
    flavor: str = "github",
    ascii: bool = False,  # noqa: A002 - as above
    template_dir: Path | None = None,
) -> str:
    """The story in a format.

    Args:
        blocks: the story.
        format: ``text``, ``markdown`` or ``latex``.
        flavor: whom Markdown is for: ``github``, ``pandoc`` or ``jupyter``.
        ascii: text in ASCII alone.
        template_dir: a folder whose templates are taken before symconv's own.

    Raises:
        InputError: there is no such format or flavor, or a template cannot be used.
    """
    if format == "text":
        return terminal.document(blocks, ascii=ascii)
    from symconv.render.markup import LATEX, MARKDOWN  # Jinja is loaded only where it is needed

    if format == "latex":
        return LATEX.document(blocks, template_dir)
    if format == "markdown" and flavor in MARKDOWN:
        return MARKDOWN[flavor].document(blocks, template_dir)
    raise InputError(f"format must be one of {', '.join(FORMATS)} ({', '.join(FLAVORS)}), got {format} ({flavor})")
