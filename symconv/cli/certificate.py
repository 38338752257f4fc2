"""Certificates on disk: a folder of files that others can check, and what the checker says of them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from symconv.cli.output import write_below
from symconv.errors import InputError
from symconv.library.certified import CERTIFICATES

if TYPE_CHECKING:  # what proves for all sizes is loaded only where it is asked
    from symconv.library.certified import Certified
    from symconv.library.theorems import Theorem


def certificate_folder(format_: str, output: str | None, *, check: bool) -> Path | None:
    """The folder that a certificate goes to; None where one document was asked for.

    Raises:
        InputError: the options ask for a certificate and name no folder.
    """
    named = output not in (None, "", "-")
    folder = named and (format_ == "rocq" or str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())
    if folder and format_ in CERTIFICATES:
        return Path(str(output))
    if format_ == "rocq":
        raise InputError("a certificate for Rocq is a folder of files; name it with -o FOLDER/")
    if check:
        raise InputError("--check is for certificates: --format rocq or json, and -o FOLDER/")
    return None


def deliver(certified: "Certified | Theorem", format_: str, folder: Path, *, check: bool) -> bool:
    """Writes a certificate and, where that was asked for, has it checked; whether it was not rejected.

    Raises:
        OutputError: a file cannot be written; then none is.
        MissingExtraError: the files are written, but their checker is not installed.
    """
    files = certified.files(format_)
    write_below(folder, files.items())
    if not check:
        return True
    from symconv.library.recheck import recheck

    verdict = recheck(files, format_)
    click.echo(verdict.told)
    return verdict.accepted
