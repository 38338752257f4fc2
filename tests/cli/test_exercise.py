"""``symconv exercise``: sheet → right and mutated answers → a report that names the mutation."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from symconv import check_text
from symconv.library.exercise_set import exercise

STUDENTS = 12


def sheets(folder: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((folder / "key.json").read_text())["sheets"]
    return told


def right(line: str) -> str:
    return line


def lacking(line: str) -> str:
    """The last term is forgotten."""
    return line.rpartition(" + ")[0]


def twice(line: str) -> str:
    """The last term is written twice."""
    return f"{line} + {line.rpartition(' + ')[2]}"


def exchanged(line: str) -> str:
    """The filter's entries of the first two terms are exchanged."""
    first, second = re.findall(r"f_\d\d", line)[:2]
    return line.replace(first, "?").replace(second, first).replace("?", second)


MUTATIONS = ((right, 2, None), (lacking, 3, "missing-term"), (twice, 2, "extra-term"), (exchanged, 2, "order-reversed"))
"""Mutation, the question it is made in, and the mistake it is."""


@pytest.mark.parametrize("format_", ["markdown", "latex", "text", "html"])
def test_from_the_sheet_to_the_report(format_: str, tmp_path: Path, run: Callable) -> None:
    drawn = run(
        *("exercise", "--seed", "7", "--students", str(STUDENTS), "--format", format_, "-o", "sheets"), cwd=tmp_path
    )
    assert (drawn.returncode, drawn.stdout, drawn.stderr) == (0, "", "")
    answered = tmp_path / "answered"
    answered.mkdir()
    for number, sheet in enumerate(sheets(tmp_path / "sheets")):
        mutate, question, _ = MUTATIONS[number % len(MUTATIONS)]
        lines = [asked["answer"] for asked in sheet["questions"]]
        lines[question] = mutate(lines[question])
        (blank,) = (tmp_path / "sheets").glob(f"{sheet['student']}.*")
        written = "\n\n".join(f"${line}$" if format_ != "text" else line for line in lines)
        text = blank.read_text()
        ends = {"latex": "\\end{document}", "html": "</body>"}
        end = text.index(ends[format_]) if format_ in ends else len(text)
        (answered / blank.name).write_text(f"{text[:end]}\n{written}\n{text[end:]}")
    options = ("--jobs", "2", "--format", "json", "--max-points", "5")
    for key in ((), ("--key", "sheets/key.json")):
        finished = run("check", "answered", *options, *key, cwd=tmp_path)
        told = json.loads(finished.stdout)
        named = [[m["id"] for m in _statement(file)["mistakes"]][:1] for file in told["files"]]
        expected = [MUTATIONS[number % len(MUTATIONS)][2] for number in range(STUDENTS)]
        assert named == [[mistake] if mistake else [] for mistake in expected]
        assert [student["points"] for student in told["students"]] == [4 if mistake else 5 for mistake in expected]
        each = STUDENTS // len(MUTATIONS)
        assert {m["id"]: m["times"] for m in told["mistakes"]} == {mistake: each for *_, mistake in MUTATIONS[1:]}


def _statement(file: dict[str, Any]) -> dict[str, Any]:
    """The one that is wrong, or else the first."""
    found: list[dict[str, Any]] = file["report"]["statements"]
    assert len(found) == 5
    return next((one for one in found if one["verdict"] == "wrong"), found[0])


def test_with_a_key_what_is_not_answered_costs_points(tmp_path: Path, run: Callable) -> None:
    """An empty sheet, a sheet half done, an answer for an easier layer, a stranger, and nobody."""
    run("exercise", "--seed", "1", "--students", "4", "-o", "sheets", cwd=tmp_path)
    told = sheets(tmp_path / "sheets")
    (tmp_path / "answered").mkdir()

    def hand_in(name: str, *lines: str) -> None:
        (tmp_path / "answered" / f"{name}.txt").write_text("\n".join(lines) + "\n")

    hand_in("student-1", *(asked["answer"] for asked in told[0]["questions"][:2]))
    easy = "symconv: input=3x3 kernel=1 stride=1"
    hand_in("student-2", easy, "dL/dx_00 = dL/do_00*f_00", told[1]["questions"][0]["answer"])
    hand_in("student-3", "I have no time.")
    hand_in("zoe", "symconv: input=3x3 kernel=1 stride=1", "dL/dx_00 = dL/do_00*f_00")
    finished = run("check", "answered", "--key", "sheets/key.json", "--format", "json", cwd=tmp_path)
    found = {student["name"]: student for student in json.loads(finished.stdout)["students"]}
    assert {name: (one["points"], len(one["unanswered"]), one["on_key"]) for name, one in found.items()} == {
        "student-1": (4, 3, True),
        "student-2": (2, 4, True),
        "student-3": (None, 5, True),
        "student-4": (None, 5, True),
        "zoe": (10, 0, False),
    }
    summary = run("check", "answered", "--key", "sheets/key.json", cwd=tmp_path).stdout
    assert "Handed in nothing: student-4.\nNot on the key, every statement counts: zoe.\n" in summary


def test_a_question_answered_twice_must_be_right_twice(tmp_path: Path, run: Callable) -> None:
    run("exercise", "--seed", "1", "-o", "sheets", cwd=tmp_path)
    (sheet,) = sheets(tmp_path / "sheets")
    first = sheet["questions"][2]["answer"]
    (tmp_path / "student-1.txt").write_text(f"{first}\n{exchanged(first)}\n{sheet['questions'][0]['answer']}\n")
    finished = run("check", "student-1.txt", "--key", "sheets/key.json", "--format", "json", cwd=tmp_path)
    assert json.loads(finished.stdout)["students"][0]["points"] == 2


@pytest.mark.parametrize("index_base", [0, 1])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_key_is_right(level: int, index_base: int) -> None:
    """Judged one by one by the checker, which knows nothing of exercises."""
    drawn = exercise(3, 6, level=level, index_base=index_base)
    for sheet in json.loads(drawn.to_json())["sheets"]:
        lines = [asked["answer"] for asked in sheet["questions"]]
        report = check_text("\n".join([sheet["header"], *lines]))
        assert [statement.verdict for statement in report.statements] == ["right"] * 5
        targets = [(one.told.target["tensor"], list(one.told.target["index"])) for one in report.statements]
        assert targets == [(asked["tensor"], asked["index"]) for asked in sheet["questions"]]
        assert report.layer == sheet["layer"]


def test_a_blank_sheet_makes_no_statement() -> None:
    drawn = exercise(5, 4, layer={"in_channels": 2, "out_channels": 4, "groups": 2})
    for format_, ending in (("markdown", "md"), ("latex", "tex"), ("text", "txt"), ("html", "html")):
        for name, sheet in drawn.sheets(format_):
            report = check_text(sheet, name=f"{name}.{ending}")
            assert report.statements == ()


def test_what_goes_to_one_file(tmp_path: Path, run: Callable) -> None:
    run("exercise", "--seed", "2", "--students", "3", "-o", "all.md", cwd=tmp_path)
    told = (tmp_path / "all.md").read_text()
    assert [told.count(word) for word in ("# Exercise: student-", "# Key", "## student-")] == [3, 0, 0]
    answers = [
        asked["answer"]
        for one in json.loads((tmp_path / "all-key.json").read_text())["sheets"]
        for asked in one["questions"]
    ]
    assert len(answers) == 15
    assert not any(right.partition(" = ")[2] in told for right in answers)
    key = (tmp_path / "all-key.md").read_text()
    assert [key.count(word) for word in ("# Exercise: student-", "# Key", "## student-")] == [0, 1, 3]
    printed = run("exercise", "--seed", "2", "--students", "3", "--format", "markdown").stdout
    assert printed == told


def test_names_come_from_a_file(tmp_path: Path, run: Callable) -> None:
    (tmp_path / "names.txt").write_text("Ada Lovelace\n\n  Emmy Noether\n../x\n", encoding="utf-8")
    run("exercise", "--students", "names.txt", "-o", "sheets", cwd=tmp_path)
    assert {path.name for path in (tmp_path / "sheets").iterdir()} == {
        *("Ada_Lovelace.md", "Emmy_Noether.md", "x.md", "key.md", "key.json")
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--students", "0"], "--students must be 1 to 10000, got 0"),
        (["--students", "nobody.txt"], "--students must be a number or a file of names, got 'nobody.txt'"),
        (["--bias"], "an exercise has one image and no bias; leave out bias"),
        (["--batch-size", "2"], "an exercise has one image and no bias; leave out batch-size"),
        (["--kernel", "0"], "--kernel must be at least 1"),
        (
            ["--kernel", "9"],
            "no small image has what the options say; say the size of the input, too, such as -n 7x7, and exercises "
            "are on that layer",
        ),
        (
            ["-n", "5x5", "-k", "3", "-s", "1", "--level", "2"],
            "no small image of any level has what the options say; leave out --level",
        ),
        (
            ["-n", "5x5", "-k", "3", "--level", "2"],
            "no small image of level 2 has what the options say; level 1 has",
        ),
        (
            ["--pool", "max", "-n", "30x30", "-k", "3", "-s", "1"],
            "an exercise is written by hand, and this layer has 7056 products, more than 1000; take a smaller input",
        ),
        (
            ["-o", "sheets", "--format", "json"],
            "a folder has sheets, which are text, markdown, latex, html, pdf; key.json is",
        ),
    ],
)
def test_what_cannot_be(options: list[str], message: str, tmp_path: Path, run: Callable) -> None:
    finished = run("exercise", *options, cwd=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr.startswith(f"symconv: {message}")
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_none(tmp_path: Path, run: Callable) -> None:
    (tmp_path / "a.txt").write_text("x")
    for text in ("no", "{}", '{"index_base": 0, "sheets": [1]}'):
        (tmp_path / "key.json").write_text(text)
        finished = run("check", "a.txt", "--key", "key.json", cwd=tmp_path)
        assert (finished.returncode, finished.stderr) == (2, "symconv: key.json is no key.json of symconv exercise\n")


@pytest.mark.parametrize("output", ["-", "/dev/stdout"])
def test_a_stream_gets_the_sheets_alone(output: str, tmp_path: Path, run: Callable) -> None:
    assert run("exercise", "-o", output, cwd=tmp_path).stdout == run("exercise").stdout != ""
    assert list(tmp_path.iterdir()) == []


def test_sheets_and_key_are_all_written_or_none(tmp_path: Path, run: Callable) -> None:
    (tmp_path / "sheets-key.json").mkdir()
    finished = run("exercise", "-o", "sheets.md", cwd=tmp_path)
    assert finished.stderr == "symconv: cannot write sheets-key.json: Is a directory\n"
    assert [path.name for path in tmp_path.iterdir()] == ["sheets-key.json"]
    assert run("exercise", "-o", "", cwd=tmp_path).stderr == "symconv: the output file has no name\n"
