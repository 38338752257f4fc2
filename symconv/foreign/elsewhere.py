"""Foreign code in a process of its own, started when it is needed and again after it was lost."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Self

from symconv.foreign.clock import passed, spent_by
from symconv.foreign.lines import MOST_KEPT, Late
from symconv.foreign.outcome import GARBLED, Failure, Outcome, Returned, received
from symconv.foreign.plan import Plan
from symconv.foreign.process import Process, told_by
from symconv.foreign.requests import form_of, to_hear, to_load, to_place, to_run
from symconv.foreign.runner import Point, Points

TO_LOAD, TO_RUN_SCRIPT = 60.0, 15.0
"""Seconds that an import may take beyond the limit of a call: frameworks load slowly, and scripts may train."""

TO_COMPILE = 120.0
"""Seconds that the first call of each form may take beyond the limit where something is compiled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a call may take.

    Attributes:
        seconds: of processor time, or of waiting (see :mod:`clock`).
        memory: bytes beyond what is in use when the file has been loaded.
    """

    seconds: float = 5.0
    memory: int = 1 << 30


class Elsewhere:
    """A Python file in a process of its own."""

    def __init__(
        self,
        path: Path,
        limits: Limits,
        *,
        name: str = "",
        script: bool = False,
        near: Path | None = None,
        folder: Path | None = None,
    ) -> None:
        """``name`` is what is asked for, ``script`` whether the file does more than define when it is imported.

        ``near`` is a file that it may import as ``submission``, or by its name, wherever that lies.
        """
        self._near, self._folder = near, folder or Path.cwd()
        self._path, self._limits = path.resolve(), limits
        self._name, self._script = name, script
        self._whole = True
        self._warm: set[str] = set()
        self._process: Process | None = None
        self._offers: Mapping[str, Any] | Failure | None = None
        self.printed = ""
        self.noted: list[str] = []
        self._before = self._now = 0.0

    @property
    def spent(self) -> float:
        """Seconds of processor time that all its processes took, up to their last answers."""
        return self._before + self._now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def offers(self) -> Mapping[str, Any] | Failure:
        """What the file offers; loads it, once more where the process was lost.

        Where its import fails or does not end, its definitions alone are taken.
        """
        if self._process is None or self._offers is None:
            self._offers = self._loaded()
            if self._whole and isinstance(self._offers, Failure):
                problem, self._whole = self._offers, False
                self._ended()
                second = self._loaded()
                if isinstance(second, Failure) or not second["offers"]:
                    self._offers = problem
                else:
                    why = f"its import fails, so its definitions alone were taken: {_line(problem)}"
                    self._offers = {**second, "left_out": [why, *second["left_out"]]}
        return self._offers

    def _loaded(self) -> Mapping[str, Any] | Failure:
        process = self._process = Process.started(self._folder)
        near = str(self._near.resolve()) if self._near else ""
        request = to_load(
            self._path, self._folder, name=self._name, near=near, whole=self._whole, memory=self._limits.memory
        )
        seconds = self._limits.seconds + (TO_RUN_SCRIPT if self._script and self._whole else TO_LOAD)
        (answer,) = self._asked(process, request, 1, seconds)
        if "offers" in answer and isinstance(answer["offers"], dict):
            return answer
        found = received(answer)
        return found if isinstance(found, Failure) else GARBLED

    def places(self, plan: Plan, setting: Mapping[str, Any], point: Point) -> Mapping[str, tuple[int, ...]] | Failure:
        """Where an object of a class holds arrays when it has been built and prepared, with their shapes."""
        offered = self.offers()
        if isinstance(offered, Failure) or self._process is None:
            return offered if isinstance(offered, Failure) else GONE
        request = to_place(plan, setting, point)
        (answer,) = self._asked(self._process, request, 1, self._patience(form_of(plan, [point])))
        if "places" not in answer:
            found = received(answer)
            return found if isinstance(found, Failure) else GARBLED
        return {str(place): tuple(shape) for place, shape in answer["places"]}

    def heard(self, plan: Plan, setting: Mapping[str, Any], point: Point) -> Sequence[str]:
        """The words that the code compares the one with that it is handed as ``word``; none where it is lost."""
        if isinstance(self.offers(), Failure) or self._process is None:
            return []
        request = to_hear(plan, setting, point)
        (answer,) = self._asked(self._process, request, 1, self._patience(form_of(plan, [point])))
        return list(map(str, answer.get("heard", ())))

    def run(
        self, plan: Plan, setting: Mapping[str, Any], points: Points, *, poisoned: bool = False
    ) -> Sequence[Outcome]:
        """One outcome for each point; after one that cost the process, the others fail like it."""
        offered = self.offers()
        if isinstance(offered, Failure) or self._process is None:
            return [offered if isinstance(offered, Failure) else GONE] * len(points)
        request, form = to_run(plan, setting, points, poisoned=poisoned), form_of(plan, points)
        found = [received(answer) for answer in self._asked(self._process, request, len(points), self._patience(form))]
        if self._compiles and isinstance(found[-1], Returned):
            self._warm.add(form)
        return found + found[-1:] * (len(points) - len(found))

    def _patience(self, form: str) -> float:
        """Seconds for an answer; where something is compiled, the first call of a form may take longer."""
        return self._limits.seconds + (TO_COMPILE if self._compiles and form not in self._warm else 0)

    @property
    def _compiles(self) -> bool:
        return isinstance(self._offers, Mapping) and bool(self._offers.get("compiles"))

    def close(self) -> None:
        """Ends the process, if there is one."""
        self._ended()

    def _asked(
        self, process: Process, request: Mapping[str, Any], answers: int, seconds: float
    ) -> Iterator[Mapping[str, Any]]:
        """The answers to a request; the last one is a failure where the process was lost."""
        with suppress(OSError):
            process.requests.write(json.dumps(request).encode() + b"\n")
            process.requests.flush()
        for _ in range(answers):
            try:
                line = _next(process, seconds)
            except Late:
                self._ended()
                yield {"failed": ["late", f"it did not end within {seconds:g} seconds", None]}
                return
            if line is None:
                yield {"failed": [*told_by(self._ended()), None]}
                return
            try:
                answer = json.loads(line)
            except ValueError:
                answer = None
            if not isinstance(answer, dict):
                self._ended()
                yield {"failed": [GARBLED.kind, GARBLED.text, None]}
                return
            self._now = float(answer.get("spent", self._now))
            self.noted = list(map(str, answer.get("noted", ()))) or self.noted
            yield answer

    def _ended(self) -> int:
        process, self._process = self._process, None
        self._before, self._now = self.spent, 0.0
        if process is None:
            return 0
        with suppress(subprocess.TimeoutExpired):
            process.worker.wait(0.5 if process.answers.over else 0)
        code = process.end()
        self.printed = (self.printed + process.printed.text())[:MOST_KEPT]
        return code


def _next(process: Process, seconds: float) -> bytes | None:
    """The next answer.

    Raises:
        Late: it did not come in so many seconds of processor time (see :mod:`clock`).
    """
    began, before, wait = monotonic(), spent_by(process.worker.pid), seconds
    while True:
        try:
            return process.answers.next(wait)
        except Late:
            now = spent_by(process.worker.pid)
            spent = None if now is None or before is None else now - before
            wait = seconds - passed(spent, monotonic() - began)
            if wait <= 0:
                raise


def _line(failure: Failure) -> str:
    return failure.text + (f" (line {failure.line})" if failure.line else "")


GONE = Failure(kind="ended", text="the process could not be started")
