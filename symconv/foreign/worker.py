"""The process that foreign code runs in: requests on one pipe, answers on another, everything printed on a third.

One JSON value a line, each answer with the seconds of processor time ``spent`` so far. ``load`` answers what the file
offers; ``places`` what an object of a class holds; ``run`` answers one outcome for each point. What foreign code has
forked never answers.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Any, BinaryIO, TextIO

import numpy as np

from symconv.foreign import absent
from symconv.foreign.calls import outcome, shapes, words
from symconv.foreign.chance import seeded
from symconv.foreign.described import compiles, described, frameworks
from symconv.foreign.engines import engines
from symconv.foreign.lines import Lines
from symconv.foreign.module import defined, loaded, located, prepared
from symconv.foreign.older import NOTED, converting, older
from symconv.foreign.outcome import failure
from symconv.foreign.plan import Plan
from symconv.foreign.poison import poison
from symconv.foreign.submission import Submission
from symconv.foreign.tensors import with_tensors

WHILE_LOADING = 16 << 30
"""Address space for imports: large frameworks map far more than they use."""

BESIDE = 8 << 30
"""What these map while they run, beyond the limit."""

OWN = os.getpid()


def main() -> None:
    """Answers requests until the pipe is closed; then it ends, also where foreign code is still running."""
    pipe, answers = _pipes()
    state: dict[str, Any] = {}
    written, clock = json.dumps, process_time
    for line in Lines(pipe, at_end=_end):
        for answer in _answers(json.loads(line), state):
            if os.getpid() != OWN:
                os._exit(0)
            answers.write(written({**answer, "spent": clock(), "noted": NOTED}) + "\n")
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
    setting = {role: _tuples(value) for role, value in request["setting"].items()}
    absent.USING = True
    if request["do"] == "places":
        zeros = {role: np.zeros(shape) for role, shape in request["shapes"].items()}
        yield shapes(state["names"], plan, {**setting, **zeros}, state["path"])
        return
    for number, point in enumerate(request["points"]):
        arrays = {
            role: np.array(values, dtype=float).reshape(request["shapes"][role]) for role, values in point.items()
        }
        seeded(number if request["poison"] else 0)
        if request["do"] == "hear":
            yield words(state["names"], plan, {**setting, **arrays})
            continue
        if request["poison"]:
            poison()
        answer = outcome(state["names"], plan, {**setting, **arrays}, state["path"])
        with suppress(Exception):
            sys.stdout.flush()
        yield answer


def _tuples(value: Any) -> Any:
    """What was a tuple before it travelled."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _load(request: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    path = state["path"] = request["path"]
    older()
    finder = absent.Absent()
    _limit(WHILE_LOADING)
    if request["near"]:
        _, root = located(Path(request["near"]))
        sys.path[:0] = [str(Path(request["near"]).parent), str(root)]
        sys.meta_path.insert(0, Submission(request["near"], request["beside"], finder))
    try:
        if request["whole"]:
            module, left_out = loaded(path, request["beside"], finder)
        else:
            prepared(path, request["beside"], finder)
            module, left_out = defined(path)
    except BaseException as error:
        return {"failed": failure(error, path)}
    converting([*absent.THEIRS, str(Path(path).parent)])
    state["names"] = names = with_tensors(vars(module))
    made = engines(names)
    _limit(request["memory"] + (BESIDE if compiles() else 0))
    return {
        "offers": described(names, module.__name__, request["name"]),
        "frameworks": frameworks(made, names),
        "engines": made,
        "compiles": compiles(),
        "module": module.__name__,
        "root": sys.path[1] if "." in module.__name__ else sys.path[0],
        "left_out": left_out,
        "absent": list(finder.names),
    }


def _limit(more: int) -> None:
    """Allows so many bytes of memory beyond those now in use; nothing where the system has no such limit."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    try:
        main()
    except (
        BaseException
    ):  # foreign code has changed what this stands on; a traceback of ours is nothing that it printed
        os._exit(1)
