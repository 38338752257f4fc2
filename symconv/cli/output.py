"""Where results go: standard output, or a file that is complete or not there at all."""

import os
import tempfile
from pathlib import Path

import click

from symconv.errors import InputError, OutputError

ENDINGS = {".txt": "text", ".md": "markdown", ".tex": "latex", ".json": "json"}

output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write to a file; its ending chooses the format. - is standard output."
)


def chosen_format(stated: str | None, output: str | None) -> str:
    """The format that was stated, else that of the file's ending, else text.

    Raises:
        InputError: the ending is none that symconv writes.
    """
    if stated or not output or output == "-":
        return stated or "text"
    ending = Path(output).suffix
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
    target = Path(str(output))
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - the handle is open already
            file.write(document)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
