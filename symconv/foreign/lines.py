"""Lines from a process as they come, with a limit on how long one waits for the next."""

from collections.abc import Callable, Iterator
from queue import Empty, Queue
from threading import Thread
from typing import IO

MOST_KEPT = 4_000
"""Bytes kept of what is printed."""

LONGEST = 1 << 26
"""Bytes of one line; a longer one is taken for several."""


class Late(Exception):  # noqa: N818 - not an error of ours
    """The next line did not come in time."""


class Lines:
    """The lines of a pipe, read by a thread of their own; None where the pipe ended.

    Attributes:
        over: whether the end was reached.
    """

    def __init__(self, pipe: IO[bytes], at_end: Callable[[], None] | None = None) -> None:
        """``at_end`` is called by the reading thread when the pipe ends, whatever the others do."""
        self._queue: Queue[bytes | None] = Queue()
        self.over = False
        Thread(target=self._read, args=(pipe, at_end), daemon=True).start()

    def _read(self, pipe: IO[bytes], at_end: Callable[[], None] | None) -> None:
        with pipe:
            while line := pipe.readline(LONGEST):
                self._queue.put(line)
        self._queue.put(None)
        if at_end:
            at_end()

    def __iter__(self) -> Iterator[bytes]:
        """Every line, waited for."""
        return iter(self._queue.get, None)

    def next(self, seconds: float) -> bytes | None:
        """The next line.

        Raises:
            Late: it did not come in time.
        """
        try:
            line = self._queue.get(timeout=max(seconds, 0.001))
        except Empty:
            raise Late from None
        self.over = line is None
        return line


class Drain:
    """What is printed: read to the end so that nobody waits for it, the beginning kept."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self.kept = b""
        self._thread = Thread(target=self._read, args=(pipe,), daemon=True)
        self._thread.start()

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            while chunk := pipe.read1(1 << 16):  # type: ignore[attr-defined]
                self.kept += chunk[: MOST_KEPT - len(self.kept)]

    def text(self) -> str:
        """The beginning of what was printed, once the process has ended."""
        self._thread.join(timeout=1)
        return self.kept.decode("utf-8", "replace")
