"""What the tests of a class share: questions, judges that misbehave, and homework written by hand."""

import os
import signal
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from symconv.classroom.asked import Asked
from symconv.classroom.course import Course
from symconv.classroom.guard import START, Guard
from symconv.classroom.outcome import Outcome
from symconv.classroom.submission import Submission
from symconv.workers import Workers

HEADER = "symconv: stride=2 kernel=3 input=5x5\n"
RIGHT = "dL/dx_00 = dL/do_00*f_00\n"
ALSO_RIGHT = "dL/dx_12 = dL/do_00*f_12 + dL/do_01*f_10\n"
SWAPPED = "dL/dx_12 = dL/do_00*f_10 + dL/do_01*f_12\n"
SHORT = "dL/df_00 = dL/do_00*x_00 + dL/do_01*x_02 + dL/do_10*x_20\n"
"""On a 5x5 input with kernel 3 and stride 2, worked by hand: i = 2·m + a."""


def question(text: str, file: str = "a.txt", time_limit: float = 60) -> dict[str, Any]:
    """What is asked about a text, without options."""
    return {
        "kind": "written",
        "file": file,
        "text": text,
        "layer": {},
        "names": {},
        "index_base": None,
        "code": {},
        "time_limit": time_limit,
    }


def answered(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A judge without mathematics: how many lines the text has, all of them right."""
    lines = len(asked["text"].splitlines())
    report = {"file": asked["file"], "layer": None, "binding": {}, "statements": [], "summary": {}}
    return {"verdict": "right", "report": report, "earned": lines, "counted": lines}


def dies_once(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Kills its own process when it is first asked about a text that names a file to be made."""
    word, _, marker = asked["text"].strip().partition(" ")
    if word == "die" and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return answered(asked)


BLOCKING = (
    "import sys, threading; sys.path.append(sys.argv.pop(1))\n"
    "from symconv.classroom import marker\n"
    "judged = marker.judged\n"
    "def blocking(question):\n"
    "    if 'BLOCK' in question['text']: threading.Event().wait()\n"
    "    return judged(question)\n"
    "marker.judged = blocking\n"
    "marker.main()\n"
)
"""A checking process that never ends with a text that says BLOCK."""

SEGFAULT = START.replace(
    "marker import main;",
    "marker import main; from symconv.classroom import marker; import ctypes; "
    "marker.judged = lambda question: ctypes.string_at(0);",
)
"""A checking process that reads where there is no memory."""


def blocked(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A judge in a process of its own, which hangs where the text says BLOCK, and has little time for that alone."""
    guard = Guard.started(BLOCKING)
    answer = guard.ask({**asked, "time_limit": 0.1} if "BLOCK" in asked["text"] else asked)
    guard.end()
    assert answer is not None
    return answer


def handed_in(**texts: str) -> list[Submission]:
    return [
        Submission(file=f"{name}.txt", student=name, read=lambda text=text: text.encode())  # type: ignore[misc]
        for name, text in texts.items()
    ]


class Here(Executor):
    """Works at once, in this thread."""

    def submit(self, function: Any, /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*given, **named))
        return future


def gone_through(submissions: list[Submission], **options: Any) -> list[Outcome]:
    crew = options.pop("crew", Workers(executor=Here(), places=2))
    judge = options.pop("judge", answered)
    return Course(asked=Asked(**options.pop("asked", {})), crew=crew, judge=judge, **options).outcomes(
        submissions, lambda done: None
    )
