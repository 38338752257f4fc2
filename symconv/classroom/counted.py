"""What is counted of a class, as values."""

from dataclasses import dataclass

from symconv.classroom.answers import Answer, answers
from symconv.classroom.outcome import HUMAN, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One student's files together.

    Attributes:
        name: the student.
        files: the outcomes, by name.
        points: of the points that can be had; None where nothing could be judged.
    """

    name: str
    files: tuple[Outcome, ...]
    points: float | None

    @property
    def earned(self) -> int:
        """Statements that earn their points."""
        return sum(one.earned for one in self.files)

    @property
    def counted(self) -> int:
        """Statements that count."""
        return sum(one.counted for one in self.files)

    @property
    def to_look_at(self) -> tuple[Outcome, ...]:
        """Files that somebody should look at: not judged, or nothing else was handed in."""
        alone = all(one.verdict == "skipped" for one in self.files)
        return tuple(one for one in self.files if alone or one.verdict in HUMAN)

    @property
    def answers(self) -> list[Answer]:
        """Every statement, as an answer to a question."""
        return [answer for one in self.files for answer in answers(one)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mistake that was made.

    Attributes:
        id: its stable name.
        title: what it is.
        lesson: the chapter that teaches it.
        times: statements that it explains.
        students: who made it.
    """

    id: str
    title: str
    lesson: str
    times: int
    students: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry or a formula that was answered.

    Attributes:
        what: ``∂L/∂x_12``.
        layer: the layer it was answered for; empty for a set of layers.
        answered: statements about it that count.
        wrong: those of them that are wrong.
    """

    what: str
    layer: str
    answered: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Wrong answers of one kind: about the same tensor, with the same mistake.

    Attributes:
        title: the mistake; what is said where none is known.
        tensor: what they are about.
        times: how many answers.
        answers: answer → who gave it, where; the most frequent first.
    """

    title: str
    tensor: str
    times: int
    answers: tuple[tuple[Answer, tuple[str, ...]], ...]
