"""A class as data: JSON with everything, CSV with a row for each file."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from symconv.classroom.answers import answers
from symconv.classroom.counted import Student
from symconv.classroom.outcome import Outcome
from symconv.classroom.tally import Tally

VERSION = 1


def as_json(tally: Tally) -> str:
    """Everything that was counted, and every report."""
    average = tally.average
    written = {
        "version": VERSION,
        "max_points": tally.max_points,
        "mean": average and average[0],
        "median": average and average[1],
        "verdicts": tally.verdicts,
        "students": [_student(student) for student in tally.students],
        "mistakes": [asdict(named) for named in tally.mistakes],
        "entries": [asdict(entry) for entry in tally.entries],
        "alike": [
            {
                "title": family.title,
                "tensor": family.tensor,
                "times": family.times,
                "answers": [{"reading": one.reading, "places": list(places)} for one, places in family.answers],
            }
            for family in tally.alike
        ],
    }
    return f'{_dumped(written)[:-2]},\n  "files": {_listed(map(_file, tally.outcomes))}\n}}\n'


def _dumped(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _listed(each: Iterable[Mapping[str, Any]]) -> str:
    """A list in a document, each object written alone: all at once take many times the memory of what is written."""
    lines = ",\n".join(_dumped(one) for one in each).replace("\n", "\n    ")
    return f"[\n    {lines}\n  ]" if lines else "[]"


def _student(student: Student) -> dict[str, Any]:
    return {
        "name": student.name,
        "points": student.points,
        "earned": student.earned,
        "counted": len(student.marks),
        "unanswered": list(student.unanswered),
        "on_key": student.on_key,
        "files": [one.file for one in student.files],
        "to_look_at": [one.file for one in student.to_look_at],
    }


def _file(one: Outcome) -> dict[str, Any]:
    found = one.to_json()
    del found["digest"]
    return found


COLUMNS = ("student", "student_points", "max_points", "file", "verdict", "earned", "counted", "mistakes", "message")


def as_csv(tally: Tally) -> str:
    """A row for each file, with the points of its student for all files together."""
    rows = (_row(student, one, tally.max_points) for student in tally.students for one in student.files)
    return table(COLUMNS, rows)


def _row(student: Student, one: Outcome, most: float) -> Mapping[str, object]:
    named = dict.fromkeys(answer.mistake["id"] for answer in answers(one) if answer.is_mistake and answer.mistake)
    return {
        "student": one.student,
        "student_points": "" if student.points is None else f"{student.points:.2f}",
        "max_points": f"{most:g}",
        "file": one.file,
        "verdict": one.verdict,
        "earned": one.earned,
        "counted": one.counted,
        "mistakes": " ".join(named),
        "message": one.message,
    }


def table(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> str:
    """CSV text with a header; no cell is a formula to a spreadsheet."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return stream.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
