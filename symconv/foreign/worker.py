"""The process that foreign code runs in: requests on one pipe, answers on another, everything printed on a third.

One JSON value a line. ``load`` answers what the file offers; ``run`` answers one outcome for each point.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import numpy as np

from symconv.foreign.calls import failure, outcome
from symconv.foreign.lines import Lines
from symconv.foreign.module import described, frameworks, loaded
from symconv.foreign.plan import Plan
from symconv.foreign.poison import poison

WHILE_LOADING = 16 << 30
"""Address space for imports: large frameworks map far more than they use."""

BESIDE = 8 << 30
"""What these map while they run, beyond the limit."""


def main() -> None:
    """Answers requests until the pipe is closed; then it ends, also where foreign code is still running."""
    pipe, answers = _pipes()
    state: dict[str, Any] = {}
    for line in Lines(pipe, at_end=_end):
        for answer in _answers(json.loads(line), state):
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def _end() -> None:
    """Ends this process and, where it leads a group, all that the code has started."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def _pipes() -> tuple[BinaryIO, TextIO]:
    """Takes standard input and output for itself; what the code prints goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.dup2(2, 1)
    return requests, answers


def _answers(request: dict[str, Any], state: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if request["do"] == "load":
        yield _load(request, state)
        return
    plan = Plan.from_json(request["plan"])
    for point in request["points"]:
        arrays = {
            role: np.array(values, dtype=float).reshape(request["shapes"][role]) for role, values in point.items()
        }
        if request["poison"]:
            poison()
        answer = outcome(state["names"], plan, {**request["setting"], **arrays}, state["path"])
        with suppress(Exception):
            sys.stdout.flush()
        yield answer


def _load(request: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    path = state["path"] = request["path"]
    _limit(WHILE_LOADING)
    try:
        module = loaded(path)
    except BaseException as error:
        return {"failed": failure(error, path)}
    state["names"] = vars(module)
    found = frameworks()
    _limit(request["memory"] + (BESIDE if found != ["numpy"] else 0))
    return {"offers": described(vars(module), module.__name__), "frameworks": found}


def _limit(more: int) -> None:
    """Allows so many bytes of memory beyond those now in use; nothing where the system has no such limit."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
