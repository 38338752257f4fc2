"""Where results go: standard output, or a file that is complete or not there at all."""

import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import click

from symconv.errors import InputError, OutputError

ENDINGS = {
    ".txt": "text",
    ".md": "markdown",
    ".tex": "latex",
    ".html": "html",
    ".svg": "svg",
    ".typ": "typst",
    ".pdf": "pdf",
    ".ipynb": "notebook",
    ".json": "json",
    ".gif": "gif",
    ".apng": "apng",
    ".webp": "webp",
}

output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write to a file; its ending chooses the format. - is standard output."
)


def chosen_format(
    stated: str | None, output: str | None, endings: Mapping[str, str] = ENDINGS, otherwise: str = "text"
) -> str:
    """The format that was stated, else that of the file's ending, else the usual one.

    Raises:
        InputError: the ending is none that symconv writes.
    """
    if output == "":
        raise InputError("the output file has no name")
    if stated or not output or output == "-":
        return stated or otherwise
    ending = Path(output).suffix.lower()
    if ending not in endings:
        raise InputError(f"cannot tell the format from {output!r}; end it in {', '.join(endings)} or give --format")
    return endings[ending]


def line_width() -> int | None:
    """Signs of a line on the terminal that is written to; None where there is none and none is stated."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return None
    return shutil.get_terminal_size().columns


def write(document: str | bytes, output: str | None) -> None:
    """Prints a document, or writes it in one step.

    Raises:
        InputError: bytes would be written on a terminal.
        OutputError: the file cannot be written; an older one is left as it was.
    """
    if output in (None, "-"):
        if isinstance(document, bytes) and sys.stdout.isatty():
            raise InputError("this format is not for a terminal; give -o FILE")
        click.echo(document, nl=False)
        return
    target = Path(os.path.realpath(str(output)))
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(document if isinstance(document, bytes) else document.encode())
        unfinished.replace(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise OutputError(f"cannot write {output}: {error.strerror or error}") from error


def write_to(folder: str, name: str, document: str | bytes) -> None:
    """Writes a document under a name of our own, and says on standard error where it is.

    Raises:
        OutputError: the file cannot be written.
    """
    target = Path(folder) / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
    write(document, str(target))
    click.echo(f"symconv: wrote {target}", err=True)
