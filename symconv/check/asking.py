"""Questions that a text leaves open, asked only where something depends on the answer.

Whoever computes something under a reading asks its :class:`Log`. A question that has no answer yet ends the run; it is
run again with each admissible answer. So every outcome comes with exactly the answers that it rests on.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Subject = tuple[Hashable, ...]
"""What a question is about: ``("base", "entries")``, ``("star",)``, ``("size", R)``."""
Answer = Any
"""One of what a question admits; its type is that of its subject."""
Book = Callable[[Subject], tuple[Answer, ...]]
"""Subject → its admissible answers, the customary one first."""
Result = TypeVar("Result")


class Asked(Exception):  # noqa: N818 - not an error: a run came to a question that has no answer yet
    """A question was met that this run has no answer to."""

    def __init__(self, subject: Subject, admissible: tuple[Answer, ...]) -> None:
        super().__init__(subject)
        self.subject, self.admissible = subject, admissible


@dataclass(slots=True, kw_only=True)
class Log:
    """The answers of one run.

    Attributes:
        book: what may be answered.
        answers: what is answered in this run.
        used: the answers that were asked for, in their order.
    """

    book: Book
    answers: Mapping[Subject, Answer] = field(default_factory=dict)
    used: dict[Subject, Answer] = field(default_factory=dict)

    def ask(self, subject: Subject) -> Answer:
        """The answer of this run.

        Raises:
            Asked: there are several, and none is chosen yet.
        """
        if subject in self.used:
            return self.used[subject]
        if subject not in self.answers:
            admissible = self.book(subject)
            if len(admissible) != 1:
                raise Asked(subject, admissible)
            self.used[subject] = admissible[0]
            return admissible[0]
        answer = self.used[subject] = self.answers[subject]
        return answer

    def part(self) -> "Log":
        """A log of the same run that notes what a part of it asks for."""
        return Log(book=self.book, answers={**self.answers, **self.used})


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(Generic[Result]):
    """One outcome, and the answers that it rests on."""

    used: Mapping[Subject, Answer]
    result: Result

    def agrees(self, answers: Mapping[Subject, Answer]) -> bool:
        """Whether it rests on no other answers than these."""
        return all(answers.get(subject, answer) == answer for subject, answer in self.used.items())


MOST = 96
"""Readings of one statement that are tried."""


def explore(run: Callable[[Log], Result], book: Book, most: int = MOST) -> tuple[list[Leaf[Result]], bool]:
    """Every outcome of a run, the customary one first, and whether all were reached."""
    waiting: list[Mapping[Subject, Answer]] = [{}]
    leaves: list[Leaf[Result]] = []
    while waiting and len(leaves) < most:
        log = Log(book=book, answers=waiting.pop())
        try:
            result = run(log)
        except Asked as asked:
            waiting += [{**log.answers, asked.subject: answer} for answer in reversed(asked.admissible)]
            continue
        leaves.append(Leaf(used=log.used, result=result))
    return leaves, not waiting


@dataclass(slots=True)
class Memo(Generic[Result]):
    """What was computed under which answers: a tree of questions, whose edges are answers and whose leaves results."""

    _subject: Subject | None = None
    _after: dict[Answer, "Memo[Result]"] = field(default_factory=dict)
    _made: list[Result] = field(default_factory=list)

    def get(self, log: Log, make: Callable[[Log], Result]) -> Result:
        """What ``make`` gives under the answers of a log, computed once for those that it asks for."""
        node = self
        while not node._made and node._subject is not None:
            node = node._after.setdefault(log.ask(node._subject), Memo())
        if not node._made:
            part = log.part()
            made = make(part)
            node = self
            for subject, answer in part.used.items():
                node._subject = subject
                node = node._after.setdefault(answer, Memo())
            node._made.append(made)
            log.used.update(part.used)
        return node._made[0]
