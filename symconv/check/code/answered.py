"""The calls at the points of one layer, and what came back from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from symconv.check.code.asking import Asked
from symconv.check.code.layout import Array
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Returned


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a function returned at the points of the laws, and at those that decide.

    Attributes:
        asked: the function on one layer.
        given: name → point.
        returned: name → what came back; numbers far from 1 may have no answer.
    """

    asked: Asked
    given: Mapping[str, Point]
    returned: Mapping[str, Returned]

    def value(self, name: str, point: str) -> Array | str:
        """One gradient, or the output, at a point; why there is none, where there is none."""
        outcome = self.returned.get(point)
        return self.asked.gradient(outcome, name) if outcome is not None else "it did not come back"

    def padded(self, name: str) -> bool:
        """Whether a gradient is that of the padded input."""
        leaf = self.returned["base"].leaves.get(self.asked.reading.results[name])
        return leaf is not None and self.asked.padded(leaf, name)

    def dtype(self, name: str) -> str:
        """The type of a result."""
        leaf = self.returned["base"].leaves.get(self.asked.reading.results[name])
        return leaf.dtype if leaf else ""
