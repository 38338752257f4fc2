"""Functions that were handed to us as objects run where they are: in this process."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from symconv.foreign.calls import outcome, shapes, words
from symconv.foreign.chance import kept, seeded
from symconv.foreign.described import described, frameworks
from symconv.foreign.engines import engines
from symconv.foreign.outcome import Failure, Outcome, received
from symconv.foreign.plan import Plan
from symconv.foreign.poison import poison
from symconv.foreign.runner import Point, Points


class Here:
    """A function or class of this process; it is not guarded against."""

    printed = ""
    noted = ()
    spent = 0.0

    def __init__(self, target: Any, file: str = "", device: str = "") -> None:
        """``device`` is where PyTorch's tensors are put."""
        name = target.__name__
        home = getattr(target, "__module__", "") or ""
        self._names: dict[str, Any] = {**getattr(sys.modules.get(home), "__dict__", {}), name: target}
        own = {key: value for key, value in self._names.items() if _from(value, home)}
        self._offered = {**own, name: target}
        self._file, self._device, self._home = file, device, home

    def offers(self) -> Mapping[str, Any] | Failure:
        """The parameters of what was handed over."""
        return {
            "offers": described(self._offered, None),
            "frameworks": frameworks(engines(self._names), self._names),
            "engines": engines(self._names),
            "module": self._home,
            "root": "",
            "left_out": [],
            "absent": [],
        }

    def places(self, plan: Plan, setting: Mapping[str, Any], point: Point) -> Mapping[str, tuple[int, ...]] | Failure:
        """Where an object of a class holds arrays when it has been built and prepared, with their shapes."""
        answer = shapes(self._names, plan, {**setting, **point}, self._file)
        if "places" in answer:
            return {place: tuple(shape) for place, shape in answer["places"]}
        found = received(answer)
        assert isinstance(found, Failure)  # noqa: S101 - there is no third answer
        return found

    def heard(self, plan: Plan, setting: Mapping[str, Any], point: Point) -> Sequence[str]:
        """The words that the code compares the one with that it is handed as ``word``."""
        with kept():
            return list(map(str, words(self._names, plan, {**setting, **point})["heard"]))

    def run(
        self, plan: Plan, setting: Mapping[str, Any], points: Points, *, poisoned: bool = False
    ) -> Sequence[Outcome]:
        """One outcome for each point."""
        found = []
        with kept():
            for number, point in enumerate(points):
                seeded(number if poisoned else 0)
                if poisoned:
                    poison()
                found.append(received(outcome(self._names, plan, {**setting, **point}, self._file, self._device)))
        return found

    def close(self) -> None:
        """Nothing is held."""


def _from(value: Any, home: str) -> bool:
    return callable(value) and getattr(value, "__module__", None) == home
