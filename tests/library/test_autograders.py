"""Autograders run in the folders that Gradescope and PrairieLearn document, and their results are what these take."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from symconv.library.autograders import prairielearn
from symconv.library.exercise_set import ExerciseSet, exercise

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def sheets() -> ExerciseSet:
    return exercise(5, ["Anna", "Bert"])


@pytest.fixture(scope="module")
def sheet() -> ExerciseSet:
    return exercise(5, 1)


def _answers(drawn: ExerciseSet, place: int) -> tuple[str, list[str]]:
    told = json.loads(drawn.to_json())["sheets"][place]
    return told["header"], [question["answer"] for question in told["questions"]]


def _grade(root: Path, script: str, **environment: str) -> dict[str, Any]:
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, **environment}
    subprocess.run(["bash", script], cwd=root, env=around, check=True)  # noqa: S607
    found: dict[str, Any] = json.loads((root / "results/results.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def gradescope(sheets: ExerciseSet, run: Callable, tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """``/autograder`` with ``source`` and ``submission``, and where ``results`` are to be."""
    (tmp_path / "names.txt").write_text("Anna\nBert\n", encoding="utf-8")
    options = ("--seed", "5", "--students", "names.txt", "--autograder", "gradescope:source", "-o", "sheets")
    assert run("exercise", *options, cwd=tmp_path).returncode == 0
    (tmp_path / "submission").mkdir()

    def graded(text: str) -> dict[str, Any]:
        (tmp_path / "submission/answer.md").write_text(text, encoding="utf-8")
        return _grade(tmp_path, "source/run_autograder", AUTOGRADER_ROOT=str(tmp_path))

    return graded


def test_gradescope_gives_all_points_for_the_right_sheet(gradescope: Callable, sheets: ExerciseSet) -> None:
    header, lines = _answers(sheets, 1)
    found = gradescope("\n\n".join([header, *lines]))
    assert found["score"] == 10
    assert [test["status"] for test in found["tests"]] == ["passed"] * len(lines)
    assert sum(test["max_score"] for test in found["tests"]) == pytest.approx(10, abs=0.01)


def test_gradescope_gives_less_for_less(gradescope: Callable, sheets: ExerciseSet) -> None:
    header, (first, *_) = _answers(sheets, 0)
    assert gradescope(f"{header}\n\n{first}")["score"] == pytest.approx(10 / len(_answers(sheets, 0)[1]), abs=0.01)


def test_gradescope_is_told_what_is_missing(gradescope: Callable) -> None:
    found = gradescope("Here is my answer.")
    assert found["score"] == 0
    assert "Begin your answer with the line of your sheet" in found["output"]


def test_setup_is_a_script(run: Callable, tmp_path: Path) -> None:
    assert (
        run("exercise", "--autograder", "gradescope:a", "--autograder", "prairielearn:b", cwd=tmp_path).returncode == 0
    )
    for script in ("a/setup.sh", "a/run_autograder", "b/tests/run.sh"):
        subprocess.run(["bash", "-n", script], cwd=tmp_path, check=True)  # noqa: S607


def test_setup_takes_a_python_that_is_new_enough(tmp_path: Path) -> None:
    """On Ubuntu 22.04, say, where python3 is 3.10 and the newest other one is 3.11."""
    source, programs, log = tmp_path / "source", tmp_path / "programs", tmp_path / "log"
    source.mkdir()
    programs.mkdir()
    (source / "symconv-1.0-py3-none-any.whl").touch()
    scripts = {
        "apt-get": '[ "$1" = update ] || [ "${!#}" = python3.11-venv ]',
        "python3.11": f'mkdir -p "$3/bin"; cp {programs}/pip "$3/bin"',
        "pip": f'echo "$@" > {log}',
    }
    for name, script in scripts.items():
        (programs / name).write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    around = {"PATH": f"{programs}:{os.environ['PATH']}", "AUTOGRADER_ROOT": str(tmp_path)}
    script = str(ROOT / "templates/autograder/gradescope/setup.sh")
    subprocess.run(["bash", script], env=around, check=True)  # noqa: S607
    assert log.read_text(encoding="utf-8").split() == ["install", "--quiet", "./symconv-1.0-py3-none-any.whl"]


@pytest.fixture
def grade(sheet: ExerciseSet, tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """``/grade`` with ``tests`` and ``student``, and where ``results`` are to be."""
    for name, text in prairielearn(sheet):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "student").mkdir()

    def graded(text: str) -> dict[str, Any]:
        (tmp_path / "student/answer.md").write_text(text, encoding="utf-8")
        return _grade(tmp_path, "tests/run.sh", GRADE_ROOT=str(tmp_path))

    return graded


def test_prairielearn_scores_from_0_to_1(grade: Callable, sheet: ExerciseSet) -> None:
    header, lines = _answers(sheet, 0)
    found = grade("\n\n".join([header, *lines]))
    assert (found["gradable"], found["score"]) == (True, 1)
    assert [test["points"] for test in found["tests"]] == [test["max_points"] for test in found["tests"]]
    assert grade("\n\n".join([header, lines[0]]))["score"] == pytest.approx(1 / len(lines), abs=1e-4)
    nothing = grade("")
    assert (nothing["gradable"], nothing["score"]) == (False, 0)
    assert nothing["format_errors"] == "student-1/answer.md: empty"


def test_a_question_shows_the_sheet_and_nothing_of_the_key(sheet: ExerciseSet) -> None:
    files = dict(prairielearn(sheet))
    header, lines = _answers(sheet, 0)
    assert header in files["question.html"]
    assert not any(line in files["question.html"] for line in lines)
    told = json.loads(files["info.json"])
    assert told["gradingMethod"] == "External"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", told["uuid"])
    assert told["externalGradingOptions"]["entrypoint"] == "/grade/tests/run.sh"  # an absolute path, made executable


def test_what_cannot_be_made_is_refused(run: Callable, tmp_path: Path) -> None:
    several = run("exercise", "--students", "2", "--autograder", "prairielearn:q", cwd=tmp_path)
    assert several.stderr == "symconv: a question of PrairieLearn shows one sheet; draw it with --students 1\n"
    unknown = run("exercise", "--autograder", "moodle:q", cwd=tmp_path)
    assert unknown.stderr == "symconv: --autograder expects KIND:DIR with gradescope, prairielearn, got 'moodle:q'\n"
    assert (several.returncode, unknown.returncode, list(tmp_path.iterdir())) == (2, 2, [])
