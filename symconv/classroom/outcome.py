"""What became of one submission."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from symconv.classroom.packed import Packed

VERDICTS: Mapping[str, str] = {
    "right": "everything in it is right",
    "wrong": "something in it is wrong",
    "unclear": "nothing in it is wrong, but something could not be judged",
    "empty": "nothing in it could be judged",
    "refused": "it could not be read",
    "timed out": "checking it took too long and was ended",
    "crashed": "checking it failed",
    "skipped": "a kind of file that is not checked",
}
"""Verdict on a file → what it means."""

HUMAN = ("unclear", "empty", "refused", "timed out", "crashed")
"""Verdicts after which somebody should look at the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One submission with its verdict.

    Attributes:
        file: its name, as it is shown.
        student: whose it is.
        digest: of its bytes and of what it was asked.
        verdict: one of VERDICTS.
        message: why, where there is no report.
        report: what was said about it, as JSON, packed; None where it could not be checked.
        earned: statements that earn their points.
        counted: statements that count.
    """

    file: str
    student: str
    verdict: str
    digest: str = ""
    message: str = ""
    report: Mapping[str, Any] | None = None
    earned: int = 0
    counted: int = 0

    def __post_init__(self) -> None:
        if self.report is not None and not isinstance(self.report, Packed):
            object.__setattr__(self, "report", Packed.of(self.report))

    @classmethod
    def of_json(cls, written: Mapping[str, Any]) -> Self:
        """What :meth:`to_json` wrote.

        Raises:
            TypeError: it is something else.
        """
        if not isinstance(written.get("report"), dict | None):
            raise TypeError("this is no outcome")
        found = cls(**written)
        words = (found.file, found.student, found.verdict, found.digest, found.message)
        fits = all(isinstance(word, str) for word in words) and found.verdict in VERDICTS
        if not fits or {type(found.earned), type(found.counted)} != {int}:
            raise TypeError("this is no outcome")
        return found

    @property
    def said(self) -> dict[str, Any] | None:
        """The report, unpacked."""
        return self.report.unpacked() if isinstance(self.report, Packed) else None

    @property
    def statements(self) -> list[Mapping[str, Any]]:
        """What was judged in it, as JSON."""
        said = self.said
        return list(said["statements"]) if said else []

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**told, "report": self.said}


def verdict_of(summary: Mapping[str, int]) -> str:
    """The verdict on a file from the verdicts on its statements."""
    fine = summary["right"] + summary["right under an assumption"]
    if summary["wrong"]:
        return "wrong"
    if summary["ambiguous"] or (fine and summary["unreadable"] + summary["schematic"]):
        return "unclear"
    return "right" if fine else "empty"
