"""Where results go: standard output, or a file that is complete or not there at all."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from symconv.cli.command import option
from symconv.cli.terminal import is_narrow
from symconv.errors import InputError
from symconv.files.reading import tame
from symconv.files.writing import encoded, is_device, write_folder, writing

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
KIN = (
    {"markdown", "marp", "quarto"},
    {"latex", "tikz", "beamer"},
)
"""Formats that may end alike."""

output_option = option(
    "-o",
    "--output",
    group="How it is written",
    metavar="FILE",
    help="Write to a file; its ending chooses the format. - is standard output.",
)


def chosen_format(
    stated: str | None, output: str | None, endings: Mapping[str, str] = ENDINGS, otherwise: str = "text"
) -> str:
    """The format that was stated, else that of the file's ending, else the usual one.

    Raises:
        InputError: the ending is none that symconv writes, or that of another format than is stated.
    """
    if output == "":
        raise InputError("the output file has no name")
    if not output or output == "-" or is_device(output):
        return stated or otherwise
    ending = Path(output).suffix.lower()
    means = endings.get(ending)
    if stated is None and means is None:
        raise InputError(f"cannot tell the format from {output!r}; end it in {', '.join(endings)} or give --format")
    if stated is None or means in (None, "text", stated) or any({stated, means} <= kin for kin in KIN):
        return stated or str(means)
    raise InputError(f"--format {stated} does not fit {output!r}, which ends as {means} does; leave one of them out")


def line_width() -> int | None:
    """Signs of a line on the terminal that is written to; None where there is none and none is stated."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return None
    from shutil import get_terminal_size  # loaded only where it is needed

    return get_terminal_size().columns


def write(document: str | bytes, output: str | None, format_: str = "text") -> None:
    """Prints a document, or writes it in one step. Text is printed in signs that the terminal has, the rest as UTF-8.

    Raises:
        InputError: bytes would be written on a terminal.
        OutputError: the file cannot be written; an older one is left as it was.
    """
    if isinstance(document, str):
        document = tame(document)
    if output in (None, "-"):
        if isinstance(document, bytes) and sys.stdout.isatty():
            raise InputError("this format is not for a terminal; give -o FILE")
        if isinstance(document, str) and format_ != "text" and is_narrow():
            document = encoded(document)
        click.echo(document, nl=False)
        return
    with writing(str(output)) as stream:
        stream.write(document if isinstance(document, bytes) else encoded(document))


def write_all(folder: str, files: Iterable[tuple[str, str | bytes]]) -> None:
    """Writes documents under names of our own, all or none, and says on standard error where they are.

    Raises:
        InputError: no folder is named, but standard output.
        OutputError: one of them cannot be written.
    """
    documents = list(files)
    write_below(Path(folder), documents)
    for name, _ in documents:
        click.echo(f"symconv: wrote {Path(folder) / name}", err=True)


def write_below(target: Path, files: Iterable[tuple[str, str | bytes]]) -> None:
    """Writes files with their paths below a folder, all or none; an empty path is the target itself.

    Raises:
        InputError: the folder is standard output.
        OutputError: one of them cannot be written.
    """
    told = [(path, tame(text) if isinstance(text, str) else text) for path, text in files]
    if [path for path, _ in told] == [""]:
        write(told[0][1], str(target))
    elif str(target) == "-":
        raise InputError("files of a folder are not for standard output; name a folder")
    else:
        write_folder(target, told)
