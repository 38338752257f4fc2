"""A function as three gradients of one layer: full arrays in, full arrays out, whatever its own habits are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from symconv.check.code.layout import Array, Layout
from symconv.check.code.vocabulary import GRADIENTS
from symconv.foreign.outcome import Failure, Leaf, Outcome, Returned
from symconv.foreign.plan import Plan, leaves
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

ROLE_OF = {"grad_input": "x", "grad_weight": "w", "grad_bias": "b"}
Point = Mapping[str, Array]
"""``dout, x, w, b`` → full array."""

CHUNK = 256
"""Calls sent in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a function is understood.

    Attributes:
        plan: how it is called.
        layout: the order of axes in its arrays.
        results: gradient → the expression that reaches it.
        kernel: the only size of the kernel that it is written for; None for any.
    """

    plan: Plan
    layout: Layout
    results: Mapping[str, str]
    kernel: tuple[int, ...] | None = None

    def why_not(self, spec: ConvSpec, given: Mapping[str, Any]) -> str:
        """Why the function cannot be asked for a layer; empty where it can."""
        stated = {"stride": spec.stride, "padding": spec.padding, "dilation": spec.dilation, "groups": (spec.groups,)}
        usual = {"stride": 1, "padding": (0, 0), "dilation": 1, "groups": 1}
        for name, values in stated.items():
            role = {"padding": "pad"}.get(name, name)
            if role not in self.plan.roles and name not in given and set(values) != {usual[name]}:
                return f"its arguments do not tell the {name}"
        if any(before != after for before, after in spec.padding):
            return "one number does not tell the padding before and after"
        if "kernel_size" in self.plan.roles and len(set(spec.kernel_size)) > 1:
            return "one number does not tell the kernel's sizes"
        if self.kernel not in (None, spec.kernel_size):
            return "its arguments do not tell the kernel's size"
        return self.layout.why_not(spec)

    @property
    def makes_kernel(self) -> bool:
        """Whether a class makes its filter itself and is not told how large."""
        construct = self.plan.construct
        if construct is None:
            return False
        return not {role for each in construct for role in leaves(each.tree)} & {"w", "kernel_size", "w_shape"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A function on one layer."""

    runner: Runner
    reading: Reading
    spec: ConvSpec

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Role → full shape."""
        return _shapes(self.spec)

    def ask(self, points: Sequence[Point], *, poisoned: bool = False) -> list[Outcome]:
        """One outcome for each point."""
        plan, setting = self.reading.plan, self.setting()
        found: list[Outcome] = []
        for start in range(0, len(points), CHUNK):
            chosen = [self.handed(point) for point in points[start : start + CHUNK]]
            found += self.runner.run(plan, setting, chosen, poisoned=poisoned)
            if isinstance(found[-1], Failure) and found[-1].fatal:
                return found + found[-1:] * (len(points) - len(found))
        return found

    def gradient(self, outcome: Returned, name: str) -> Array | str:
        """One gradient as a full array, or why there is none."""
        leaf = outcome.leaves.get(self.reading.results[name])
        role = ROLE_OF[name]
        if leaf is None:
            return "it was not returned"
        wanted = self.reading.layout.shape(role, self.shapes()[role])
        if _core(leaf.shape) != _core(wanted) and not (name == "grad_bias" and prod(leaf.shape) == prod(wanted)):
            return self._size(leaf, role, wanted)
        if leaf.values is None:
            return f"it is made of {leaf.dtype}"
        return self.reading.layout.ours(role, leaf.values.reshape(wanted))

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
        arrays = {role: layout.theirs(role, array) for role, array in point.items() if role in roles}
        if "xp" in roles:
            padded = np.pad(point["x"], [(0, 0), (0, 0), *self.spec.padding])
            arrays["xp"] = layout.theirs("xp", padded)
        return arrays

    def setting(self) -> dict[str, Any]:
        """Role → value, for what is no array."""
        spec, layout = self.spec, self.reading.layout
        return {
            "stride": _alone(spec.stride),
            "pad": _alone([before for before, _ in spec.padding]),
            "dilation": _alone(spec.dilation),
            "groups": spec.groups,
            "kernel_size": _alone(spec.kernel_size),
            "in_channels": spec.in_channels,
            "out_channels": spec.out_channels,
            "x_shape": layout.shape("x", spec.input_shape),
            "w_shape": layout.shape("w", spec.weight_shape),
            "none": None,
            "rate": 1.0,
        }


@lru_cache(maxsize=64)
def _shapes(spec: ConvSpec) -> dict[str, tuple[int, ...]]:
    return {"dout": spec.output_shape, "x": spec.input_shape, "w": spec.weight_shape, "b": (spec.out_channels,)}


def missing(results: Mapping[str, str]) -> list[str]:
    """Gradients that a function does not give."""
    return [name for name in GRADIENTS if name not in results]


def _core(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape without its axes of one entry."""
    return tuple(n for n in shape if n != 1)


def _sizes(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape)) or "1"


def _alone(values: Sequence[int]) -> Any:
    return values[0] if len(set(values)) == 1 else list(values)
