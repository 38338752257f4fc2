"""Phases, by hand."""

from math import prod

import pytest
from layers import LAYERS, one_axis_grid

from symconv.axis import Axis
from symconv.routes.polyphase import Phase, phase_of, phases
from symconv.spec import positions


def axis(kernel_size: int, stride: int, dilation: int = 1) -> Axis:
    return Axis(input_size=20, kernel_size=kernel_size, stride=stride, dilation=dilation, before=0, after=0)


@pytest.mark.parametrize(
    ("kernel", "stride", "dilation", "expected"),
    [
        (3, 1, 1, [([0, 1, 2], 1, 0)]),
        (3, 2, 1, [([0, 2], 1, 0), ([1], 1, 0)]),
        (5, 3, 1, [([0, 3], 1, 0), ([1, 4], 1, 0), ([2], 1, 0)]),
        (1, 3, 1, [([0], 1, 0)]),
        (3, 1, 2, [([0, 1, 2], 2, 0)]),
        (3, 2, 2, [([0, 1, 2], 1, 0)]),  # odd phases meet no tap at all
        (4, 2, 3, [([0, 2], 3, 0), ([1, 3], 3, 1)]),
        (4, 4, 6, [([0, 2], 3, 0), ([1, 3], 3, 1)]),
        (2, 3, 2, [([0], 2, 0), ([1], 2, 0)]),
        (4, 3, 2, [([0, 3], 2, 0), ([2], 2, 1), ([1], 2, 0)]),  # in the order of the phases, not of the taps
        (2, 10**18, 1, [([0], 1, 0), ([1], 1, 0)]),  # as many phases as taps, however large the stride
    ],
)
def test_phases(kernel: int, stride: int, dilation: int, expected: list[tuple[list[int], int, int]]) -> None:
    found = phases(axis(kernel, stride, dilation))
    assert [phase.number for phase in found] == sorted({dilation * a % stride for a in range(kernel)})
    assert [(list(phase.taps), phase.step, phase.start) for phase in found] == expected


def test_an_image_at_stride_2_and_kernel_3_uses_4_2_2_and_1_taps() -> None:
    along = [phases(one) for one in LAYERS["classroom"].axes]
    used = [prod(len(along[i][number].taps) for i, number in enumerate(numbers)) for numbers in positions((2, 2))]
    assert used == [4, 2, 2, 1]


def test_every_tap_belongs_to_one_phase() -> None:
    for spec in one_axis_grid():
        (only,) = spec.axes
        assert sorted(tap for phase in phases(only) for tap in phase.taps) == list(range(only.kernel_size))


def test_a_phase_that_no_tap_reaches_has_none() -> None:
    found = [phase_of(axis(3, 2, 2), number) for number in (0, 1)]
    assert [(phase.number, list(phase.taps)) for phase in found] == [(0, [0, 1, 2]), (1, [])]


def test_a_phase_is_a_value() -> None:
    assert phases(axis(1, 1)) == [Phase(number=0, taps=range(0, 1, 1), step=1, start=0)]
