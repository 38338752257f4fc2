"""The process that answers: questions are lines of JSON, and so are answers.

One that takes longer than its time ends the process, even where Python is stuck in C; the server starts another.
"""

import faulthandler
import json
import os
import sys
import threading
from importlib import import_module

from symconv.classroom.marker import FAILED, READY, STARTED, limit_memory, say
from symconv.page import answer
from symconv.page.answering import KINDS


def main() -> None:
    """Answers until there are no more questions; what else is printed is dropped."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limit_memory(int(sys.argv[1]))
    try:
        answer("explore", {"layer": {"stride": "2"}})  # loads what the first question needs
        say(answers, READY)
        threading.Thread(target=_loaded, daemon=True).start()
        for line in sys.stdin.buffer:
            question = json.loads(line)
            faulthandler.dump_traceback_later(question["time_limit"], exit=True, file=sys.stderr)
            say(answers, STARTED)
            told = answer(question["kind"], question["request"])
            faulthandler.cancel_dump_traceback_later()
            say(answers, json.dumps(told).encode() + b"\n")
    except BaseException:  # whatever it is, it must not end like a process whose time is over
        os._exit(FAILED)


def _loaded() -> None:
    """Loads what the other parts of the page will ask for."""
    for module, _, _ in (place.partition(":") for place in KINDS.values()):
        import_module(module)
