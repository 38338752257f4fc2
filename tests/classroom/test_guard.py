"""A submission that hangs or crashes takes its process with it, and nothing else."""

import os
import signal

import pytest
from classwork import BLOCKING, HEADER, RIGHT, SEGFAULT, SWAPPED, question

from symconv.classroom import marker
from symconv.classroom.guard import Guard, guarded
from symconv.errors import WorkerError


def test_one_process_answers_many_questions() -> None:
    guard = Guard.started()
    first, second = (guard.ask(question(HEADER + line)) for line in (RIGHT, RIGHT + SWAPPED))
    assert first is not None
    assert second is not None
    assert (first["verdict"], first["earned"], first["counted"]) == ("right", 1, 1)
    assert (second["verdict"], second["earned"], second["counted"]) == ("wrong", 1, 2)
    assert guard.end() == 0


def test_what_hangs_is_ended_and_said() -> None:
    guard = Guard.started(BLOCKING)
    assert guard.ask(question("BLOCK", time_limit=0.1)) == {
        "verdict": "timed out",
        "message": "not checked within 0.1 seconds",
    }
    assert guard.process.poll() == marker.TIMED_OUT


def test_the_clock_of_one_is_not_that_of_the_next() -> None:
    guard = Guard.started(BLOCKING)
    assert guard.ask(question(HEADER + RIGHT, time_limit=3600))["verdict"] == "right"  # type: ignore[index]
    assert guard.ask(question("BLOCK", time_limit=0.1))["verdict"] == "timed out"  # type: ignore[index]


def test_a_crash_is_a_verdict() -> None:
    guard = Guard.started(SEGFAULT)
    assert guard.ask(question(RIGHT)) == {
        "verdict": "crashed",
        "message": f"the process that checked it ended with signal {signal.SIGSEGV:d}",
    }


def test_a_process_that_ended_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    guards = []
    start = Guard.started
    monkeypatch.setattr(Guard, "started", lambda: guards.append(start()) or guards[-1])
    assert guarded(question(HEADER + RIGHT))["verdict"] == "right"
    os.kill(guards[0].process.pid, signal.SIGKILL)
    assert guarded(question(HEADER + SWAPPED))["verdict"] == "wrong"
    assert len(guards) == 2
    guards[1].end()


def test_what_cannot_start_says_so() -> None:
    with pytest.raises(WorkerError, match=r"a checking process does not start \(exit status 7\)"):
        Guard.started("import sys; sys.exit(7)")


def test_prints_do_not_reach_the_channel() -> None:
    loud = BLOCKING.replace("return judged", "print('noise'); import os; os.write(1, b'noise'); return judged")
    guard = Guard.started(loud)
    assert guard.ask(question(HEADER + RIGHT))["verdict"] == "right"  # type: ignore[index]
    assert guard.end() == 0


def test_a_bug_of_ours_is_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marker, "KINDS", {"written": lambda question: 1 / 0})
    assert marker.judged(question(RIGHT)) == {
        "verdict": "crashed",
        "message": "checking it failed: ZeroDivisionError",
    }


def test_a_header_that_cannot_be_is_refused() -> None:
    answer = marker.judged(question("symconv: stride=0\n" + RIGHT))
    assert answer["verdict"] == "refused"
    assert "stride" in answer["message"]
