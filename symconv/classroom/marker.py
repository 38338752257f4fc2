"""The process that checks: it reads questions as lines of JSON, and answers each by a line.

It ends itself when a question takes longer than allowed, even where Python is stuck in C: a timer of its own does that.
What foreign code prints goes nowhere, as standard output is not the channel that answers are written to.
"""

import faulthandler
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePath
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import IO, Any

from symconv.classroom.outcome import verdict_of
from symconv.errors import InputError, SymconvError
from symconv.files.reading import tame

STARTED = b"started\n"
READY = b"ready\n"
TIMED_OUT, FAILED = 1, 70
"""Exit statuses: the first is that of the timer."""
CALLS, LOADING = 21, 60.0
"""How long code may take by its own clocks: so many times a call, and seconds to load."""
STATED = ("signature", "returns", "layout", "construct", "sets", "grads", "forward", "adapter")
"""What may be told of a call form; of an adapter its text."""
IDLE = 60
"""Seconds after which a process that nobody asks ends."""


def judged(question: Mapping[str, Any]) -> dict[str, Any]:
    """What is said about one submission, as the parts of an ``Outcome`` that come from checking it."""
    try:
        report = KINDS[question["kind"]](question)
        earned, counted = report.score
        told = _tamed(report.to_json())
    except SymconvError as error:
        return {"verdict": "refused", "message": tame(str(error))}
    except Exception as error:  # a bug of ours must not cost the others their verdict
        return {"verdict": "crashed", "message": f"checking it failed: {type(error).__name__}"}
    return {"verdict": verdict_of(told["summary"]), "report": told, "earned": earned, "counted": counted}


def _tamed(told: Any) -> Any:
    """A report without signs that command a terminal, whoever wrote them into a text."""
    if isinstance(told, str):
        return tame(told)
    if isinstance(told, list | tuple):
        return [_tamed(part) for part in told]
    return {_tamed(key): _tamed(part) for key, part in told.items()} if isinstance(told, dict) else told


def _written(question: Mapping[str, Any]) -> Any:
    from symconv.check.checker import check_text
    from symconv.check.readings.saved import saved

    return check_text(
        question["text"],
        _spec(question),
        given=question["layer"],
        name=question["file"],
        names=question["names"],
        index_base=question["index_base"],
        reading=saved(question.get("reading", "")),
    )


def _coded(question: Mapping[str, Any]) -> Any:
    """The report on a Python file, which is put into a folder of its own with what came along; nothing tells of it."""
    from symconv.check.code import Options, check_file
    from symconv.foreign.elsewhere import Limits

    code = question["code"]
    stated = {name: code.get(name) for name in STATED}
    limits = Limits(seconds=code["seconds"], memory=code["memory"])
    with TemporaryDirectory() as folder:
        own = Path(folder, "own")
        path = _laid(own, question["file"], question["text"])
        for file, text in question.get("beside", {}).items():
            _laid(own, file, text)
        if stated["adapter"]:
            stated["adapter"] = str(_laid(Path(folder), "adapter.py", stated["adapter"]))
        options = Options(given=question["layer"], limits=limits, folder=path.parent, **stated)
        try:
            report = check_file(path, code["function"], _spec(question), options)
        except InputError as error:
            raise InputError(str(error).replace(str(path), "it").replace(f"{folder}/", "")) from error
        return replace(report, file=question["file"], printed=report.printed.replace(str(own), "."))


def _laid(folder: Path, file: str, text: str) -> Path:
    """Writes a file at its own place below a folder."""
    path = folder.joinpath(*(part for part in PurePath(file).parts if part not in ("/", "..")))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _spec(question: Mapping[str, Any]) -> Any:
    from symconv.spec import ConvSpec

    given = question["layer"]
    return ConvSpec.of(**given) if "input_size" in given else None


KINDS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = MappingProxyType({"written": _written, "code": _coded})
"""How a submission is checked."""


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answers until there are no more questions."""
    import symconv.check.checker  # noqa: F401 - loaded before a clock runs

    say(answers, READY)
    faulthandler.dump_traceback_later(IDLE, exit=True, file=sys.stderr)
    busy = threading.Event()
    for line in _lines(questions, busy):
        question = json.loads(line)
        faulthandler.dump_traceback_later(_patience(question), exit=True, file=sys.stderr)
        say(answers, STARTED)
        answer = judged(question)
        faulthandler.dump_traceback_later(IDLE, exit=True, file=sys.stderr)
        busy.clear()
        say(answers, json.dumps(answer).encode() + b"\n")


def _lines(questions: IO[bytes], busy: threading.Event) -> Iterator[bytes]:
    """The questions; ``busy`` is set with each. Where they end meanwhile, nobody is left to be answered."""
    waiting: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        for line in questions:
            waiting.put(line)
        if busy.is_set():
            os._exit(FAILED)
        waiting.put(b"")

    threading.Thread(target=read, daemon=True).start()
    while line := waiting.get():
        busy.set()
        yield line


def _patience(question: Mapping[str, Any]) -> float:
    """Seconds for one question; code has a clock for each call, and this one is for what that does not see."""
    own = CALLS * question["code"]["seconds"] + LOADING if question["kind"] == "code" else 0.0
    return float(question["time_limit"] + own)


def say(answers: IO[bytes], line: bytes) -> None:
    """Writes a line at once."""
    answers.write(line)
    answers.flush()


def main() -> None:
    """Answers on what was standard output; what else is printed is dropped."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    limit_memory(int(sys.argv[1]))
    try:
        serve(sys.stdin.buffer, answers)
    except BaseException:  # whatever it is, it must not end like a process whose time is over
        os._exit(FAILED)


def limit_memory(most: int) -> None:
    """Lets this process have at most so many bytes, where the system can limit it."""
    with suppress(ImportError, OSError, ValueError):  # not everywhere can it be limited
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
