"""What is done is written down at once, a line for each submission, so that a run that breaks can go on."""

import json
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from symconv.classroom.outcome import Outcome
from symconv.errors import OutputError


class Journal:
    """A file of outcomes. A line that was not finished is nothing."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.path = path
        self.known = _read(path) if resume else {}
        self._stream: IO[str] | None = None

    def __enter__(self) -> Self:
        """Begins the file anew, with what is known.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            unfinished = self.path.with_name(f"{self.path.name}.new")
            unfinished.write_text("".join(map(_line, self.known.values())), encoding="utf-8")
            unfinished.replace(self.path)
            self._stream = self.path.open("a", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"cannot write {self.path}: {error.strerror or error}") from error
        return self

    def write(self, outcome: Outcome) -> None:
        """Adds an outcome, at once."""
        assert self._stream is not None, "a journal is open while it is written"  # noqa: S101 - our own bug
        self._stream.write(_line(outcome))
        self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()

    def remove(self) -> None:
        """Forgets it, once everything is reported."""
        with suppress(OSError):
            self.path.unlink()


def _line(outcome: Outcome) -> str:
    return json.dumps(outcome.to_json()) + "\n"


def _read(path: Path) -> dict[str, Outcome]:
    """Digest → outcome, of every line that is whole."""
    found: dict[str, Outcome] = {}
    with suppress(OSError), path.open(encoding="utf-8", errors="replace") as stream:
        for line in stream:
            with suppress(ValueError, TypeError, KeyError):
                outcome = Outcome.of_json(json.loads(line))
                found[outcome.digest] = outcome
    return found
