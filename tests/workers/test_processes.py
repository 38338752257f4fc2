"""Processes end with us, however we end, and Ctrl-C is ours alone."""

import os
import signal
import subprocess
import sys
from _thread import interrupt_main
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import pytest

from symconv.workers import workers
from symconv.workers.processes import _held_back, processes

ROOT = Path(__file__).parent.parent.parent
BUSY = """
import os, signal, time
from symconv.workers import workers

def told():
    os.write(1, b"at work\\n")  # both processes write to one pipe: a line is one write
    time.sleep(3600)

if __name__ == "__main__":
    with workers(2) as crew:
        crew.executor.submit(told)
        crew.executor.submit(told).result()
"""
"""A program whose processes work for an hour."""


def begun(tmp_path: Path) -> subprocess.Popen[str]:
    """The program, in a session of its own, when both of its processes are at work."""
    program = tmp_path / "busy.py"
    program.write_text(BUSY)
    started = subprocess.Popen(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert started.stdout is not None
    assert [started.stdout.readline() for _ in range(2)] == ["at work\n"] * 2
    return started


def test_whoever_is_killed_leaves_nobody(tmp_path: Path) -> None:
    """Standard output is closed when the last of them has ended."""
    started = begun(tmp_path)
    started.kill()
    assert started.communicate(timeout=60)[0] == ""


def test_ctrl_c_reaches_one_process_alone(tmp_path: Path) -> None:
    """A terminal sends it to all; the others say nothing, and end at once."""
    started = begun(tmp_path)
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert started.returncode == -signal.SIGINT
    assert said.count("Traceback") == 1
    assert said.rstrip().endswith("KeyboardInterrupt")


def broken_off(executor: Executor) -> None:
    executor.submit(signal.pause)
    raise KeyError


def test_what_breaks_off_does_not_wait() -> None:
    with pytest.raises(KeyError), processes(1) as executor:
        broken_off(executor)


def test_work_is_done_in_order() -> None:
    with workers(2) as crew:
        assert list(crew.each(divmod, ((number, 3) for number in range(9)))) == [divmod(n, 3) for n in range(9)]


@pytest.mark.parametrize("heard", [interrupt_main, partial(signal.raise_signal, signal.SIGINT)], ids=["thread", "ours"])
def test_an_interrupt_comes_after_the_start(heard: Callable[[], None]) -> None:
    """Also one that another thread hears, which no mask of ours holds back."""
    begun: list[bool] = []
    before = signal.getsignal(signal.SIGINT)

    def start() -> None:
        with _held_back():
            heard()
            begun.append(True)

    with pytest.raises(KeyboardInterrupt):
        start()
    assert begun == [True]
    assert signal.getsignal(signal.SIGINT) is before
