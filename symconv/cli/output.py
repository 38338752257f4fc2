"""Where results go: standard output, or a file that is complete or not there at all."""

import os
from contextlib import suppress
from pathlib import Path

import click

from symconv.errors import InputError, OutputError

ENDINGS = {".txt": "text", ".md": "markdown", ".tex": "latex", ".html": "html", ".json": "json"}

output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write to a file; its ending chooses the format. - is standard output."
)


def chosen_format(stated: str | None, output: str | None) -> str:
    """The format that was stated, else that of the file's ending, else text.

    Raises:
        InputError: the ending is none that symconv writes.
    """
    if output == "":
        raise InputError("the output file has no name")
    if stated or not output or output == "-":
        return stated or "text"
    ending = Path(output).suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"cannot tell the format from {output!r}; end it in {', '.join(ENDINGS)} or give --format")
    return ENDINGS[ending]


def write(document: str, output: str | None) -> None:
    """Prints a document, or writes it in one step.

    Raises:
        OutputError: the file cannot be written; an older one is left as it was.
    """
    if output in (None, "-"):
        click.echo(document, nl=False)
        return
    target = Path(os.path.realpath(str(output)))
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        unfinished.write_text(document, encoding="utf-8")
        unfinished.replace(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise OutputError(f"cannot write {output}: {error.strerror or error}") from error
