"""Ctrl-C at every place where the program starts: no traceback, and the exit status that shells give for it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

START = """
import _signal, sys
event, at, seen = sys.argv.pop(1), int(sys.argv.pop(1)), 0

def count():
    global seen
    seen += sys.unraisablehook is not sys.__unraisablehook__  # from the first line of main on
    if 0 < seen == at:
        seen += 1
        _signal.raise_signal(_signal.SIGINT)

if event == "import":
    sys.addaudithook(lambda told, _: count() if told == "import" else None)
else:
    sys.setprofile(lambda frame, told, _: count() if told == "call" else None)
try:
    from symconv.__main__ import main
    main()
finally:
    sys.setprofile(None)
    print("so many:", seen, file=sys.stderr)
"""
"""As the script that pip writes, with Ctrl-C at the n-th import, or the n-th call; n = 0 counts them."""

COMMAND = ["prove", "-n", "3", "-k", "2", "--routes", "scatter"]


def started(event: str, at: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START, event, str(at), *COMMAND], capture_output=True, text=True, cwd=ROOT, check=False
    )


@pytest.mark.parametrize("event", ["import", "call"])
def test_ctrl_c_at_any_moment_of_the_start(event: str) -> None:
    whole = started(event, 0)
    assert (whole.returncode, "proven" in whole.stdout) == (0, True)
    count = int(whole.stderr.rpartition("so many: ")[2])
    assert count > 100
    for at in {1, 2, *range(3, count // 2, count // 10)}:
        ended = started(event, at)
        told = ended.stderr.rpartition("so many:")[0]
        assert (ended.returncode, ended.stdout) == (130, ""), (at, ended)
        assert told in ("", "symconv: interrupted\n"), (at, told)


def test_nothing_is_loaded_before_ctrl_c_is_heard() -> None:
    code = "import sys; before = {*sys.modules}; import symconv.__main__; print(*sorted({*sys.modules} - before))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ended.stdout == "symconv symconv.__main__\n"


RUN = """
import signal, weakref
import symconv.cli
from symconv.__main__ import main

class Thing: pass

def swallowed():
    thing = Thing()
    last = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
    del thing
    print("goes on")

def another():
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        raise SyntaxError("cannot load a module that the compiler needs") from None

def twice():
    try:
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.raise_signal(signal.SIGINT)

def at_exit():
    import atexit
    atexit.register(signal.raise_signal, signal.SIGINT)

symconv.cli.cli = lambda **_: {}()
main()
"""


@pytest.mark.parametrize(
    ("comes", "status"),
    [
        ("swallowed", 130),  # as where importlib forgets a lock: Python would print a traceback and go on
        ("another", 130),
        ("twice", 130),
        ("at_exit", 0),
    ],
)
def test_ctrl_c_where_nobody_can_catch_it(comes: str, status: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", RUN.format(comes)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, "", "")
