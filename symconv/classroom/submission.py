"""One file somebody handed in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from symconv.errors import InputError

WRITTEN = frozenset({".tex", ".md", ".markdown", ".ipynb", ".html", ".htm", ".txt"})
CODE = frozenset({".py"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One file somebody handed in.

    Attributes:
        file: its name, as it is shown.
        student: whose it is.
        read: yields its bytes; raises InputError where there are none.
        refused: whether it is known that there are none, whatever kind of file it is.
        beside: the same student's other Python files, which a Python file may import.
    """

    file: str
    student: str
    read: Callable[[], bytes]
    refused: bool = False
    beside: tuple["Submission", ...] = ()

    @property
    def ending(self) -> str:
        """``.tex``; empty where the name has none."""
        return PurePath(self.file).suffix.lower()


def refused(file: str, student: str, problem: str) -> Submission:
    """What cannot be read, and why."""
    return Submission(file=file, student=student, read=partial(_refuse, problem), refused=True)


def _refuse(problem: str) -> bytes:
    raise InputError(problem)
