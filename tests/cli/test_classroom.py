"""``symconv check`` of a whole class, as a teacher runs it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from classwork import ALSO_RIGHT, HEADER, RIGHT, SWAPPED

from symconv.classroom.journal import line_of
from symconv.classroom.outcome import Outcome


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    folder = tmp_path / "submissions"
    folder.mkdir()
    (folder / "anna.txt").write_text(HEADER + RIGHT + ALSO_RIGHT)
    (folder / "bert").mkdir()
    (folder / "bert" / "hw.txt").write_text(HEADER + RIGHT + SWAPPED)
    (folder / "carl.tex").write_bytes(b"\xff\xfe")
    (folder / "dora.pdf").write_bytes(b"%PDF")
    return tmp_path


def test_a_folder_and_everything_that_is_written_of_it(handed_in: Path, run: Callable) -> None:
    finished = run(
        *("check", "submissions/", "--jobs", "2", "--max-points", "4", "--feedback", "told", "--time-limit", "300"),
        *(word for ending in ("html", "md", "csv", "json", "txt") for word in ("--report", f"class.{ending}")),
        *("--export", "gradescope:graded", "--export", "nbgrader:hw1.csv", "--export", "otter:final_grades.csv"),
        cwd=handed_in,
    )
    assert finished.returncode == 1
    assert finished.stderr == "checking\n"
    assert finished.stdout == (
        " 50 % of students: the entries stand in another order [order-reversed]\n\n"
        "4 files of 4 students: 1 right, 1 wrong, 1 refused, 1 skipped\n"
        "Points: mean 3, median 3 of 4.\n"
    )
    assert {path.name for path in handed_in.iterdir()} == {
        *(f"class.{ending}" for ending in ("html", "md", "csv", "json", "txt")),
        *("submissions", "told", "graded", "hw1.csv", "final_grades.csv"),
    }
    assert {path.name for path in (handed_in / "told").iterdir()} == {
        *(f"{name}.html" for name in ("anna", "bert", "carl", "dora"))
    }
    with (handed_in / "class.csv").open() as stream:
        assert [(row["file"], row["student_points"]) for row in csv.DictReader(stream)] == [
            ("anna.txt", "4.00"),
            ("bert/hw.txt", "2.00"),
            ("carl.tex", ""),
            ("dora.pdf", ""),
        ]
    assert json.loads((handed_in / "class.json").read_text())["verdicts"]["wrong"] == 1
    assert (handed_in / "class.txt").read_text().endswith(finished.stdout)
    assert (handed_in / "graded" / "bert" / "results.json").exists()


def test_without_a_report_the_class_is_printed(handed_in: Path, run: Callable) -> None:
    finished = run("check", "submissions/*.txt", "submissions/bert", "--jobs", "1", cwd=handed_in)
    assert finished.stdout.splitlines()[:2] == [
        "submissions/anna.txt: right, 2 of 2 right",
        "submissions/bert/hw.txt: wrong, 1 of 2 right",
    ]
    assert finished.returncode == 1


def test_two_runs_give_the_same_report(handed_in: Path, run: Callable) -> None:
    first, second = (
        run("check", "submissions", "--format", "json", "--jobs", jobs, cwd=handed_in) for jobs in ("1", "2")
    )
    assert first.stdout == second.stdout
    assert len(json.loads(first.stdout)["files"]) == 4


def test_a_broken_run_is_resumed(handed_in: Path, run: Callable) -> None:
    """A result in the journal is taken as it is: here it says what no check would say."""
    options = ("check", "submissions", "--jobs", "1", "--report", "class.csv", "--journal", "kept")
    assert run(*options, cwd=handed_in).returncode == 1
    kept = handed_in / "kept"
    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    assert [line["file"] for line in lines] == ["anna.txt", "bert/hw.txt"]
    del lines[1]["sum"]
    lines[1]["report"]["statements"][1]["verdict"] = "right"
    kept.write_bytes(line_of(Outcome.of_json(lines[1])) + b'{"file": "an')
    run(*options, "--resume", cwd=handed_in)
    with (handed_in / "class.csv").open() as stream:
        assert [row["student_points"] for row in csv.DictReader(stream)] == ["10.00", "10.00", "", ""]
    run(*options, cwd=handed_in)
    with (handed_in / "class.csv").open() as stream:
        assert [row["student_points"] for row in csv.DictReader(stream)] == ["10.00", "5.00", "", ""]


def test_layer_options_hold_for_all(handed_in: Path, run: Callable) -> None:
    (handed_in / "submissions" / "anna.txt").write_text(RIGHT + ALSO_RIGHT)
    layer = ("--input-size", "5x5", "--stride", "2")
    told = json.loads(run("check", "submissions", *layer, "--format", "json", cwd=handed_in).stdout)
    assert [file["verdict"] for file in told["files"]] == ["right", "wrong", "refused", "skipped"]


KINDS = "--export expects KIND:PATH with gradescope, nbgrader, otter, prairielearn"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--report", "class.doc"], "a class report ends in .html, .md, .csv, .json, .txt, got 'class.doc'"),
        (["--export", "moodle:x"], f"{KINDS}, got 'moodle'"),
        (["--export", "otter"], f"{KINDS}, got 'otter'"),
        (["--resume"], "--resume needs --report or --journal, which say where results were kept"),
        (["--rubric"], "--rubric is for single files; --feedback tells each student"),
        (["--feedback", "submissions/anna.txt"], "--feedback names a folder, which submissions/anna.txt is not"),
        (["--report", "submissions.txt", "-o", "no/a"], "cannot write no/a: No such file or directory"),
        (["--format", "sarif"], "a class report is text, html, markdown, csv, json, got sarif"),
        (["--jobs", "2", "--scheduler", "tcp://h:1"], "a cluster has workers of its own; give either --jobs or --sch"),
        (["--export", "gradescope:r.json"], "r.json is for one student, and there are 4; name a folder"),
        (["--stride", "0"], "--stride must be at least 1"),
    ],
)
def test_what_cannot_be(handed_in: Path, run: Callable, options: list[str], message: str) -> None:
    finished = run("check", "submissions", *options, cwd=handed_in)
    assert finished.returncode == 2
    assert f"symconv: {message}" in finished.stderr
    assert len(finished.stderr.splitlines()) <= 2


def test_a_scheduler_checks_the_same(handed_in: Path, run: Callable) -> None:
    distributed = pytest.importorskip("distributed", reason="dask.distributed (the cluster extra) is not installed")
    here = run("check", "submissions", "--format", "json", cwd=handed_in)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        there = run("check", "submissions", "--format", "json", "--scheduler", cluster.scheduler_address, cwd=handed_in)
        swept = run("prove", "--sweep", "kernel=1..2 input=2..4", "--scheduler", cluster.scheduler_address)
    assert there.stdout == here.stdout
    assert (swept.returncode, swept.stdout) == (0, run("prove", "--sweep", "kernel=1..2 input=2..4").stdout)


def test_a_scheduler_is_for_a_sweep(run: Callable) -> None:
    finished = run("prove", "--stride", "2", "--scheduler", "tcp://127.0.0.1:1")
    assert (finished.returncode, finished.stderr) == (2, "symconv: --scheduler is for --sweep\n")


def test_a_theme_for_what_is_html(handed_in: Path, run: Callable) -> None:
    options = ("check", "submissions/anna.txt", "--theme", "dark", "--jobs", "1")
    finished = run(*options, "--report", "class.html", "--feedback", "told", cwd=handed_in)
    assert finished.returncode == 0
    for page in (handed_in / "class.html", handed_in / "told/anna.html"):
        assert '<html lang="en" data-theme="dark">' in page.read_text(encoding="utf-8")
    refused = run(*options, "--report", "class.md", cwd=handed_in)
    told = "symconv: --theme is for HTML: a --report that ends in .html, --feedback, or --format html\n"
    assert (refused.returncode, refused.stderr) == (2, told)
