"""Pooling over real arrays: output, which entries a max chose, and the gradient to the input. Shapes are PyTorch's.

Of integers a max and its gradient are integers and exact; an average is the exact sum, divided in float64. Objects
(Python's integers, fractions) stay exact. Nothing is multiplied by 0: an infinite ∂L/∂o reaches what was chosen and
nothing else. NaN is larger than anything, and of several the last, as in PyTorch.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from symconv.errors import InputError
from symconv.numeric import shapes
from symconv.numeric.dtypes import as_numbers, finished, working
from symconv.pooled import PooledSpec
from symconv.routes.numbers import Array
from symconv.routes.pooling import Place, Weigh, pooled_routes
from symconv.spec import positions

ONE = np.ones((), np.int8)


def pool_forward(spec: PooledSpec, input: Array) -> Array:  # noqa: A002 - PyTorch's name
    """The output: the largest entry of each window, or ``o_m = (1/D) Σ x_i`` over it.

    Args:
        spec: the layer; its batch size may be open.
        input: X ``[N, C, *input_size]``.

    Returns:
        O ``[N, C, *output_size]``; of a max in X's own dtype.

    Raises:
        InputError: an array that does not belong to the layer, or integers too large to be exact.
    """
    maps = _checked(spec, input)
    if spec.pool == "max":
        return _largest(spec, maps)[0]
    left, _, dtype = working(maps, ONE, lambda: spec.most_terms)
    with np.errstate(invalid="ignore"):
        total = _route(spec, "output")(spec, left, lambda array, tap: array)
        return finished(_divided(spec)(total, ()), _of_quotient(dtype))


def pool_indices(spec: PooledSpec, input: Array) -> Array:  # noqa: A002 - PyTorch's name
    """Which entry each output of a max is, numbered row by row in its map, as PyTorch's ``return_indices`` has it.

    The first of the largest in reading order.

    Args:
        spec: the layer, a max; its batch size may be open.
        input: X ``[N, C, *input_size]``.

    Returns:
        Numbers ``[N, C, *output_size]``.

    Raises:
        InputError: an array that does not belong to the layer, or an average.
    """
    if spec.pool != "max":
        raise InputError("an average takes every entry of its windows: indices are of max pooling")
    return _largest(spec, _checked(spec, input))[2]


def pool_grad_input(spec: PooledSpec, grad_output: Array, input: Array | None = None) -> Array:  # noqa: A002
    """The input gradient: ``∂L/∂x_i = Σ_m ∂L/∂o_m c_m``, c 1/D, or 1 where o_m chose x_i.

    Where windows overlap the shares are *added*.

    Args:
        spec: the layer; its batch size may be open.
        grad_output: ∂L/∂O ``[N, C, *output_size]``.
        input: X ``[N, C, *input_size]``, whose numbers choose; an average needs none.

    Returns:
        ∂L/∂X ``[N, C, *input_size]``.

    Raises:
        InputError: an array that does not belong to the layer, integers too large to be exact, or no input of a max.
    """
    grads = as_numbers("grad_output", grad_output)
    shapes.check_grad_output(spec, grads)
    left, _, dtype = working(grads, ONE, lambda: spec.most_terms)
    if spec.pool == "average":
        weigh, dtype = _divided(spec), _of_quotient(dtype)
    elif input is None:
        raise InputError("which entry is the largest is decided by the input: give it, too")
    else:
        maps = _checked(spec, input)
        shapes.check_same_batch(maps, grads)
        weigh = partial(_where_chosen, _largest(spec, maps)[1], _numbers(spec))
    with np.errstate(invalid="ignore"):
        return finished(_route(spec, "grad_input")(spec, left, weigh), dtype)


def _checked(spec: PooledSpec, array: Array) -> Array:
    maps = as_numbers("input", array)
    shapes.check_input(spec, maps)
    if spec.pool == "max" and maps.dtype.kind == "c":
        raise InputError("complex numbers have no order, so there is no largest of them")
    return maps


def _route(spec: PooledSpec, result: str) -> Callable[[PooledSpec, Array, Weigh], Array]:
    """The fastest of the proven routes."""
    return pooled_routes(spec)[result]["taps" if spec.even else "windows"]


def _divided(spec: PooledSpec) -> Weigh:
    """``array / D``, output by output."""
    divisors = np.array([spec.divisor_at(m) for m in positions(spec.output_size)]).reshape(spec.output_size)
    fractions = np.array([Fraction(1, int(d)) for d in divisors.ravel()], dtype=object).reshape(divisors.shape)

    def weigh(array: Array, tap: Place) -> Array:
        if array.dtype == object:
            return np.asarray(array * fractions, dtype=object)
        return np.asarray(array / divisors.astype(array.real.dtype if array.dtype.kind in "fc" else np.float64))

    return weigh


def _where_chosen(chosen: Array, numbers: dict[Place, int], array: Array, tap: Place) -> Array:
    return np.where(chosen == numbers[tap], array, np.zeros((), array.dtype))


def _numbers(spec: PooledSpec) -> dict[Place, int]:
    return {tap: number for number, tap in enumerate(positions(spec.kernel_size))}


def _of_quotient(dtype: np.dtype[np.generic]) -> np.dtype[np.generic]:
    return np.dtype(np.float64) if dtype.kind in "biu" else dtype


def _largest(spec: PooledSpec, maps: Array) -> tuple[Array, Array, Array]:
    """The largest of each window, the number of its tap, and its place in the map."""
    shape = (*maps.shape[:2], *spec.output_size)
    found, chosen, where = np.zeros(shape, maps.dtype), np.full(shape, -1), np.zeros(shape, np.int64)
    flat = np.arange(int(np.prod(spec.input_size))).reshape(spec.input_size)
    for tap, number in _numbers(spec).items():
        along = [_places(spec, axis, a) for axis, a in enumerate(tap)]
        there, index = _all([places >= 0 for places in along]), np.ix_(*along)
        read = maps[(..., *index)]
        larger = (read > found) | (read != read) if maps.dtype.kind in "fO" else read > found
        taken = there & ((chosen < 0) | larger.astype(bool))
        found, chosen = np.where(taken, read, found), np.where(taken, number, chosen)
        where = np.where(taken, flat[index], where)
    return found, chosen, where


def _places(spec: PooledSpec, axis: int, tap: int) -> Any:
    """The inputs that a tap meets, window by window; -1 for none."""
    return np.array([dict(window).get(tap, -1) for window in spec.along[axis]])


def _all(parts: list[Any]) -> Any:
    """Whether it holds along every axis, for each output."""
    result = np.ones((), bool)
    for part in parts:
        result = result[..., None] & part
    return result
