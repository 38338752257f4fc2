"""Functions that were handed to us as objects run where they are: in this process."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from symconv.foreign.calls import outcome
from symconv.foreign.module import described, frameworks
from symconv.foreign.outcome import Failure, Outcome, received
from symconv.foreign.plan import Plan
from symconv.foreign.poison import poison
from symconv.foreign.runner import Points


class Here:
    """A function or class of this process; it is not guarded against."""

    printed = ""

    def __init__(self, target: Any, file: str = "") -> None:
        name = target.__name__
        self._names: dict[str, Any] = {**getattr(sys.modules.get(target.__module__), "__dict__", {}), name: target}
        home = {key: value for key, value in self._names.items() if _from(value, target.__module__)}
        self._offered = {**home, name: target}
        self._file = file

    def offers(self) -> Mapping[str, Any] | Failure:
        """The parameters of what was handed over."""
        return {"offers": described(self._offered, None), "frameworks": frameworks()}

    def run(
        self, plan: Plan, setting: Mapping[str, Any], points: Points, *, poisoned: bool = False
    ) -> Sequence[Outcome]:
        """One outcome for each point."""
        found = []
        for point in points:
            if poisoned:
                poison()
            found.append(received(outcome(self._names, plan, {**setting, **point}, self._file)))
        return found

    def close(self) -> None:
        """Nothing is held."""


def _from(value: Any, home: str) -> bool:
    return callable(value) and getattr(value, "__module__", None) == home
