"""The layer that nobody tells in words: what definitions and written entries show of it, and what is assumed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from symconv.check.readings.domain import DEFINED, LAYERS
from symconv.check.readings.entries import DEFINED as ENTRIES
from symconv.check.readings.ground import Ground
from symconv.check.readings.trial import Trial
from symconv.check.telling.options import by_axis
from symconv.check.told import Spec
from symconv.check.understood import ANY, ASSUMED, DEFINITION, HEADER, READING, TEXT, Fact

STEPS = {"stride": "1", "padding": "0", "dilation": "1"}
"""The steps of a layer, and what each usually is."""
COUNTS = ("in_channels", "out_channels", "groups")


def found_layer(ground: Ground, trials: Sequence[Trial], line: Callable[[int | None], int | None]) -> dict[str, Fact]:
    """What the statements of a part were judged on.

    Args:
        ground: what is said there.
        trials: its statements, each as it was read.
        line: offset → line.
    """
    known: dict[str, Fact] = {}
    for trial in trials:
        if trial.comparisons and trial.origin not in (DEFINED, LAYERS):
            for name, value in layer_values(trial.layers[0]):
                silent = value == STEPS.get(name) and name not in ground.scope.said and trial.origin != ENTRIES
                assumed = silent or trial.origin in (HEADER, READING)
                known.setdefault(name, Fact(value=value, origin=ASSUMED if assumed else trial.origin))
    general = [trial for trial in trials if trial.comparisons and trial.origin in (DEFINED, LAYERS)]
    for name, usual in STEPS.items():
        values = {_along(getattr(spec, name)) for trial in general for spec in trial.layers}
        if not values or (values == {usual} and name == "dilation"):
            continue
        value = values.pop() if len(values) == 1 else ANY
        known.setdefault(name, _step(name, value, ground, general[0], line))
    return known


def _step(name: str, value: str, ground: Ground, trial: Trial, line: Callable[[int | None], int | None]) -> Fact:
    """A step of the layers that general formulas were judged on, and what tells it."""
    if trial.origin == DEFINED and ground.general:
        return Fact(value=value, origin=DEFINITION, line=line(ground.general[0].statement.start))
    return Fact(value=value, origin=TEXT if name in ground.scope.said else ASSUMED)


def layer_values(spec: Spec) -> Iterator[tuple[str, str | int]]:
    """A layer by its options, but for what is usual of dilation and channels."""
    yield "input_size", by_axis(spec.input_size)
    yield "kernel_size", by_axis(spec.kernel_size)
    for name, usual in STEPS.items():
        if name != "dilation" or _along(spec.dilation) != usual:
            yield name, _along(getattr(spec, name))
    yield from ((name, getattr(spec, name)) for name in COUNTS if getattr(spec, name) != 1)


def _along(value: tuple[Any, ...]) -> str:
    """One value where all axes have the same: ``2``, ``2x1``, ``0:1``."""
    return by_axis(value[:1] if len(set(value)) == 1 else value)
