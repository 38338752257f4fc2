"""What is said about a text: values, and the JSON they become."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERDICTS = ("right", "right under an assumption", "wrong", "ambiguous", "schematic", "unreadable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mistake that explains what was written."""

    id: str
    title: str
    explanation: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One statement with its verdict.

    Attributes:
        line: line in the file, from 1.
        column: column, from 1.
        source: what is written.
        reading: how it was understood.
        kind: ``entry, sum, matrix, operator, scatter, forward`` or ``shape``.
        target: the tensor and, for one entry, its full 0-based index.
        verdict: one of VERDICTS.
        mistakes: what explains it, the simplest first.
        expected: what should stand there.
        missing: terms that are missing.
        extra: terms that should not be there.
        counterexample: the smallest layer and entry where it fails, with both values.
        message: one sentence.
        assumptions: what the verdict depends on.
        context: the line of text.
        follows: the line of an earlier wrong statement that this one follows from.
    """

    line: int
    column: int
    source: str
    verdict: str
    reading: str = ""
    kind: str = "entry"
    target: Mapping[str, Any] = field(default_factory=dict)
    mistakes: tuple[Named, ...] = ()
    expected: str = ""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    counterexample: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    assumptions: tuple[str, ...] = ()
    context: str = ""
    follows: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The statement as JSON."""
        found: dict[str, Any] = {
            "line": self.line,
            "column": self.column,
            "source": self.source,
            "reading": self.reading,
            "kind": self.kind,
            "target": dict(self.target),
            "verdict": self.verdict,
            "mistakes": [{"id": named.id, "title": named.title} for named in self.mistakes],
            "expected": self.expected,
            "missing": list(self.missing),
            "extra": list(self.extra),
            "counterexample": dict(self.counterexample),
            "message": self.message,
            "assumptions": list(self.assumptions),
        }
        return found | ({"follows": self.follows} if self.follows is not None else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is said about one text.

    Attributes:
        file: its name.
        layer: the layer it was judged on; None for a set of layers.
        binding: role → name, with the index base and the assumptions.
        statements: what was judged.
    """

    file: str
    layer: Mapping[str, Any] | None
    binding: Mapping[str, Any]
    statements: tuple[Judgement, ...]

    @property
    def summary(self) -> dict[str, int]:
        """Verdict → how many."""
        counted = Counter(judgement.verdict for judgement in self.statements)
        return {verdict: counted[verdict] for verdict in VERDICTS}

    @property
    def exit_code(self) -> int:
        """0 all right, 1 something wrong, 2 nothing usable."""
        if any(judgement.verdict == "wrong" for judgement in self.statements):
            return 1
        usable = [judgement for judgement in self.statements if judgement.verdict not in ("unreadable", "schematic")]
        return 0 if usable else 2

    def to_json(self) -> dict[str, Any]:
        """The report as JSON, version 1."""
        return {
            "version": 1,
            "file": self.file,
            "layer": dict(self.layer) if self.layer is not None else None,
            "binding": dict(self.binding),
            "statements": [judgement.to_json() for judgement in self.statements],
            "summary": self.summary,
        }
