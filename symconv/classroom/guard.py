"""One checking process for each worker: kept while it answers, replaced when it ends.

A submission that hangs or crashes takes its process with it, and nothing else.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symconv.classroom.marker import READY, STARTED, TIMED_OUT
from symconv.errors import WorkerError

MOST_MEMORY = 4_000_000_000
"""Bytes that a checking process may ask for, where the system can limit it."""

PACKAGE = Path(__file__).parent.parent.parent
START = "import sys; sys.path.append(sys.argv.pop(1)); from symconv.classroom.marker import main; main()"


@dataclass(frozen=True, slots=True)
class Guard:
    """A checking process and the pipes to it."""

    process: "subprocess.Popen[bytes]"

    @classmethod
    def started(cls, start: str = START) -> "Guard":
        """A new process, ready to be asked; ``start`` is what it runs.

        Raises:
            WorkerError: it does not start.
        """
        command = [sys.executable, "-P", "-c", start, str(PACKAGE), str(MOST_MEMORY)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        guard = cls(subprocess.Popen(command, **pipes))  # type: ignore[call-overload]  # noqa: S603 - our own code
        if guard._line() != READY:
            raise WorkerError(f"a checking process does not start (exit status {guard.end()})")
        return guard

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer; None where the process had ended before it took the question."""
        try:
            self.process.stdin.write(json.dumps(question).encode() + b"\n")  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]
        except OSError:
            return None
        if self._line() != STARTED:
            return None
        answer = self._line()
        return json.loads(answer) if answer.endswith(b"\n") else _ended(self.end(), question)

    def end(self) -> int:
        """Ends the process; its exit status."""
        with suppress(OSError):  # it may hold a question that nobody reads
            self.process.stdin.close()  # type: ignore[union-attr]
        self.process.stdout.close()  # type: ignore[union-attr]
        return self.process.wait()

    def _line(self) -> bytes:
        return self.process.stdout.readline()  # type: ignore[union-attr]


def _ended(status: int, question: Mapping[str, Any]) -> dict[str, Any]:
    if status == TIMED_OUT:
        return {"verdict": "timed out", "message": f"not checked within {question['time_limit']:g} seconds"}
    how = f"signal {-status}" if status < 0 else f"exit status {status}"
    return {"verdict": "crashed", "message": f"the process that checked it ended with {how}"}


_MINE = threading.local()


def guarded(question: Mapping[str, Any]) -> dict[str, Any]:
    """What is said about one submission, by this worker's checking process.

    Raises:
        WorkerError: no checking process can be started.
    """
    for _ in range(2):  # one that was idle may have ended just now
        guard: Guard | None = getattr(_MINE, "guard", None)
        if guard is not None and guard.process.poll() is not None:
            guard.end()  # its pipes are closed
            guard = None
        if guard is None:
            guard = _MINE.guard = Guard.started()
        answer = guard.ask(question)
        if answer is not None:
            return answer
        guard.end()
    raise WorkerError("checking processes end before they are asked")
