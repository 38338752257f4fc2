"""What is counted of a class, as values."""

from dataclasses import dataclass

from symconv.classroom.answers import Answer, answers
from symconv.classroom.outcome import HUMAN, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that points are given for: a statement, or a question of the key.

    Attributes:
        what: the entry or the formula.
        answer: what was answered; None where nothing was.
        earns: whether it earns its points.
    """

    what: str
    answer: Answer | None
    earns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One student's files together.

    Attributes:
        name: the student.
        files: the outcomes, by name; none where nothing was handed in.
        marks: what points are given for.
        points: of the points that can be had; None where nothing could be judged.
        on_key: whether the key knows the student, or there is none.
    """

    name: str
    files: tuple[Outcome, ...]
    marks: tuple[Mark, ...]
    points: float | None
    on_key: bool = True

    @property
    def earned(self) -> int:
        """Marks that earn their points."""
        return sum(mark.earns for mark in self.marks)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Questions of the key without an answer."""
        return tuple(mark.what for mark in self.marks if mark.answer is None)

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
