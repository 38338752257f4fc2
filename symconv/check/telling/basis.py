"""What a reading is told from: the text, its parts, the readings that stay, and how statements were read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from symconv.check.asking import Subject
from symconv.check.facts.declared import COUNTS
from symconv.check.facts.parts import Part
from symconv.check.facts.whole import Whole
from symconv.check.readings.ground import Ground
from symconv.check.readings.saved import SIZES, STARS
from symconv.check.readings.trial import Trial
from symconv.check.readings.worlds import Table, Worlds
from symconv.check.sources import Source
from symconv.check.telling.options import by_axis
from symconv.check.understood import ASSUMED, DEFINITION, OPTIONS, READING, Fact

LAYER = (*SIZES, *COUNTS)
WORD = {meant: word for word, meant in STARS.items()}


@dataclass(frozen=True, kw_only=True)
class Understood:
    """All that a reading is told from.

    Attributes:
        found: the text.
        parts: the parts that the text tells of itself.
        whole: what was given for the whole text.
        grounds: the common ground of each part.
        among: the readings that stay.
    """

    found: Source
    parts: Sequence[Part]
    whole: Whole
    grounds: Sequence[Ground]
    among: Worlds

    def line(self, offset: int | None) -> int | None:
        """The line of an offset; one behind the text's end lies in its comments, which are heard after it."""
        if offset is None:
            return None
        behind = offset - len(self.found.text)
        for start, said in self.found.comments if behind > 0 else ():
            if behind <= len(said) + 1:
                return self.found.place(start)[0]
            behind -= len(said) + 1
        return self.found.place(min(offset, len(self.found.text)))[0]

    @cached_property
    def asked(self) -> Sequence[tuple[Table, Trial]]:
        """The statements, each in its first reading that stays."""
        live = self.among.live
        return [(table, trial) for table in self.among.tables for trial in table.among(live)[:1]]

    def chosen(self, ground: Ground) -> Sequence[tuple[Table, Trial]]:
        """Those of one part."""
        return [(table, trial) for table, trial in self.asked if table.ground.part.start == ground.part.start]

    def origin(self, given: bool) -> str:
        """What tells something that is given for the whole text."""
        return READING if given else OPTIONS


def written(value: Any) -> str | int:
    """A value of a layer's option as people write it: ``5x5``, ``1:2x0``."""
    if isinstance(value, list | tuple):
        return by_axis(value)
    return value if isinstance(value, int) else str(value)


def answered(subject: Subject, asked: Sequence[tuple[Table, Trial]], all_: Understood, word: Any) -> Iterator[Fact]:
    """The answer to a question, where some statement asks it: the definitions', or one that is assumed."""
    for table, trial in asked:
        if subject in trial.used:
            defined = len(table.told.get(subject, ())) == 1 and bool(table.ground.definitions)
            line = all_.line(table.ground.definitions[0].statement.start) if defined else None
            yield Fact(value=word(trial.used[subject]), origin=DEFINITION if defined else ASSUMED, line=line)
            return
