"""A class counted: points, which mistakes how often, which entries, and which wrong answers are alike."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import mean, median

from symconv.classroom.answers import Answer, answers
from symconv.classroom.counted import Alike, Entry, Named, Student
from symconv.classroom.key import Key
from symconv.classroom.marks import asked, stated
from symconv.classroom.outcome import VERDICTS, Outcome

Answers = tuple[Answer, ...]
MAX_POINTS = 10.0


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A class, counted.

    Attributes:
        outcomes: one for each file, in their order.
        max_points: points for everything right.
        key: what was asked of whom; of others every statement counts.
    """

    outcomes: tuple[Outcome, ...]
    max_points: float = MAX_POINTS
    key: Key = field(default_factory=Key)

    @cached_property
    def students(self) -> tuple[Student, ...]:
        """Every student, by name; with a key also those who handed in nothing."""
        files: dict[str, list[tuple[Outcome, Answers]]] = {name: [] for name in self.key.sheets}
        for one, given in zip(self.outcomes, self._given, strict=True):
            files.setdefault(one.student, []).append((one, given))
        return tuple(self._student(name, found) for name, found in sorted(files.items()))

    def over(self, outcomes: tuple[Outcome, ...]) -> "Tally":
        """The same of other outcomes."""
        return self if outcomes is self.outcomes else replace(self, outcomes=outcomes)

    def _student(self, name: str, files: list[tuple[Outcome, Answers]]) -> Student:
        given = [answer for _, each in files for answer in each]
        sheet = self.key.sheets.get(name)
        marks = tuple(asked(sheet, given) if sheet else stated(given))
        judged = any(answer.counts for answer in given)
        points = self.max_points * sum(mark.earns for mark in marks) / len(marks) if judged and marks else None
        on_key = sheet is not None or not self.key.sheets
        return Student(name=name, files=tuple(one for one, _ in files), marks=marks, points=points, on_key=on_key)

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """Verdict on a file → how many."""
        counted = Counter(one.verdict for one in self.outcomes)
        return {verdict: counted[verdict] for verdict in VERDICTS if counted[verdict]}

    @property
    def judged(self) -> tuple[Student, ...]:
        """Students of whom something could be judged."""
        return tuple(student for student in self.students if student.points is not None)

    @property
    def absent(self) -> tuple[str, ...]:
        """Students on the key who handed in nothing."""
        return tuple(student.name for student in self.students if not student.files)

    @property
    def strangers(self) -> tuple[str, ...]:
        """Students whom the key does not know."""
        return tuple(student.name for student in self.students if not student.on_key)

    @property
    def average(self) -> tuple[float, float] | None:
        """Mean and median of the points; None where nobody has any."""
        points = [student.points or 0.0 for student in self.judged]
        return (mean(points), median(points)) if points else None

    @cached_property
    def _given(self) -> tuple[Answers, ...]:
        """The statements of each file."""
        return tuple(tuple(answers(one)) for one in self.outcomes)

    @property
    def answers(self) -> Answers:
        """Every statement of every file."""
        return tuple(answer for given in self._given for answer in given)

    @cached_property
    def mistakes(self) -> tuple[Named, ...]:
        """The mistakes that were made, the most frequent first."""
        found: dict[str, list[Answer]] = {}
        for answer in self.answers:
            if answer.is_mistake and answer.mistake:
                found.setdefault(answer.mistake["id"], []).append(answer)
        told = [
            Named(
                id=id_,
                title=made[0].mistake["title"],
                lesson=made[0].mistake["lesson"],
                times=len(made),
                students=_unique(answer.student for answer in made),
            )
            for id_, made in found.items()
        ]
        return tuple(sorted(told, key=lambda named: (-len(named.students), -named.times, named.id)))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What was answered, what is wrong most often first."""
        found: dict[tuple[str, str], list[Answer]] = {}
        for answer in self.answers:
            if answer.counts:
                found.setdefault((answer.what, answer.layer), []).append(answer)
        told = [
            Entry(what=what, layer=layer, answered=len(given), wrong=sum(one.is_mistake for one in given))
            for (what, layer), given in found.items()
        ]
        return tuple(sorted(told, key=lambda entry: (-entry.wrong, -entry.answered, entry.layer, entry.what)))

    @cached_property
    def alike(self) -> tuple[Alike, ...]:
        """Wrong answers that are alike, the most frequent first."""
        families: dict[tuple[str, str], list[Answer]] = {}
        for answer in self.answers:
            if answer.is_mistake:
                families.setdefault((answer.mistake.get("title", ""), answer.tensor), []).append(answer)
        told = (_alike(title, tensor, made) for (title, tensor), made in families.items())
        return tuple(sorted(told, key=lambda family: (-family.times, family.title, family.tensor)))


def _alike(title: str, tensor: str, made: list[Answer]) -> Alike:
    same: dict[tuple[str, ...], list[Answer]] = {}
    for answer in made:
        same.setdefault(answer.key, []).append(answer)
    ordered = sorted(same.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return Alike(
        title=title or "no known mistake explains it",
        tensor=tensor,
        times=len(made),
        answers=tuple((given[0], _unique(one.place for one in given)) for _, given in ordered),
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
