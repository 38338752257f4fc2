"""A class checked as one pipeline: gather → ask → count → tell."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TypeVar

from symconv.check.readings.saved import saved
from symconv.check.told import ALONE
from symconv.classroom.asked import TIME_LIMIT, Asked
from symconv.classroom.counted import Student
from symconv.classroom.course import Course
from symconv.classroom.data import as_csv, as_json
from symconv.classroom.exports import EXPORTS
from symconv.classroom.feedback import file_names
from symconv.classroom.journal import Journal
from symconv.classroom.key import Key
from symconv.classroom.outcome import Outcome
from symconv.classroom.sparing import sparing
from symconv.classroom.submissions import gather
from symconv.classroom.tally import MAX_POINTS, Tally
from symconv.errors import InputError
from symconv.face import Shown
from symconv.language.wording import Wording
from symconv.sizes import shown
from symconv.spec import ConvSpec
from symconv.workers import Scheduler, workers

T = TypeVar("T")

FORMATS = ("text", "html", "markdown", "csv", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReport(Shown):
    """What became of a class. Build it with :func:`check_class`.

    Attributes:
        tally: every outcome, counted.
    """

    tally: Tally

    @property
    def exit_code(self) -> int:
        """0 everything right, 1 something wrong, 2 nothing usable."""
        verdicts = self.tally.verdicts
        if "wrong" in verdicts:
            return 1
        return 0 if any(one.counted for one in self.tally.outcomes) else 2

    def to_document(
        self,
        format: str = "text",  # noqa: A002 - the option's name
        *,
        theme: str = "auto",
        language: str = "en",
    ) -> str:
        """The report as text, HTML, Markdown, CSV or JSON; ``summary`` is the end of the text.

        Args:
            format: one of ``FORMATS``, or ``summary``.
            theme: of HTML: ``auto``, ``light``, ``dark``, or a .css file that is added to it.
            language: of text, HTML and Markdown; data is in English.

        Raises:
            InputError: there is no such format, theme or language.
        """
        if format in ("csv", "json"):
            return self._told(as_csv if format == "csv" else as_json)
        if format not in (*FORMATS, "summary"):
            raise InputError(f"a class report is {', '.join(FORMATS)}, got {shown(format)}")
        from symconv.render.classroom import class_document  # Jinja is loaded only where it is needed

        say = Wording(language)
        return self._told(lambda tally: class_document(tally, format, say, theme))

    def _told(self, write: Callable[[Tally], T]) -> T:
        return sparing(self.tally.outcomes, lambda outcomes: write(self.tally.over(outcomes)))

    def feedback(self, *, hint: bool = False, theme: str = "auto", language: str = "en") -> Iterator[tuple[str, str]]:
        """For each student the name of a file, safe and no one else's, and the page of HTML that goes there.

        Args:
            hint: ask a question instead of showing the solution.
            theme: as for ``to_document``.
            language: of the words.

        Raises:
            InputError: there is no such theme or language.
        """
        students = self.tally.students
        for student, name in zip(students, file_names(each.name for each in students), strict=True):
            page = partial(_page, student, self.tally.max_points, hint=hint, theme=theme, say=Wording(language))
            yield f"{name}.html", sparing(student.files, page)

    def export(
        self, kind: str, target: PurePath, *, hint: bool = False, language: str = "en"
    ) -> Iterator[tuple[str, str]]:
        """What another gradebook reads: paths below ``target`` (empty for itself) with their text.

        Args:
            kind: ``gradescope``, ``nbgrader``, ``otter`` or ``prairielearn``.
            target: the file or folder it is for.
            hint: ask a question instead of showing the solution.
            language: of what a student reads.

        Raises:
            InputError: there is no such gradebook or language, or it does not take what the target is.
        """
        if kind not in EXPORTS:
            raise InputError(f"exports are for {', '.join(EXPORTS)}, got {shown(kind)}")
        say = Wording(language)
        return iter(self._told(lambda tally: list(EXPORTS[kind](tally, target, hint=hint, say=say))))


def _page(
    student: Student, max_points: float, files: tuple[Outcome, ...], *, hint: bool, theme: str, say: Wording
) -> str:
    from symconv.render.classroom import feedback_document

    return feedback_document(replace(student, files=files), max_points, say, hint=hint, theme=theme)


def check_class(
    named: Iterable[str],
    *,
    layer: Mapping[str, Any] | None = None,
    names: Mapping[str, str] | None = None,
    index_base: int | None = None,
    max_points: float = MAX_POINTS,
    time_limit: float = TIME_LIMIT,
    code: Mapping[str, Any] | None = None,
    reading: str = "",
    key: Path | None = None,
    jobs: int | None = None,
    scheduler: str | Scheduler | None = None,
    journal: Path | None = None,
    resume: bool = False,
    started: Callable[[int], Callable[[int], object]] = lambda count: lambda done: None,
) -> ClassReport:
    """Checks every submission in folders, globs, archives and files, each in a process that it may bring down.

    Args:
        named: what holds the submissions.
        layer: keyword arguments of ``ConvSpec.of`` that hold for all of them; header lines tell the rest.
        names: role → letter, as for ``check_text``.
        index_base: 0 or 1; None for what each text shows.
        max_points: points for everything right.
        time_limit: seconds for one submission.
        code: how Python submissions are called (``function, signature, returns, layout, seconds, memory``); None
            runs none of them.
        reading: the text of a ``reading.toml``, by which every text is judged that has such parts.
        key: the key.json of an exercise: each student is judged on the sheet's layer, by the sheet's questions.
        jobs: processes; None takes one for each core.
        scheduler: of a Dask cluster that checks instead, or its address, such as ``tcp://host:8786``.
        journal: file where each outcome is kept as soon as it is known; it is left there.
        resume: take the outcomes that the journal holds already.
        started: called with the number of submissions; what it returns is called with how many are just done.

    Raises:
        InputError: something named cannot be used, or no scheduler answers.
        SpecError: the layer cannot exist.
        WorkerError: a worker died; what was done is in the journal.
    """
    given = layer or {}
    ConvSpec.of(**(given if "input_size" in given else {name: given[name] for name in ALONE if name in given}))
    saved(reading).refuse_lines()
    submissions = gather(named)
    keyed = Key.read(key) if key else Key()
    asked = Asked(
        layer=given,
        names=names or {},
        index_base=index_base,
        time_limit=time_limit,
        code=code,
        reading=reading,
        key=keyed,
    )
    kept = Journal(journal, resume=resume) if journal else None
    with kept or nullcontext(), workers(jobs, scheduler) as crew:
        outcomes = Course(asked=asked, crew=crew, journal=kept).outcomes(submissions, started(len(submissions)))
    return ClassReport(tally=Tally(outcomes=tuple(outcomes), max_points=max_points, key=keyed))
