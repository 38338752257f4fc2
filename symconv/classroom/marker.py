"""The process that checks: it reads questions as lines of JSON, and answers each by a line.

It ends itself when a question takes longer than allowed, even where Python is stuck in C: a timer of its own does that.
What foreign code prints goes nowhere, as standard output is not the channel that answers are written to.
"""

import faulthandler
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any

from symconv.classroom.outcome import verdict_of
from symconv.errors import SymconvError

STARTED = b"started\n"
READY = b"ready\n"
TIMED_OUT, FAILED = 1, 70
"""Exit statuses: the first is that of the timer."""
IDLE = 60
"""Seconds after which a process that nobody asks ends."""


def judged(question: Mapping[str, Any]) -> dict[str, Any]:
    """What is said about one submission, as the parts of an ``Outcome`` that come from checking it."""
    try:
        report = _report(question)
        earned, counted = report.score
        told = report.to_json()
    except SymconvError as error:
        return {"verdict": "refused", "message": str(error)}
    except Exception as error:  # a bug of ours must not cost the others their verdict
        return {"verdict": "crashed", "message": f"checking it failed: {type(error).__name__}"}
    return {"verdict": verdict_of(told["summary"]), "report": told, "earned": earned, "counted": counted}


def _report(question: Mapping[str, Any]) -> Any:
    from symconv.check import check_text
    from symconv.spec import ConvSpec

    given = dict(question["layer"])
    spec = ConvSpec.of(**given) if "input_size" in given else None
    return check_text(
        question["text"],
        spec,
        given=given,
        name=question["file"],
        names=question["names"],
        index_base=question["index_base"],
    )


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answers until there are no more questions."""
    import symconv.check  # noqa: F401 - loaded before a clock runs

    _say(answers, READY)
    faulthandler.dump_traceback_later(IDLE, exit=True, file=sys.stderr)
    for line in questions:
        question = json.loads(line)
        faulthandler.dump_traceback_later(question["time_limit"], exit=True, file=sys.stderr)
        _say(answers, STARTED)
        answer = judged(question)
        faulthandler.dump_traceback_later(IDLE, exit=True, file=sys.stderr)
        _say(answers, json.dumps(answer).encode() + b"\n")


def _say(answers: IO[bytes], line: bytes) -> None:
    answers.write(line)
    answers.flush()


def main() -> None:
    """Answers on what was standard output; what else is printed is dropped."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    _limit_memory(int(sys.argv[1]))
    try:
        serve(sys.stdin.buffer, answers)
    except BaseException:  # whatever it is, it must not end like a process whose time is over
        os._exit(FAILED)


def _limit_memory(most: int) -> None:
    with suppress(ImportError, OSError, ValueError):  # not everywhere can it be limited
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
