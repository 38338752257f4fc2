"""A class on an executor: each submission is asked about once, written down when it is done, and told in order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any

from symconv.classroom.asked import Asked
from symconv.classroom.guard import guarded
from symconv.classroom.journal import Journal
from symconv.classroom.outcome import Outcome
from symconv.classroom.sparing import tellable
from symconv.classroom.submission import Submission
from symconv.errors import InputError, WorkerError
from symconv.workers import AHEAD, Workers

Judge = Callable[[Mapping[str, Any]], dict[str, Any]]
"""A question as JSON → the parts of an ``Outcome`` that come from checking."""
Numbered = tuple[int, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A class that is being gone through.

    Attributes:
        asked: what is asked about every submission.
        crew: who answers.
        journal: where outcomes are kept; None keeps none.
        judge: what answers one question, in a process of the crew.
        pending: what the crew works on, with the digest of the question.
        waiting: digest → the submissions that wait for its answer; equal ones are asked about once.
        answered: digest → the first outcome.
    """

    asked: Asked
    crew: Workers
    journal: Journal | None = None
    judge: Judge = guarded
    pending: dict[Future[dict[str, Any]], str] = field(default_factory=dict)
    waiting: dict[str, list[Numbered]] = field(default_factory=dict)
    answered: dict[str, Outcome] = field(default_factory=dict)

    def outcomes(self, submissions: Iterable[Submission], progress: Callable[[int], object]) -> list[Outcome]:
        """One outcome for each submission, in their order, whatever the order in which they are done.

        Args:
            submissions: what was handed in.
            progress: called with the number of submissions just done.

        Raises:
            WorkerError: the crew lost a worker and cannot go on; what was done is in the journal.
        """
        if self.journal:
            self.answered.update(self.journal.known)
        done: dict[int, Outcome] = {}
        try:
            for number, outcome in self._as_they_come(submissions):
                done[number] = outcome
                progress(1)
        except (BrokenExecutor, WorkerError) as error:
            lost = str(error) if isinstance(error, WorkerError) else "a worker process died"
            kept = "; what was done is kept, and --resume goes on" if self.journal else ""
            raise WorkerError(f"{lost}{kept}") from error
        return [done[number] for number in sorted(done)]

    def _as_they_come(self, submissions: Iterable[Submission]) -> Iterator[Numbered]:
        for number, submission in enumerate(submissions):
            yield from self._taken(number, submission)
            while len(self.pending) >= AHEAD * self.crew.places:
                yield from self._next()
        while self.pending:
            yield from self._next()

    def _taken(self, number: int, submission: Submission) -> Iterator[Numbered]:
        """The outcome, where it is known at once; otherwise the submission is asked about."""
        bare = Outcome(file=submission.file, student=submission.student, verdict="skipped")
        kind = self.asked.kind(submission)
        if kind is None and not submission.refused:
            yield number, replace(bare, message=self.asked.skipped(submission))
            return
        try:
            raw = submission.read()
            along = self.asked.comes_along(submission, raw)
            if along:
                yield number, replace(bare, message=along)
                return
            question = self.asked.question(submission, str(kind), raw)
            bare = replace(bare, digest=self.asked.digest(submission, raw))
        except InputError as error:
            yield number, replace(bare, verdict="refused", message=str(error))
            return
        except Exception as error:  # a bug of ours must not cost the others their verdict
            yield number, replace(bare, verdict="crashed", message=f"reading it failed: {type(error).__name__}")
            return
        if bare.digest in self.answered:
            yield number, tellable(_as_told(self.answered[bare.digest], bare))
        elif bare.digest in self.waiting:
            self.waiting[bare.digest].append((number, bare))
        else:
            self.waiting[bare.digest] = [(number, bare)]
            self.pending[self.crew.executor.submit(self.judge, question)] = bare.digest

    def _next(self) -> Iterator[Numbered]:
        """What is done next, for everybody who waits for it."""
        for future in wait(self.pending, return_when=FIRST_COMPLETED).done:
            digest = self.pending.pop(future)
            answer = _answer(future)
            for number, bare in self.waiting.pop(digest):
                outcome = tellable(_as_told(replace(bare, **answer), bare))
                if digest not in self.answered:
                    self.answered[digest] = outcome
                    if self.journal and outcome.report is not None:
                        self.journal.write(outcome)
                yield number, outcome


def _answer(future: Future[dict[str, Any]]) -> dict[str, Any]:
    """What was said; a worker that is gone ends the course, anything else that goes wrong is about this one."""
    try:
        return future.result()
    except (WorkerError, BrokenExecutor):
        raise
    except Exception as error:  # a bug of ours, on whichever machine
        return {"verdict": "crashed", "message": f"checking it failed: {type(error).__name__}"}


def _as_told(answer: Outcome, bare: Outcome) -> Outcome:
    """The answer to an equal submission, told of this one."""
    said = answer.said
    return replace(answer, file=bare.file, student=bare.student, report=said and {**said, "file": bare.file})
