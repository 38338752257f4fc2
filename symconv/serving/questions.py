"""Questions from the page, put to a process of its own: one after another, each within its time."""

import threading
import time
from collections.abc import Mapping
from typing import Any

from symconv.classroom.guard import Guard
from symconv.errors import WorkerError

START = "import sys; sys.path.append(sys.argv.pop(1)); from symconv.serving.answerer import main; main()"
SECONDS = 20.0
"""How long one question may take."""
MOST_SESSIONS = 64
"""Pages that may wait at the same time."""

Answer = tuple[int, dict[str, Any]]
"""HTTP status, and what is told."""


class Questions:
    """Puts questions to a process, which is replaced where it ends."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._guard: Guard | None = None
        self._turn = threading.Lock()
        self._waiting: set[str] = set()
        self._door = threading.Lock()

    def ask(self, session: str, kind: str, request: Mapping[str, Any]) -> Answer:
        """The answer to a question of a session, which may have one at a time."""
        with self._door:
            if session in self._waiting or len(self._waiting) >= MOST_SESSIONS:
                return 429, {"error": "one question at a time: the last one is not yet answered"}
            self._waiting.add(session)
        try:
            with self._turn:
                return self._answered({"kind": kind, "request": request, "time_limit": self.seconds})
        finally:
            with self._door:
                self._waiting.discard(session)

    def warm(self) -> None:
        """Starts the process, so that the first question does not wait for it."""
        with self._turn:
            self._process()

    def end(self) -> None:
        """Ends the process."""
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.process.kill()
            guard.end()

    def _answered(self, question: Mapping[str, Any]) -> Answer:
        for _ in range(2):  # one that was idle may have ended just now
            begun = time.monotonic()
            try:
                answer = self._process().ask(question)
            except WorkerError as error:
                return 503, {"error": str(error)}
            if answer is None:
                self.end()
                continue
            if "verdict" in answer and self._guard is not None and self._guard.process.poll() is not None:
                self.end()
                late = answer["verdict"] == "timed out" or time.monotonic() - begun >= self.seconds
                told = f"no answer within {self.seconds:g} seconds" if late else "the process that works it out ended"
                return 200, {"error": f"{told}: ask something smaller"}
            return 200, answer
        return 503, {"error": "the process that works it out ends before it is asked"}

    def _process(self) -> Guard:
        if self._guard is None or self._guard.process.poll() is not None:
            self._guard = Guard.started(START)
        return self._guard
