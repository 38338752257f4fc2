"""What runs foreign code, wherever that is."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from symconv.foreign.outcome import Failure, Outcome
from symconv.foreign.plan import Plan

Point = Mapping[str, Any]
Points = Sequence[Point]
"""Role → array, once for each call."""


class Runner(Protocol):
    """Loads foreign code and calls it."""

    @property
    def printed(self) -> str:
        """The beginning of what the code printed."""

    @property
    def noted(self) -> Sequence[str]:
        """What stood in for something that is there no more."""

    @property
    def spent(self) -> float:
        """Seconds of processor time that the code took in processes of its own."""

    def offers(self) -> Mapping[str, Any] | Failure:
        """``{"offers": name → parameters, "frameworks": [...], "engines": [...], …}``."""

    def places(self, plan: Plan, setting: Mapping[str, Any], point: Point) -> Mapping[str, tuple[int, ...]] | Failure:
        """Where an object of a class holds arrays when it has been built and prepared, with their shapes."""

    def heard(self, plan: Plan, setting: Mapping[str, Any], point: Point) -> Sequence[str]:
        """The words that the code compares the one with that it is handed as ``word``; none where it is lost."""

    def run(
        self, plan: Plan, setting: Mapping[str, Any], points: Points, *, poisoned: bool = False
    ) -> Sequence[Outcome]:
        """One outcome for each point; after one that cost the process, the others fail like it.

        Chance is the same in each call, but for points that are ``poisoned``: what differs between two equal ones of
        these was drawn at random, or never filled in.
        """

    def close(self) -> None:
        """Ends the process, if there is one."""
