"""A class counted by hand: five students, one layer, answers in different letters."""

import csv
import io
import json
from pathlib import PurePath

import pytest
from classwork import ALSO_RIGHT, HEADER, RIGHT, SHORT, SWAPPED, question

from symconv.classroom.data import as_csv, as_json
from symconv.classroom.exports import EXPORTS
from symconv.classroom.feedback import file_names
from symconv.classroom.marker import judged
from symconv.classroom.outcome import Outcome, verdict_of
from symconv.classroom.tally import Tally
from symconv.errors import InputError
from symconv.language.wording import Wording

IN_OTHER_LETTERS = str.maketrans({"x": "a", "f": "w", "o": "z"})


def checked(student: str, text: str, file: str = "hw.txt") -> Outcome:
    return Outcome(file=f"{student}/{file}", student=student, digest=text, **judged(question(text)))


@pytest.fixture(scope="module")
def tally() -> Tally:
    return Tally(
        outcomes=(
            checked("anna", HEADER + RIGHT + ALSO_RIGHT),
            checked("bert", HEADER + RIGHT + SWAPPED),
            checked("carl", HEADER + (RIGHT + SWAPPED).translate(IN_OTHER_LETTERS)),
            checked("dora", HEADER + SHORT),
            Outcome(file="dora/scan.pdf", student="dora", verdict="skipped", message=".pdf is not checked"),
            Outcome(file="emil.txt", student="emil", verdict="timed out", message="not checked within 60 seconds"),
        ),
        max_points=4,
    )


def test_points(tally: Tally) -> None:
    assert {student.name: student.points for student in tally.students} == {
        "anna": 4,
        "bert": 2,
        "carl": 2,
        "dora": 0,
        "emil": None,
    }
    assert tally.average == (2, 2)
    assert tally.verdicts == {"right": 1, "wrong": 3, "timed out": 1, "skipped": 1}


def test_who_needs_a_look(tally: Tally) -> None:
    assert {student.name: [one.file for one in student.to_look_at] for student in tally.students} == {
        "anna": [],
        "bert": [],
        "carl": [],
        "dora": [],
        "emil": ["emil.txt"],
    }
    alone = Tally(outcomes=(Outcome(file="a.pdf", student="a", verdict="skipped"),))
    assert [one.file for one in alone.students[0].to_look_at] == ["a.pdf"]


def test_mistakes_how_often(tally: Tally) -> None:
    assert [(named.id, named.times, named.students) for named in tally.mistakes] == [
        ("order-reversed", 2, ("bert", "carl")),
        ("missing-term", 1, ("dora",)),
    ]
    assert len(tally.judged) == 4


def test_entries_wrong_most_often_first(tally: Tally) -> None:
    layer = "input 5×5, kernel 3×3, stride 2"
    assert [(entry.what, entry.layer, entry.answered, entry.wrong) for entry in tally.entries] == [
        ("∂L/∂x_12", layer, 3, 2),
        ("∂L/∂f_00", layer, 1, 1),
        ("∂L/∂x_00", layer, 3, 0),
    ]


def test_equal_wrong_answers_are_one_whatever_the_letters(tally: Tally) -> None:
    assert [(family.tensor, family.times, [places for _, places in family.answers]) for family in tally.alike] == [
        ("∂L/∂X", 2, [("bert/hw.txt:3", "carl/hw.txt:3")]),
        ("∂L/∂F", 1, [("dora/hw.txt:2",)]),
    ]


def test_what_follows_from_a_mistake_is_counted_once() -> None:
    general = "symconv: stride=2 kernel=3 input=5x5\n$$\\frac{\\partial L}{\\partial w_{ab}} = "
    wrong = general + "\\sum_{m,n} \\frac{\\partial L}{\\partial o_{mn}} x_{m+a,n+b}$$\n"
    twice = wrong + wrong.partition("\n")[2]
    outcome = checked("a", twice, "hw.md")
    told = Tally(outcomes=(outcome,))
    follows = [statement.get("follows") for statement in outcome.statements]
    assert follows == [None, 2]
    assert (told.mistakes[0].times, told.students[0].earned, len(told.students[0].marks)) == (1, 1, 2)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ({"right": 2}, "right"),
        ({"right": 1, "right under an assumption": 1}, "right"),
        ({"right": 9, "wrong": 1, "ambiguous": 1}, "wrong"),
        ({"right": 1, "ambiguous": 1}, "unclear"),
        ({"right": 1, "unreadable": 1}, "unclear"),
        ({"schematic": 1}, "empty"),
        ({"unreadable": 3}, "empty"),
        ({}, "empty"),
    ],
)
def test_the_verdict_on_a_file(counts: dict[str, int], verdict: str) -> None:
    none = dict.fromkeys(("right", "right under an assumption", "wrong", "ambiguous", "schematic", "unreadable"), 0)
    assert verdict_of({**none, **counts}) == verdict


def test_csv_has_a_row_for_each_file(tally: Tally) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(tally))))
    assert [(row["student"], row["verdict"], row["student_points"], row["mistakes"]) for row in rows] == [
        ("anna", "right", "4.00", ""),
        ("bert", "wrong", "2.00", "order-reversed"),
        ("carl", "wrong", "2.00", "order-reversed"),
        ("dora", "wrong", "0.00", "missing-term"),
        ("dora", "skipped", "0.00", ""),
        ("emil", "timed out", "", ""),
    ]


def test_no_cell_is_a_formula() -> None:
    evil = Tally(outcomes=(Outcome(file="+x.tex", student="=cmd()", verdict="empty", message="@x"),))
    (row,) = csv.DictReader(io.StringIO(as_csv(evil)))
    assert (row["student"], row["file"], row["message"]) == ("'=cmd()", "'+x.tex", "'@x")


def test_json_holds_every_report(tally: Tally) -> None:
    told = json.loads(as_json(tally))
    assert (told["version"], told["mean"], told["max_points"]) == (1, 2, 4)
    assert [file["verdict"] for file in told["files"]] == [one.verdict for one in tally.outcomes]
    assert told["files"][1]["report"]["statements"][1]["mistakes"][0]["id"] == "order-reversed"
    assert told["alike"][0]["answers"][0]["places"] == ["bert/hw.txt:3", "carl/hw.txt:3"]
    assert told["students"][4] == {
        "name": "emil",
        "points": None,
        "earned": 0,
        "counted": 0,
        "unanswered": [],
        "on_key": True,
        "files": ["emil.txt"],
        "to_look_at": ["emil.txt"],
    }


def exported(tally: Tally, kind: str, target: str, *, hint: bool = False) -> dict[str, str]:
    return dict(EXPORTS[kind](tally, PurePath(target), hint=hint, say=Wording()))


def test_gradescope(tally: Tally) -> None:
    files = exported(tally, "gradescope", "out")
    assert list(files) == [f"{name}/results.json" for name in ("anna", "bert", "carl", "dora", "emil")]
    bert = json.loads(files["bert/results.json"])
    assert bert["score"] == sum(test["score"] for test in bert["tests"]) == 2
    assert [(test["max_score"], test["status"], test["tags"]) for test in bert["tests"]] == [
        (2, "passed", []),
        (2, "failed", ["order-reversed"]),
    ]
    assert "right is ∂L/∂x_12 = ∂L/∂o_00·f_12 + ∂L/∂o_01·f_10" in bert["tests"][1]["output"]
    emil = json.loads(files["emil/results.json"])
    assert (emil["score"], emil["tests"], emil["extra_data"]) == (0, [], {"needs_a_look": True})
    assert "timed out" in emil["output"]


def test_gradescope_of_one_submission_is_one_file(tally: Tally) -> None:
    alone = Tally(outcomes=tally.outcomes[1:2])
    assert list(exported(alone, "gradescope", "results/results.json")) == [""]
    with pytest.raises(InputError, match=r"results\.json is for one student, and there are 5; name a folder"):
        exported(tally, "gradescope", "results.json")


def test_a_hint_does_not_give_the_solution(tally: Tally) -> None:
    told = json.loads(exported(tally, "gradescope", "out", hint=True)["bert/results.json"])["tests"][1]["output"]
    assert told.endswith("?")
    assert "f_12" not in told


def test_nbgrader(tally: Tally) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(tally, "nbgrader", "sheets/hw3.csv")[""])))
    assert list(rows[0]) == (
        [
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
        ]
    )
    assert [(row["assignment"], row["student_id"], row["score"], row["max_score"]) for row in rows] == [
        ("hw3", "anna", "4.0", "4"),
        ("hw3", "bert", "2.0", "4"),
        ("hw3", "carl", "2.0", "4"),
        ("hw3", "dora", "0.0", "4"),
        ("hw3", "emil", "", "4"),
    ]


def test_otter(tally: Tally) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(tally, "otter", "final_grades.csv")[""])))
    assert [(row["file"], row["total_points_earned"], row["percent_correct"]) for row in rows] == [
        ("anna/hw.txt", "4.0", "1.0"),
        ("bert/hw.txt", "2.0", "0.5"),
        ("carl/hw.txt", "2.0", "0.5"),
        ("dora/hw.txt", "0.0", "0.0"),
        ("emil.txt", "", ""),
    ]


def test_names_of_files_are_safe_and_no_one_elses() -> None:
    students = ("../../etc", "a/b", "a b", "A B", "", "Ł. Ö", "x" * 500)
    names = dict(zip(students, file_names(students), strict=True))
    assert len({name.casefold() for name in names.values()}) == len(students)
    assert all(name and "/" not in name and not name.startswith(".") and len(name) < 90 for name in names.values())
    assert names["Ł. Ö"] == "Ł._Ö"
