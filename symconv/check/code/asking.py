"""A function as an output and three gradients of one layer: full arrays in and out, whatever its habits are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from symconv.check.code.layout import Array, Layout
from symconv.check.code.meaning import USUAL, Meaning
from symconv.check.code.settings import setting, why_not
from symconv.check.code.truths import Point, shapes, true_at
from symconv.check.code.vocabulary import GRADIENTS
from symconv.foreign.outcome import Failure, Leaf, Outcome, Returned
from symconv.foreign.plan import Plan, leaves
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

OUTPUT = "output"
ROLE_OF = {"grad_input": "x", "grad_weight": "w", "grad_bias": "b", OUTPUT: "dout"}

LIFT = 2.0**20
"""What is added to each bias where an activation follows: far more than the sums that are asked for."""

FIRST, CHUNK = 8, 256
"""Calls sent in one go: few at first, for a call may take long, then twice as many each time, up to so many."""

BEYOND = 1e100
"""Far above every sum of the numbers that are handed over: memory that was never filled may hold such numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a function is understood.

    Attributes:
        plan: how it is called.
        layout: the order of axes in its arrays.
        results: gradient, or ``output``, → the expression that reaches it.
        kernel: the only size of the kernel that it is written for; None for any.
        meaning: what layer it is, for the layer that it is told.
    """

    plan: Plan
    layout: Layout
    results: Mapping[str, str]
    kernel: tuple[int, ...] | None = None
    meaning: Meaning = USUAL

    @property
    def gradients(self) -> list[str]:
        """The gradients that it gives."""
        return [name for name in self.results if name != OUTPUT]

    def why_not(self, told: ConvSpec, given: Mapping[str, Any]) -> str:
        """Why the function cannot be asked for a layer; empty where it can."""
        said = why_not(told, self.plan.tokens, given)
        if said:
            return said
        if self.kernel not in (None, told.kernel_size):
            return "its arguments do not tell the kernel's size"
        meant = self.meaning.actual(told)
        if meant is None:
            return "there is no such layer"
        extra = self.meaning.transposed and self.plan.forward and any(axis.remainder for axis in meant.axes)
        if extra and "output_padding" not in {token.partition(":")[0] for token in self.plan.tokens}:
            return "its arguments do not tell the output padding"
        return self.layout.why_not(shapes(meant, self.meaning))

    @property
    def makes_kernel(self) -> bool:
        """Whether a class makes its filter itself and is not told how large."""
        construct = self.plan.construct
        if construct is None:
            return False
        given = (*construct, *self.plan.forward_arguments)
        held = {role.partition(":")[0] for each in given for role in leaves(each.tree)}
        return not held & {"w", "kernel_size", "w_shape"}


class TimeUpError(Exception):
    """The time for all layers is up in the middle of one."""


def never() -> bool:
    """There is time."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A function on one layer.

    Attributes:
        runner: what runs it.
        reading: how it is called.
        told: the layer that its arguments tell.
        late: whether the time is up.
    """

    runner: Runner
    reading: Reading
    told: ConvSpec
    late: Callable[[], bool] = never

    @property
    def spec(self) -> ConvSpec:
        """The layer that is meant."""
        return self.reading.meaning.actual(self.told) or self.told

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Role → full shape."""
        return shapes(self.spec, self.reading.meaning)

    def true(self, name: str, point: Point) -> Array:
        """What is right at a point; the output has no bias where none is handed over."""
        if name == OUTPUT and "b" not in self.reading.plan.roles:
            point = {**point, "b": np.zeros_like(point["b"])}
        return true_at(self.spec, self.reading.meaning, name, point)

    def ahead(self) -> "Asked":
        """The same with its forward pass alone."""
        return replace(self, reading=replace(self.reading, plan=replace(self.reading.plan, ahead=True)))

    def ask(self, points: Sequence[Point], *, poisoned: bool = False) -> list[Outcome]:
        """One outcome for each point.

        Raises:
            TimeUpError: there is no time for all of them.
        """
        plan, values = self.reading.plan, self.setting()
        found: list[Outcome] = []
        for some in _chunks(points):
            if self.late():
                raise TimeUpError
            found += self.runner.run(plan, values, [self.handed(point) for point in some], poisoned=poisoned)
            if isinstance(found[-1], Failure) and found[-1].fatal:
                return found + found[-1:] * (len(points) - len(found))
        return found

    def gradient(self, outcome: Returned, name: str) -> Array | str:
        """The output or one gradient as a full array, or why there is none.

        What no sum of the arguments can be (infinity, 1e308) is NaN in it: it is equal to nothing, and no arithmetic
        of the judge overflows.
        """
        leaf = outcome.leaves.get(self.reading.results[name])
        role = ROLE_OF[name]
        if leaf is None:
            return "it was not returned"
        if self.padded(leaf, name):
            return self._cropped(leaf)
        wanted = self.reading.layout.shape(role, self.shapes()[role])
        if _core(leaf.shape) != _core(wanted) and not (name == "grad_bias" and prod(leaf.shape) == prod(wanted)):
            return self._size(leaf, role, wanted)
        if leaf.values is None:
            return f"it is made of {leaf.dtype}"
        lift = LIFT if name == OUTPUT and self.reading.meaning.rectified else 0.0
        return self.reading.layout.ours(role, _finite(leaf.values).reshape(wanted), self.shapes()[role]) - lift

    def padded(self, leaf: Leaf, name: str) -> bool:
        """Whether a gradient is that of the padded input, which was handed over instead of the input."""
        roles = self.reading.plan.roles
        if name != "grad_input" or "xp" not in roles or "x" in roles or not any(map(sum, self.spec.padding)):
            return False
        return leaf.values is not None and leaf.shape == self.reading.layout.shape("xp", self._wide())

    def _wide(self) -> tuple[int, ...]:
        """The full shape of the padded input."""
        sizes = (axis.before + axis.input_size + axis.after for axis in self.spec.axes)
        return (*self.shapes()["x"][:2], *sizes)

    def _cropped(self, leaf: Leaf) -> Array:
        wide = self.reading.layout.ours("xp", _finite(leaf.values).reshape(leaf.shape), self._wide())
        inside = (slice(axis.before, axis.before + axis.input_size) for axis in self.spec.axes)
        return wide[(slice(None), slice(None), *inside)]

    def _size(self, leaf: Leaf, role: str, wanted: tuple[int, ...]) -> str:
        letters = self.reading.layout.letters(role)
        got = leaf.shape
        if len(got) == len(wanted):
            spatial = [n for n, letter in enumerate(letters) if letter in "DHW"]
            others = [n for n in range(len(letters)) if n not in spatial]
            if spatial and all(got[n] == wanted[n] for n in others):
                got, wanted = tuple(got[n] for n in spatial), tuple(wanted[n] for n in spatial)
        return f"it has size {_sizes(got)} where {_sizes(wanted)} is needed"

    def handed(self, point: Point) -> dict[str, Array]:
        """The arrays of a point as the function wants them."""
        layout, roles = self.reading.layout, self.reading.plan.roles
        if self.reading.meaning.rectified:
            point = {**point, "b": point["b"] + LIFT}
        arrays = {role: layout.theirs(role, array) for role, array in point.items() if role in roles}
        if "xp" in roles:
            padded = np.pad(point["x"], [(0, 0), (0, 0), *self.spec.padding])
            arrays["xp"] = layout.theirs("xp", padded)
        return arrays

    def setting(self) -> dict[str, Any]:
        """Role → value, for what is no array."""
        return setting(self.told, self.shapes(), self.reading.layout, self.reading.plan.tokens)


def _chunks(points: Sequence[Point]) -> Iterator[Sequence[Point]]:
    start, count = 0, FIRST
    while start < len(points):
        yield points[start : start + count]
        start, count = start + count, min(2 * count, CHUNK)


def step(reading: Reading, name: str) -> bool:
    """Whether a gradient is read off a step: the difference of a weight before and after."""
    return " - " in reading.results[name]


def missing(results: Mapping[str, str]) -> list[str]:
    """Gradients that a function does not give."""
    return [name for name in GRADIENTS if name not in results]


def _finite(values: Array | None) -> Array:
    """The numbers with those that nothing here is made of as NaN."""
    held = np.asarray(values)
    return np.where(np.abs(held) < BEYOND, held, np.nan)


def _core(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape without its axes of one entry."""
    return tuple(n for n in shape if n != 1)


def _sizes(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape)) or "1"
