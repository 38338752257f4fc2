"""What is said of one statement: its place, its verdict, what should stand there, and the JSON they become."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symconv.check.mistakes.table import Mistake
from symconv.face import Shown

VERDICTS = ("right", "right under an assumption", "wrong", "ambiguous", "schematic", "unreadable")

JUDGED = VERDICTS[:3]
"""Those that say something of the statement; the others say why nothing can be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement stands.

    Attributes:
        line: line in the file, from 1.
        column: column, from 1.
        source: what is written.
        context: the line of text.
        caret: the column to point at, where it is not that of the statement.
    """

    line: int
    column: int
    source: str
    context: str = ""
    caret: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said about a statement besides its verdict.

    Attributes:
        reading: how it was understood.
        target: the tensor and, for one entry, its full 0-based index.
        expected: what should stand there.
        missing: terms that are missing.
        extra: terms that should not be there.
        counterexample: the smallest layer and entry where it fails, with both values.
        message: one sentence.
        judged_on: the layer it was judged on, or how many, and what tells them.
    """

    reading: str = ""
    target: Mapping[str, Any] = field(default_factory=dict)
    expected: str = ""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    counterexample: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    judged_on: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Shown):
    """One statement with its verdict.

    Attributes:
        place: where it stands.
        verdict: one of VERDICTS.
        kind: ``entry, sum, matrix, operator, scatter, forward, shape`` or ``code``.
        told: the reading, and what should stand there.
        mistakes: what explains it, the simplest first.
        message: one sentence.
        assumptions: what the verdict depends on.
        follows: the line of an earlier wrong statement that this one follows from.
        question: what is asked instead of showing the solution, where only a hint is given.
    """

    place: Place
    verdict: str
    kind: str = "entry"
    told: Told = field(default_factory=Told)
    mistakes: tuple[Mistake, ...] = ()
    message: str = ""
    assumptions: tuple[str, ...] = ()
    follows: int | None = None
    question: str = ""

    @property
    def counts(self) -> bool:
        """Whether it could be judged at all."""
        return self.verdict not in ("unreadable", "schematic")

    @property
    def earns(self) -> bool:
        """Whether it earns its points; what only follows from an earlier mistake does."""
        return self.counts and (self.verdict != "wrong" or self.follows is not None)

    def to_json(self) -> dict[str, Any]:
        """The statement as JSON."""
        place, told = self.place, self.told
        found: dict[str, Any] = {
            "line": place.line,
            "column": place.column,
            "source": place.source,
            "reading": told.reading,
            "kind": self.kind,
            "target": dict(told.target),
            "verdict": self.verdict,
            "mistakes": [{"id": one.id, "title": one.title, "lesson": one.taught} for one in self.mistakes],
            "expected": told.expected,
            "missing": list(told.missing),
            "extra": list(told.extra),
            "counterexample": dict(told.counterexample),
            "message": self.message,
            "assumptions": list(self.assumptions),
            "judged_on": dict(told.judged_on),
        }
        found |= {"follows": self.follows} if self.follows is not None else {}
        return found | ({"question": self.question} if self.question else {})
