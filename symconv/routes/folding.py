"""Folded padding around any route: the input is extended before it is read, and a gradient to it is folded back.

The extended map holds the input, and beside it copies of parts of it,

    reflect      x₂ x₁ | x₀ x₁ x₂ … x₋₁ | x₋₂ x₋₃
    replicate    x₀ x₀ | x₀ x₁ x₂ … x₋₁ | x₋₁ x₋₁
    circular     x₋₂ x₋₁ | x₀ x₁ x₂ … x₋₁ | x₀ x₁

Each copy is a slice of the input. Going back, what lies on a copy is added to the slice it was made of; cutting it off
instead would forget that the input was read there.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from symconv.axis import Axis
from symconv.folded import FoldedSpec
from symconv.routes.arrays import AnyArray, namespace
from symconv.spec import ConvSpec

Copy = tuple[slice, slice]
"""Where it lies in the extended map, and what of the input it is a copy of."""


@dataclass(frozen=True, slots=True)
class Extending:
    """A route of the padded map as one of the input: it is given X, which is extended first.

    Attributes:
        layer: whose padding is folded.
        route: of the layer's form; X is the first it is given.
    """

    layer: FoldedSpec
    route: Any

    @property
    def blocked(self) -> bool:
        """Whether the route works on parts, and is told how large they are by ``block``."""
        return getattr(self.route, "blocked", False)

    def __call__(self, form: ConvSpec, first: AnyArray, second: AnyArray, **options: Any) -> AnyArray:
        """The route's result for the extended X."""
        found: AnyArray = self.route(form, extended(self.layer, first), second, **options)
        return found


@dataclass(frozen=True, slots=True)
class FoldingBack:
    """A route to the padded map as one to the input: what it makes is folded back.

    Attributes:
        layer: whose padding is folded.
        route: of the layer's form; it makes ∂L/∂X.
    """

    layer: FoldedSpec
    route: Any

    @property
    def blocked(self) -> bool:
        """Whether the route works on parts, and is told how large they are by ``block``."""
        return getattr(self.route, "blocked", False)

    def __call__(self, form: ConvSpec, first: AnyArray, second: AnyArray, **options: Any) -> AnyArray:
        """The route's result, folded back."""
        found: AnyArray = self.route(form, first, second, **options)
        with _quiet(found):
            return folded_back(self.layer, found)


def extended(layer: FoldedSpec, maps: AnyArray) -> AnyArray:
    """X̃ ``[N, C, *padded]`` of X ``[N, C, *input_size]``: x̃_j = x_π(j), axis after axis."""
    for number, axis in enumerate(layer.axes, 2):
        shape = (*maps.shape[:number], axis.input_size + axis.before + axis.after, *maps.shape[number + 1 :])
        wider: AnyArray = namespace(maps).zeros(shape, dtype=maps.dtype)
        for where, what in copies(axis):
            wider[_along(number, where)] = maps[_along(number, what)]
        maps = wider
    return maps


def folded_back(layer: FoldedSpec, grads: AnyArray) -> AnyArray:
    """∂L/∂X ``[N, C, *input_size]`` of ∂L/∂X̃ ``[N, C, *padded]``: Σ over the copies of each entry."""
    for number, axis in enumerate(layer.axes, 2):
        shape = (*grads.shape[:number], axis.input_size, *grads.shape[number + 1 :])
        narrower: AnyArray = namespace(grads).zeros(shape, dtype=grads.dtype)
        for where, what in copies(axis):
            narrower[_along(number, what)] += grads[_along(number, where)]
        grads = narrower
    return grads


def copies(axis: Axis) -> Iterator[Copy]:
    """The input itself, and the slices of it that stand in the padding."""
    size, before, end = axis.input_size, axis.before, axis.before + axis.input_size
    yield slice(before, end), slice(0, size)
    if axis.mode == "replicate":
        yield from ((slice(at, at + 1), slice(0, 1)) for at in range(before))
        yield from ((slice(at, at + 1), slice(size - 1, size)) for at in range(end, end + axis.after))
    elif axis.mode == "circular":
        yield slice(0, before), slice(size - before, size)
        yield slice(end, end + axis.after), slice(0, axis.after)
    elif axis.mode == "reflect":  # mirrored on the side of the extended map, so that the input's slices go upwards
        yield slice(before - 1, None, -1) if before else slice(0, 0), slice(1, before + 1)
        last = slice(end + axis.after - 1, end - 1, -1) if axis.after else slice(0, 0)
        yield last, slice(size - 1 - axis.after, size - 1)


def _along(number: int, part: slice) -> tuple[slice, ...]:
    return (*(slice(None),) * number, part)


def _quiet(grads: AnyArray) -> AbstractContextManager[Any]:
    """Adding infinities of both signs gives NaN without a warning, as in all routes."""
    if grads.dtype == object:
        return nullcontext()
    from numpy import errstate  # numbers alone need NumPy

    return errstate(invalid="ignore")
