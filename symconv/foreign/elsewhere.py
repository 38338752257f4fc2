"""Foreign code in a process of its own, started when it is needed and again after it was lost."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from symconv.foreign.lines import Drain, Late, Lines
from symconv.foreign.outcome import Failure, Outcome, received
from symconv.foreign.plan import Plan
from symconv.foreign.poison import ENVIRONMENT
from symconv.foreign.runner import Points

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
"""Environment variables that foreign code sees."""

ROOT = str(Path(__file__).parents[2])
TO_LOAD = 60.0
"""Seconds that the import of the file may take beyond the limit of a call: frameworks load slowly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a call may take.

    Attributes:
        seconds: of time.
        memory: bytes beyond what is in use when the file has been loaded.
    """

    seconds: float = 5.0
    memory: int = 1 << 30


class Elsewhere:
    """A Python file in a process of its own."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path.resolve(), limits
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: Lines | None = None
        self._drain: Drain | None = None
        self._offers: Mapping[str, Any] | Failure | None = None
        self.printed = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def offers(self) -> Mapping[str, Any] | Failure:
        """What the file offers; loads it."""
        if self._process is None:
            self._start()
            request = {"do": "load", "path": str(self._path), "memory": self._limits.memory}
            answer = next(iter(self._asked(request, 1, self._limits.seconds + TO_LOAD)))
            self._offers = received(answer) if "failed" in answer else answer  # type: ignore[assignment]
        assert self._offers is not None
        return self._offers

    def run(
        self, plan: Plan, setting: Mapping[str, Any], points: Points, *, poisoned: bool = False
    ) -> Sequence[Outcome]:
        """One outcome for each point; after one that cost the process, the others fail like it."""
        offered = self.offers()
        if isinstance(offered, Failure):
            return [offered] * len(points)
        request = {
            "do": "run",
            "plan": plan.to_json(),
            "setting": setting,
            "shapes": {role: array.shape for role, array in points[0].items()} if points else {},
            "points": [{role: array.ravel().tolist() for role, array in point.items()} for point in points],
            "poison": poisoned,
        }
        found = [received(answer) for answer in self._asked(request, len(points), self._limits.seconds)]
        return found + found[-1:] * (len(points) - len(found))

    def close(self) -> None:
        """Ends the process and all that it started."""
        if self._process is None:
            return
        with suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._drain is not None:
            self.printed = (self.printed + self._drain.text())[:4000]
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self._process = None

    def _start(self) -> None:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        paths = [ROOT, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        environment |= {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "OMP_NUM_THREADS": "1", **ENVIRONMENT}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "symconv.foreign.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._path.parent,
            env=environment,
            start_new_session=True,
        )
        assert self._process.stdout
        assert self._process.stderr
        self._lines, self._drain = Lines(self._process.stdout), Drain(self._process.stderr)

    def _asked(self, request: Mapping[str, Any], answers: int, seconds: float) -> Iterator[Mapping[str, Any]]:
        """The answers to a request; the last one is a failure where the process was lost."""
        assert self._process
        assert self._process.stdin
        assert self._lines
        with suppress(OSError):
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        for _ in range(answers):
            try:
                line = self._lines.next(seconds)
            except Late:
                self.close()
                yield {"failed": ["late", f"it did not end within {seconds:g} seconds", None]}
                return
            if line is None:
                yield {"failed": self._ended()}
                return
            yield json.loads(line)

    def _ended(self) -> list[Any]:
        assert self._process
        code = self._process.wait()
        self.close()
        if code < 0:
            name = signal.Signals(-code).name
            said = {"SIGSEGV": "a segmentation fault", "SIGABRT": "an abort", "SIGKILL": "a kill"}.get(name, name)
            return ["crashed", f"the process was ended by {said}", None]
        return ["ended", f"it ended the process with status {code}", None]
