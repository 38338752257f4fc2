"""A worker: a Python of its own that runs foreign code, the pipes to it, and what its end says."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from symconv.foreign.lines import Drain, Lines
from symconv.foreign.poison import ENVIRONMENT

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
"""Environment variables that foreign code sees."""

ROOT = str(Path(__file__).parents[2])

QUICKLY = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
"""How JAX is to compile: what is compiled here runs a few times, on small arrays."""


@dataclass(frozen=True, slots=True)
class Process:
    """A worker that runs: requests in, answers and what is printed out."""

    worker: "subprocess.Popen[bytes]"
    requests: IO[bytes]
    answers: Lines
    printed: Drain

    @classmethod
    def started(cls, folder: Path) -> Self:
        """A new worker."""
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        paths = [ROOT, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        environment |= {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "OMP_NUM_THREADS": "1", **ENVIRONMENT}
        environment |= {"XLA_FLAGS": QUICKLY}
        requests, answers, printed = (os.pipe() for _ in range(3))
        worker = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-m", "symconv.foreign.worker"],
            stdin=requests[0],
            stdout=answers[1],
            stderr=printed[1],
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        for end in (requests[0], answers[1], printed[1]):
            os.close(end)
        told, said = os.fdopen(answers[0], "rb"), os.fdopen(printed[0], "rb")
        return cls(worker, os.fdopen(requests[1], "wb"), Lines(told), Drain(said))

    def end(self) -> int:
        """Ends the worker and all that it started; its exit status."""
        ended = self.worker.poll()
        with suppress(OSError):
            os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        with suppress(OSError):
            self.requests.close()
        return self.worker.returncode if ended is None else ended


def told_by(code: int) -> tuple[str, str]:
    """What an exit status says."""
    if code >= 0:
        return "ended", f"it ended the process with status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    said = {"SIGSEGV": "a segmentation fault", "SIGABRT": "an abort", "SIGKILL": "a kill"}.get(name, name)
    return "crashed", f"the process was ended by {said}"
