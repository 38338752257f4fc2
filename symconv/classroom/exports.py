"""What other gradebooks read.

``gradescope``  results.json of each student (an autograder writes it for the one submission it sees)
``nbgrader``    the columns of nbgrader's own CSV export
``otter``       final_grades.csv, a row for each student
``prairielearn``  results.json of an external grader, for the one submission it sees
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from symconv.classroom.counted import Mark, Student
from symconv.classroom.data import table
from symconv.classroom.feedback import file_names, remark
from symconv.classroom.tally import Tally
from symconv.errors import InputError
from symconv.language.wording import Wording

Files = Iterator[tuple[str, str]]
"""Path, below the place asked for, and text."""

NBGRADER = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
OTTER = ("file", "total_points_earned", "percent_correct")


def gradescope(tally: Tally, target: PurePath, *, hint: bool, say: Wording) -> Files:
    """One ``results.json``, or a folder with one for each student.

    Raises:
        InputError: a single file is asked for, and there are several students.
    """
    if target.suffix != ".json":
        for student, name in zip(tally.students, file_names(each.name for each in tally.students), strict=True):
            yield f"{name}/results.json", _results(student, tally.max_points, hint=hint, say=say)
        return
    if len(tally.students) != 1:
        raise InputError(f"{target} is for one student, and there are {len(tally.students)}; name a folder")
    yield "", _results(tally.students[0], tally.max_points, hint=hint, say=say)


def _results(student: Student, most: float, *, hint: bool, say: Wording) -> str:
    each = most / len(student.marks) if student.marks else 0.0
    unread = _unread(student)
    written = {
        "score": round(student.points or 0.0, 4),
        "output": unread,
        "output_format": "text",
        "visibility": "visible",
        "tests": [_test(mark, each, hint=hint, say=say) for mark in student.marks],
        "extra_data": {"needs_a_look": bool(unread) or student.points is None},
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _unread(student: Student) -> str:
    """Files that somebody should look at, a line each."""
    told = (f"{one.file}: {one.verdict}{f', {one.message}' if one.message else ''}" for one in student.to_look_at)
    return "\n".join(told)


def _test(mark: Mark, worth: float, *, hint: bool, say: Wording) -> dict[str, Any]:
    answer = mark.answer
    return {
        "name": f"{answer.place} {mark.what}" if answer else mark.what,
        "score": round(worth if mark.earns else 0.0, 4),
        "max_score": round(worth, 4),
        "status": "passed" if mark.earns else "failed",
        "output": remark(answer, hint=hint, say=say) if answer else say.plain("class.not-answered"),
        "output_format": "text",
        "tags": [answer.mistake["id"]] if answer and answer.mistake else [],
    }


def nbgrader(tally: Tally, target: PurePath, *, hint: bool, say: Wording) -> Files:
    """The columns of nbgrader's own export; the assignment is the file's name, what cannot be judged has no score."""
    yield (
        "",
        table(
            NBGRADER,
            (
                dict.fromkeys(NBGRADER, "")
                | {
                    "assignment": target.stem,
                    "student_id": student.name,
                    "raw_score": _number(student.points),
                    "late_submission_penalty": "0.0",
                    "score": _number(student.points),
                    "max_score": str(tally.max_points),
                }
                for student in tally.students
            ),
        ),
    )


def otter(tally: Tally, target: PurePath, *, hint: bool, say: Wording) -> Files:
    """A row for each student, with the first file that was checked: points, and the share of them."""
    rows = []
    for student in tally.students:
        checked = [one.file for one in student.files if one.verdict != "skipped"]
        points = student.points
        share = None if points is None else points / tally.max_points if tally.max_points else 0.0
        row = {"total_points_earned": _number(points), "percent_correct": _number(share)}
        rows += [{"file": file, **row} for file in checked[:1]]
    yield "", table(OTTER, rows)


def _number(value: float | None) -> str:
    return "" if value is None else str(round(value, 4))


def prairielearn(tally: Tally, target: PurePath, *, hint: bool, say: Wording) -> Files:
    """One ``results.json`` with a score from 0 to 1; what holds nothing that could be judged is not gradable.

    Raises:
        InputError: there are several students.
    """
    if len(tally.students) != 1:
        raise InputError(f"{target} is for one student, and there are {len(tally.students)}")
    student, most = tally.students[0], tally.max_points
    each = most / len(student.marks) if student.marks else 0.0
    tests = [_test(mark, each, hint=hint, say=say) for mark in student.marks]
    written: dict[str, Any] = {
        "gradable": student.points is not None,
        "score": round((student.points or 0.0) / most, 6) if most else 0.0,
        "output": _unread(student),
        "tests": [
            {"name": one["name"], "points": one["score"], "max_points": one["max_score"], "message": one["output"]}
            for one in tests
        ],
    }
    if student.points is None:
        written["format_errors"] = written["output"] or say.plain("class.not-answered")
    yield "", json.dumps(written, ensure_ascii=False, indent=2) + "\n"


EXPORTS: Mapping[str, Callable[..., Files]] = MappingProxyType(
    {"gradescope": gradescope, "nbgrader": nbgrader, "otter": otter, "prairielearn": prairielearn}
)
"""Name → what it writes."""
