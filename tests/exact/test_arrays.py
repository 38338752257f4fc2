"""Exact arrays do what NumPy's do, index by index and function by function."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symconv import exact
from symconv.algebra.polynomial import normal_form, variable
from symconv.exact import ExactArray

Shape = tuple[int, ...]

SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple)


def both(shape: Shape, seed: int = 0) -> tuple[ExactArray, np.ndarray]:
    """The same integers in both kinds of array; some are 0."""
    numbers = np.random.default_rng(seed).integers(-3, 4, shape)
    return ExactArray(numbers.ravel().tolist(), shape), numbers


def same(got: Any, wanted: np.ndarray) -> bool:
    return (got.shape, got.entries) == (wanted.shape, wanted.ravel().tolist())


def slices(size: int) -> st.SearchStrategy[slice]:
    ends = st.none() | st.integers(-size - 2, size + 2)
    return st.builds(slice, ends, ends, st.sampled_from((None, 1, 2, 3, -1, -2)))


@st.composite
def indices(draw: st.DrawFn, shape: Shape) -> tuple[Any, ...]:
    parts = [draw(st.integers(-size, size - 1) | slices(size)) for size in shape]
    cut = draw(st.integers(0, len(parts)))
    resumed = draw(st.integers(cut, len(parts)))
    return tuple(parts) if cut == resumed else (*parts[:cut], ..., *parts[resumed:])


@given(st.data(), SHAPES)
@settings(deadline=None)
def test_reading(data: st.DataObject, shape: Shape) -> None:
    array, numbers = both(shape)
    index = data.draw(indices(shape))
    got, wanted = array[index], numbers[index]
    if all(isinstance(part, int) for part in index) and len(index) == len(shape):
        assert got == int(wanted)
    else:
        assert same(got, wanted)


@given(st.data(), SHAPES)
@settings(deadline=None)
def test_writing(data: st.DataObject, shape: Shape) -> None:
    array, numbers = both(shape)
    index = data.draw(indices(shape))
    written, as_numbers = both(numbers[index].shape, seed=1)
    array[index] = written
    numbers[index] = as_numbers
    assert same(array, numbers)
    array[index] = 7
    numbers[index] = 7
    assert same(array, numbers)


def test_what_is_read_is_not_written_to() -> None:
    array, _ = both((2, 3))
    row = array[0]
    row[:] = 9
    assert same(array, both((2, 3))[1])


@given(st.data(), SHAPES)
@settings(deadline=None)
def test_entries_listed(data: st.DataObject, shape: Shape) -> None:
    array, numbers = both(shape)
    chosen = data.draw(st.lists(st.integers(-shape[0], shape[0] - 1), max_size=5))
    assert same(array[chosen], numbers[np.array(chosen, int)])
    assert same(array[..., [0, 0]], numbers[..., [0, 0]])
    distinct = sorted({number % shape[0] for number in chosen})
    array[distinct] = array[distinct] * 2
    numbers[distinct] *= 2
    assert same(array, numbers)


@given(st.data(), SHAPES)
@settings(deadline=None)
def test_axes_moved(data: st.DataObject, shape: Shape) -> None:
    array, numbers = both(shape)
    order = data.draw(st.permutations(range(len(shape))))
    count = data.draw(st.integers(1, len(shape)))
    source, destination = tuple(order[:count]), tuple(sorted(order)[-count:])
    assert same(exact.moveaxis(array, source, destination), np.moveaxis(numbers, source, destination))
    assert same(exact.moveaxis(array, -1, 0), np.moveaxis(numbers, -1, 0))
    axes = tuple(order[:count])
    for name in ("sum", "any"):
        got, wanted = getattr(exact, name)(array, axis=axes), getattr(np, name)(numbers, axis=axes)
        assert got == wanted if count == len(shape) else same(got, wanted)


@given(SHAPES)
def test_shapes(shape: Shape) -> None:
    array, numbers = both(shape)
    assert (array.ndim, array.size, len(array)) == (numbers.ndim, numbers.size, len(numbers))
    assert same(exact.reshape(array, (-1, shape[-1])), numbers.reshape(-1, shape[-1]))
    assert same(exact.stack([array, array * 2]), np.stack([numbers, numbers * 2]))
    assert exact.sum(array) == numbers.sum()
    assert exact.any(array) == numbers.any()
    assert same(array != 0, numbers != 0)
    parts = list(array)
    assert parts == numbers.tolist() if len(shape) == 1 else all(map(same, parts, numbers))
    if len(shape) > 1:
        assert same(array.mT, np.swapaxes(numbers, -1, -2))


@pytest.mark.parametrize(
    ("left", "right"),
    [((3, 2), (3, 2)), ((2, 3, 1), (3, 4)), ((1, 1, 1), (2, 3)), ((2, 1, 3), (1, 4, 1)), ((2,), (1,))],
)
def test_arrays_that_go_together(left: Shape, right: Shape) -> None:
    (one, one_), (other, other_) = both(left), both(right, seed=1)
    assert same(one + other, one_ + other_)
    assert same(one * other, one_ * other_)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((2, 3), (3, 4)),
        ((5, 2, 3), (5, 3, 1)),
        ((5, 2, 3), (3, 4)),
        ((2, 1, 2, 3), (4, 3, 2)),
        ((6, 1, 1), (6, 1, 1)),
        ((2, 1, 1), (3, 1, 1, 1)),
        ((2, 0), (0, 3)),
        ((0, 2), (2, 3)),
    ],
)
def test_matrix_products(left: Shape, right: Shape) -> None:
    (one, one_), (other, other_) = both(left), both(right, seed=1)
    assert same(exact.matmul(one, other), np.matmul(one_, other_))


def test_entries_of_any_exact_kind() -> None:
    half = ExactArray([Fraction(1, 2), 2], (1, 2))
    assert exact.matmul(half, half.mT).entries == [Fraction(17, 4)]
    symbols = ExactArray(map(variable, range(4)), (2, 2))
    product = exact.matmul(symbols, symbols)
    assert normal_form(product[0, 1]) == {(0, 1): 1, (1, 3): 1}
    assert normal_form(exact.sum(symbols)) == {(n,): 1 for n in range(4)}


@pytest.mark.parametrize(
    ("work", "error", "said"),
    [
        (lambda: ExactArray([1, 2], (3,)), ValueError, r"2 entries do not fill an array of shape \(3,\)"),
        (lambda: exact.zeros((2, 3))[0, 0, 0], IndexError, "3 indices for 2 axes"),
        (lambda: exact.zeros((2, 3))[2], IndexError, "there are 2 entries along this axis, got 2"),
        (lambda: exact.zeros((2,)) + exact.zeros((3,)), ValueError, "do not go together"),
        (lambda: exact.matmul(exact.zeros((2, 3)), exact.zeros((2, 3))), ValueError, "cannot be multiplied"),
        (lambda: exact.zeros((2,)).__setitem__(0, exact.zeros((3,))), ValueError, "does not fill"),
        (lambda: exact.reshape(exact.zeros((2, 3)), (4,)), ValueError, "6 entries do not fill"),
    ],
)
def test_what_cannot_be_is_refused(work: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        work()


def test_an_empty_array() -> None:
    nothing = exact.zeros((2, 0, 3))
    assert (nothing.size, nothing[:, :, 1].shape, exact.sum(nothing, axis=1).entries) == (0, (2, 0), [0] * 6)
