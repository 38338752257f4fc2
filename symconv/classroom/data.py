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
        "files": [_file(one) for one in tally.outcomes],
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _student(student: Student) -> dict[str, Any]:
    return {
        "name": student.name,
        "points": student.points,
        "earned": student.earned,
        "counted": student.counted,
        "files": [one.file for one in student.files],
        "to_look_at": [one.file for one in student.to_look_at],
    }


def _file(one: Outcome) -> dict[str, Any]:
    found = one.to_json()
    del found["digest"]
    return found


COLUMNS = ("student", "file", "verdict", "points", "max_points", "earned", "counted", "mistakes", "message")


def as_csv(tally: Tally) -> str:
    """A row for each file; its points are those of the file alone."""
    return table(COLUMNS, (_row(one, tally.max_points) for one in tally.outcomes))


def _row(one: Outcome, most: float) -> Mapping[str, object]:
    points = f"{most * one.earned / one.counted:.2f}" if one.counted else ""
    named = dict.fromkeys(answer.mistake["id"] for answer in answers(one) if answer.is_mistake and answer.mistake)
    return {
        "student": one.student,
        "file": one.file,
        "verdict": one.verdict,
        "points": points,
        "max_points": f"{most:g}",
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
