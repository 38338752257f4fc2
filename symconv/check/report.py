"""What is said about a text: values, and the JSON they become."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symconv.check.judgement import JUDGED, VERDICTS, Judgement
from symconv.check.understood import Reading
from symconv.face import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A formula that was found and is not judged.

    Attributes:
        line: line in the file, from 1.
        column: column, from 1.
        source: what is written.
        why: why it is no statement of the report.
        used: whether it tells something that the others are read by.
    """

    line: int
    column: int
    source: str
    why: str
    used: bool = False

    def to_json(self) -> dict[str, Any]:
        """The formula as JSON."""
        return {"line": self.line, "column": self.column, "source": self.source, "why": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One layer that code was to be tried on.

    Attributes:
        told: the layer in words.
        layer: its options.
        verdicts: ``dx, dw, db`` → ``right, wrong, averaged`` or ``failed``.
        not_tried: why it was not tried; empty where it was.
    """

    told: str
    layer: Mapping[str, Any]
    verdicts: Mapping[str, str] = field(default_factory=dict)
    not_tried: str = ""

    def to_json(self) -> dict[str, Any]:
        """The layer as JSON."""
        return {"layer": dict(self.layer), "verdicts": dict(self.verdicts), "not_tried": self.not_tried}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Shown):
    """All that is said about one text.

    Attributes:
        file: its name.
        layer: the layer it was judged on; None for a set of layers.
        statements: what was judged.
        reading: how a text was understood; None for code.
        binding: how code was called; empty for a text.
        left_out: formulas that were found in a text and are not judged.
        layers: the layers that code was tried on; empty for a text.
        printed: the beginning of what code printed.
        test: a test file that fails, where one was asked for.
    """

    file: str
    layer: Mapping[str, Any] | None
    statements: tuple[Judgement, ...]
    reading: Reading | None = None
    binding: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    layers: tuple[Row, ...] = ()
    printed: str = ""
    test: str = ""

    @property
    def summary(self) -> dict[str, int]:
        """Verdict → how many."""
        counted = Counter(judgement.verdict for judgement in self.statements)
        return {verdict: counted[verdict] for verdict in VERDICTS}

    @property
    def score(self) -> tuple[int, int]:
        """How many statements earn their points, of how many that count."""
        counting = [judgement for judgement in self.statements if judgement.counts]
        return sum(judgement.earns for judgement in counting), len(counting)

    @property
    def judged(self) -> int:
        """How many statements are right or wrong; the others could not be judged."""
        return sum(judgement.verdict in JUDGED for judgement in self.statements)

    @property
    def exit_code(self) -> int:
        """0 all that could be judged is right, 1 something is wrong, 2 nothing could be judged."""
        if any(judgement.verdict == "wrong" for judgement in self.statements):
            return 1
        return 0 if self.judged else 2

    def to_json(self) -> dict[str, Any]:
        """The report as JSON, version 1."""
        report = {
            "version": 1,
            "file": self.file,
            "layer": dict(self.layer) if self.layer is not None else None,
            **({"binding": dict(self.binding)} if self.reading is None else {"reading": self.reading.to_json()}),
            "statements": [judgement.to_json() for judgement in self.statements],
            "left_out": [one.to_json() for one in self.left_out],
            "summary": self.summary,
        }
        code = {"layers": [row.to_json() for row in self.layers], "printed": self.printed}
        return report | (code if self.layers else {})
