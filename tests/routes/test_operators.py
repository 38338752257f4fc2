"""The words routes are written in, on arrays small enough to write down."""

import numpy as np
import pytest

from symconv.routes.operators import correlate, dilate, flip, pad, region, swap_channels


def maps(*rows: object) -> np.ndarray:
    return np.array([[rows]])


def test_dilate() -> None:
    assert (
        dilate(maps([1, 2, 3], [4, 5, 6]), (3, 2)).tolist()
        == maps([1, 0, 2, 0, 3], [0] * 5, [0] * 5, [4, 0, 5, 0, 6]).tolist()
    )
    assert dilate(maps(1, 2), (1,)).tolist() == [[[1, 2]]]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 0, [1, 2, 3]),
        (2, 1, [0, 0, 1, 2, 3, 0]),
        (-1, 0, [2, 3]),
        (0, -2, [1]),
        (-1, 2, [2, 3, 0, 0]),
        (2, -1, [0, 0, 1, 2]),
        (-1, -1, [2]),
        (-3, 0, []),
        (-3, 2, [0, 0]),
    ],
)
def test_pad(before: int, after: int, expected: list[int]) -> None:
    assert pad(maps(1, 2, 3), (before,), (after,)).tolist() == [[expected]]


def test_pad_each_axis_of_its_own() -> None:
    assert pad(maps([1, 2], [3, 4]), (1, -1), (0, 2)).tolist() == maps([0, 0, 0], [2, 0, 0], [4, 0, 0]).tolist()


def test_flip_turns_every_axis_of_space() -> None:
    assert flip(np.arange(8).reshape(2, 1, 2, 2)).tolist() == [[[[3, 2], [1, 0]]], [[[7, 6], [5, 4]]]]


def test_region_is_the_same_in_every_map() -> None:
    assert np.arange(12).reshape(2, 1, 6)[region([slice(1, None, 3)])].tolist() == [[[1, 4]], [[7, 10]]]


def test_swap_channels_within_groups() -> None:
    """[C_out 4, C_in/groups 2] with 2 groups becomes [C_in 4, C_out/groups 2]."""
    weight = np.arange(8).reshape(4, 2, 1)
    assert swap_channels(weight, 2)[..., 0].tolist() == [[0, 2], [1, 3], [4, 6], [5, 7]]
    assert swap_channels(weight, 1)[..., 0].tolist() == [[0, 2, 4, 6], [1, 3, 5, 7]]


def test_correlate_by_hand() -> None:
    assert correlate(maps(1, 2, 3, 4), maps(10, 1)).tolist() == [[[12, 23, 34]]]
    image = maps([1, 2, 3], [4, 5, 6])
    assert correlate(image, maps([1, 0], [0, -1])).tolist() == maps([-4, -4]).tolist()


def test_correlate_sums_the_channels_of_a_group() -> None:
    x = np.array([[[1, 2], [10, 20], [100, 200], [1000, 2000]]])
    f = np.array([[[1], [2]], [[3], [4]]])
    assert correlate(x, f, 2).tolist() == [[[21, 42], [4300, 8600]]]
    assert correlate(x, np.ones((1, 4, 1), int)).tolist() == [[[1111, 2222]]]


def test_correlate_with_zeros_alone() -> None:
    assert correlate(maps(1, 2, 3), maps(0, 0)).tolist() == [[[0, 0]]]
    assert correlate(maps(1, 2, 3).astype(object), maps(0, 0).astype(object)).tolist() == [[[0, 0]]]
