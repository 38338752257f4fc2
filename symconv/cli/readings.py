"""The options of ``symconv check`` for readings: how a text was understood, to be corrected and judged by."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from symconv.cli.command import option
from symconv.cli.output import write
from symconv.errors import InputError
from symconv.files.reading import plain_text
from symconv.files.writing import refuse_unwritable

R = TypeVar("R")


def reading_options(command: Callable[..., R]) -> Callable[..., R]:
    """Adds the options for readings; the command is called with ``reading`` and ``save``, two files."""
    told = "Write how the text was understood: a TOML file to correct, for --reading."
    wrapped = option("--save-reading", "save", group="How it is written", metavar="FILE", help=told)(command)
    told = "Judge by a reading that --save-reading wrote and somebody corrected."
    return option("--reading", group="How it is written", metavar="FILE", help=told)(wrapped)


def loaded(file: str | None) -> str:
    """The text of a reading; empty where there is none.

    Raises:
        InputError: the file cannot be read.
    """
    return plain_text(Path(file), file) if file is not None else ""


def given(text: str, file: str | None, *, several: bool) -> Any:
    """What a reading gives; one for several texts finds its parts by their titles.

    Raises:
        InputError: it cannot be used.
    """
    from symconv.check.readings.saved import saved

    found = saved(text, file or "")
    if several:
        found.refuse_lines()
    return found


def refuse_elsewhere(save: str | None, *, alone: bool) -> None:
    """Says before long work that a reading cannot be saved.

    Raises:
        InputError: there is not one text alone, or the file has no name.
        OutputError: it cannot be written.
    """
    if save is None:
        return
    if not alone:
        raise InputError("--save-reading is for one text, neither for several, nor for a class, nor for code")
    if not save:
        raise InputError("--save-reading needs the name of a file")
    refuse_unwritable(save)


def save_reading(reports: Sequence[Any], file: str | None) -> None:
    """Writes how the one text was understood."""
    if file is not None:
        from symconv.check.telling.toml import as_toml

        write(as_toml(reports[0].reading), file)
