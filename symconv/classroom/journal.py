"""What is done is written down at once, a line for each submission, so that a run that breaks can go on."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from symconv.classroom.outcome import Outcome
from symconv.errors import InputError, OutputError
from symconv.files.writing import is_device, writing

LONGEST_LINE = 64_000_000
"""Bytes; a longer line is none of ours."""


class Journal:
    """A file of outcomes. A line that was not finished, or that symconv would not write, is nothing.

    Raises:
        InputError: the path is no plain file.
    """

    def __init__(self, path: Path, *, resume: bool) -> None:
        if is_device(path):
            raise InputError(f"a journal is a plain file, which {path} is not")
        self.path = path
        self.known = _read(path) if resume else {}
        self._file: FileIO | None = None

    def __enter__(self) -> Self:
        """Begins the file anew, with what is known.

        Raises:
            OutputError: it cannot be written.
        """
        with writing(self.path) as stream:
            stream.writelines(map(line_of, self.known.values()))
        try:
            self._file = FileIO(self.path, "a")
        except OSError as error:
            raise self._unwritten(error) from error
        return self

    def write(self, outcome: Outcome) -> None:
        """Adds an outcome, at once.

        Raises:
            OutputError: there is no room for it; what was written before is kept.
        """
        assert self._file is not None, "a journal is open while it is written"  # noqa: S101 - our own bug
        line = line_of(outcome)
        try:
            while line:
                line = line[self._file.write(line) :]
        except OSError as error:
            raise self._unwritten(error) from error

    def _unwritten(self, error: OSError) -> OutputError:
        return OutputError(f"cannot write {self.path}: {error.strerror or error}; --resume goes on with what it holds")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()


def line_of(outcome: Outcome) -> bytes:
    """An outcome as JSON on a line, with a sum by which it is known to be as it was written."""
    told = outcome.to_json()
    return json.dumps({**told, "sum": _sum(told)}).encode() + b"\n"


def _sum(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _read(path: Path) -> dict[str, Outcome]:
    """Digest → outcome, of every line that is as it was written."""
    found: dict[str, Outcome] = {}
    with suppress(OSError), path.open("rb") as stream:
        while line := stream.readline(LONGEST_LINE):
            with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):  # it is asked about again
                told = json.loads(line)
                if told.pop("sum") == _sum(told):
                    outcome = Outcome.of_json(told)
                    found[outcome.digest] = outcome
    return found
