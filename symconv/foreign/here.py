"""Functions that were handed to us as objects run where they are: in this process."""

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
        self._names: Mapping[str, Any] = {target.__name__: target}
        self._names = {**getattr(target, "__globals__", {}), **self._names}
        self._offered = {target.__name__: target}
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
