"""A class on an executor: order, equal submissions, what breaks, what is resumed."""

import json
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Lock
from typing import Any

import pytest
from classwork import HEADER, RIGHT, Here, answered, blocked, dies_once, gone_through, handed_in

from symconv.classroom.asked import Asked
from symconv.classroom.course import Course
from symconv.classroom.journal import Journal
from symconv.classroom.submission import Submission
from symconv.classroom.submissions import gather
from symconv.errors import InputError, WorkerError
from symconv.workers import Workers, workers


def test_outcomes_keep_the_order_of_submissions() -> None:
    """The first is done last: it waits until the others are."""
    others = Barrier(3)

    def judge(asked: Mapping[str, Any]) -> dict[str, Any]:
        others.wait()
        return answered(asked)

    with ThreadPoolExecutor(3) as executor:
        found = gone_through(
            handed_in(a="1\n2\n3", b="1\n2", c="1"), judge=judge, crew=Workers(executor=executor, places=3)
        )
    assert [(one.file, one.counted) for one in found] == [("a.txt", 3), ("b.txt", 2), ("c.txt", 1)]


def test_equal_submissions_are_asked_about_once() -> None:
    asked = []
    found = gone_through(
        handed_in(a="same", b="other", c="same", d="same"),
        judge=lambda question: asked.append(question["text"]) or answered(question),
    )
    assert sorted(asked) == ["other", "same"]
    assert [(one.student, one.report and one.report["file"]) for one in found] == [
        ("a", "a.txt"),
        ("b", "b.txt"),
        ("c", "c.txt"),
        ("d", "d.txt"),
    ]


def test_few_are_sent_ahead() -> None:
    """A class is not held in memory: what is read has a place to go."""
    under_way, most, lock = 0, 0, Lock()

    class Counting(ThreadPoolExecutor):
        def submit(self, function: Any, /, *given: Any, **named: Any) -> Future[Any]:
            nonlocal under_way, most
            with lock:
                under_way += 1
                most = max(most, under_way)
            future = super().submit(function, *given, **named)
            future.add_done_callback(self.done)
            return future

        def done(self, future: Future[Any]) -> None:
            nonlocal under_way
            with lock:
                under_way -= 1

    with Counting(2) as executor:
        found = gone_through(
            handed_in(**{f"s{number}": str(number) for number in range(50)}), crew=Workers(executor=executor, places=2)
        )
    assert len(found) == 50
    assert most <= 4


def test_files_that_cannot_be_read_are_told_among_the_others() -> None:
    def unreadable() -> bytes:
        raise InputError("a link, not a file")

    given = handed_in(a="1", z="1\n2")
    given[1:1] = [
        Submission(file="b.tex", student="b", read=unreadable),
        Submission(file="c.pdf", student="c", read=unreadable),
        Submission(file="d.md", student="d", read=lambda: b"\xff"),
    ]
    assert [(one.verdict, one.message) for one in gone_through(given)] == [
        ("right", ""),
        ("refused", "a link, not a file"),
        ("skipped", ".pdf is not checked"),
        ("refused", "it is no UTF-8 text (byte 0)"),
        ("right", ""),
    ]


def test_one_that_hangs_does_not_stop_the_others() -> None:
    with workers(2) as crew:
        found = gone_through(handed_in(a=HEADER + RIGHT, b="BLOCK", c=RIGHT + HEADER), judge=blocked, crew=crew)
    assert [one.verdict for one in found] == ["right", "timed out", "right"]


def test_a_broken_run_goes_on_where_it_was(tmp_path: Path) -> None:
    given = handed_in(**{name: name * 3 for name in "abcdef"})
    kept = tmp_path / "journal"
    seen = []

    def breaks(question: Mapping[str, Any]) -> dict[str, Any]:
        seen.append(question["file"])
        if len(seen) == 4:
            raise BrokenExecutor
        return answered(question)

    with pytest.raises(WorkerError, match="--resume"), Journal(kept, resume=False) as journal:
        gone_through(given, journal=journal, judge=breaks, crew=Workers(executor=Here(), places=1))
    done = [json.loads(line)["file"] for line in kept.read_text().splitlines()]
    assert done
    kept.write_text(kept.read_text() + '{"file": "torn')
    again = []
    with Journal(kept, resume=True) as journal:
        found = gone_through(
            given, journal=journal, judge=lambda question: again.append(question["file"]) or answered(question)
        )
    assert sorted(done + again) == [f"{name}.txt" for name in "abcdef"]
    assert found == gone_through(given)
    assert len(kept.read_text().splitlines()) == 6


def test_what_was_asked_otherwise_is_not_taken(tmp_path: Path) -> None:
    given = handed_in(a="1")
    asked = []

    def judge(question: Mapping[str, Any]) -> dict[str, Any]:
        asked.append(dict(question["layer"]))
        return answered(question)

    for layer in ({"stride": 2}, {"stride": 3}, {"stride": 2}):
        with Journal(tmp_path / "journal", resume=True) as journal:
            gone_through(given, journal=journal, judge=judge, asked={"layer": layer})
    assert asked == [{"stride": 2}, {"stride": 3}]


def test_without_resume_a_journal_begins_anew(tmp_path: Path) -> None:
    for _ in range(2):
        with Journal(tmp_path / "journal", resume=False) as journal:
            gone_through(handed_in(a="1"), journal=journal)
    assert len((tmp_path / "journal").read_text().splitlines()) == 1


def test_a_worker_that_dies_here_is_said(tmp_path: Path) -> None:
    given = handed_in(a="1", b=f"die {tmp_path / 'died'}", c="3")
    with (
        Journal(tmp_path / "journal", resume=True) as journal,
        workers(1) as crew,
        pytest.raises(WorkerError, match="a worker process died; what was done is kept"),
    ):
        gone_through(given, journal=journal, judge=dies_once, crew=crew)
    with Journal(tmp_path / "journal", resume=True) as journal, workers(1) as crew:
        found = gone_through(given, journal=journal, judge=dies_once, crew=crew)
    assert [(one.student, one.counted) for one in found] == [("a", 1), ("b", 1), ("c", 1)]


def test_a_cluster_loses_nothing_with_a_worker(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="dask.distributed (the cluster extra) is not installed")
    texts = {f"s{number:02}": f"{number}\n" * (number + 1) for number in range(30)}
    given = handed_in(**texts, s30=f"die {tmp_path / 'died'}", s31="last")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        workers(scheduler=cluster.scheduler_address) as crew,
        Journal(tmp_path / "j", resume=False) as journal,
    ):
        found = gone_through(given, judge=dies_once, crew=crew, journal=journal)
    assert (tmp_path / "died").exists()
    assert [one.student for one in found] == [f"s{number:02}" for number in range(32)]
    assert [one.counted for one in found] == [*range(1, 31), 1, 1]
    assert sorted(json.loads(line)["student"] for line in (tmp_path / "j").read_text().splitlines()) == [
        one.student for one in found
    ]


def test_real_homework_through_real_processes(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(HEADER + RIGHT + f"Written by {name}.\n")
    with workers(2) as crew:
        found = Course(asked=Asked(), crew=crew).outcomes(gather([str(tmp_path)]), lambda done: None)
    assert [(one.student, one.verdict, one.earned) for one in found] == [(name, "right", 1) for name in "abc"]


def test_an_archive_that_cannot_be_read_is_refused_not_skipped(tmp_path: Path) -> None:
    (tmp_path / "emil.zip").write_bytes(b"broken")
    (one,) = gone_through(gather([str(tmp_path)]))
    assert (one.file, one.verdict, one.message) == ("emil.zip", "refused", "it is no zip archive that can be read")
