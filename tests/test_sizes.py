"""Sizes as people write them."""

from typing import Any

import numpy as np
import pytest
from layers import refused

from symconv.errors import SpecError
from symconv.sizes import for_each_axis, integer, paddings, shown, sizes


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, 3), ("3", 3), ("+12", 12), (np.int64(4), 4), (0, 0), ("0", 0), (10**30, 10**30)],
    ids=repr,
)
def test_whole_numbers(value: object, expected: int) -> None:
    got = integer(value, "groups")
    assert (got, type(got)) == (expected, int)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, "groups must be a whole number, got True"),
        (False, "groups must be a whole number, got False"),
        (2.0, "groups must be a whole number, got 2.0"),
        ("2.5", "groups must be a whole number, got '2.5'"),
        ("", "groups must be a whole number, got ''"),
        (" 12 ", "groups must be a whole number, got ' 12 '"),
        ("1_0", "groups must be a whole number, got '1_0'"),
        ("٣", "groups must be a whole number, got '٣'"),
        ("two", "groups must be a whole number, got 'two'"),
        (None, "groups must be a whole number, got None"),
        ([2], "groups must be a whole number, got [2]"),
        (float("nan"), "groups must be a whole number, got nan"),
        (0, "groups must be at least 1, got 0"),
        ("-3", "groups must be at least 1, got -3"),
        (-(10**80), "groups must be at least 1, got a number of more than 60 digits"),
        ("9" * 5000, "groups must be a whole number, got '" + "9" * 58 + "…"),
        ("a" * 100, "groups must be a whole number, got '" + "a" * 58 + "…"),
    ],
    ids=lambda value: shown(value, 30),
)
def test_no_whole_numbers(value: object, message: str) -> None:
    error = refused(integer, value, "groups", least=1)
    assert (str(error), type(error)) == (message, SpecError)
    assert isinstance(error, SpecError)
    assert error.parameter == "groups"
    assert error.got is value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, 5),
        ("5", 5),
        ("5x7", [5, 7]),
        ("5x7x2", [5, 7, 2]),
        ((5, 7), [5, 7]),
        ([5], [5]),
        (["5", 7], [5, 7]),
        (range(1, 4), [1, 2, 3]),
        (np.array([4, 6]), [4, 6]),
    ],
    ids=repr,
)
def test_sizes(value: Any, expected: int | list[int]) -> None:
    assert sizes(value, "stride") == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0, "stride must be at least 1, got 0"),
        ("3x0", "stride must be at least 1, got 0"),
        ("3x", "stride must be a number, or one for each axis as in 2x3, got '3x'"),
        ("3y5", "stride must be a whole number, got '3y5'"),
        ("x", "stride must be a number, or one for each axis as in 2x3, got 'x'"),
        ((), "stride is empty, expected a number for each axis"),
        ([1, True], "stride must be a whole number, got True"),
        ([(1, 2)], "stride must be a whole number, got (1, 2)"),
        (1.5, "stride must be a whole number, got 1.5"),
        (b"3", "stride must be a whole number, got b'3'"),
        ({3, 5}, "stride must be a whole number, got {3, 5}"),
        ({3: 5}, "stride must be a whole number, got {3: 5}"),
        (None, "stride must be a whole number, got None"),
    ],
    ids=repr,
)
def test_no_sizes(value: Any, message: str) -> None:
    assert str(refused(sizes, value, "stride")) == message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, (1, 1)),
        ("2", (2, 2)),
        ("1:2", (1, 2)),
        ("1:2x0", [(1, 2), (0, 0)]),
        ("0:1x2:3x4", [(0, 1), (2, 3), (4, 4)]),
        ((1, 2), [(1, 1), (2, 2)]),
        (((1, 2),), [(1, 2)]),
        (((1, 2), 3), [(1, 2), (3, 3)]),
        (((1,), (0, 5)), [(1, 1), (0, 5)]),
        (("1:2", 0), [(1, 2), (0, 0)]),
    ],
    ids=repr,
)
def test_paddings(value: Any, expected: object) -> None:
    assert paddings(value) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-1, "padding must be at least 0, got -1: that crops; crop the input first, what is cut off has gradient 0"),
        (
            "1:-2",
            "padding must be at least 0, got -2: that crops; crop the input first, what is cut off has gradient 0",
        ),
        ("1:2:3", "padding must be a number, before:after, valid, same, full, got '1:2:3'"),
        (((1, 2, 3),), "padding must be a number, before:after, valid, same, full, got (1, 2, 3)"),
        (((),), "padding must be a number, before:after, valid, same, full, got ()"),
        ((), "padding is empty, expected a number for each axis"),
        ("Same", "padding must be a number, before:after, valid, same, full, got 'Same'"),
        ("", "padding must be a number, before:after, valid, same, full, got ''"),
        (":1", "padding must be a number, before:after, valid, same, full, got ':1'"),
        (0.5, "padding must be a whole number, got 0.5"),
        (True, "padding must be a whole number, got True"),
        ({1, 2}, "padding must be a whole number, got {1, 2}"),
        (b"1:2", "padding must be a whole number, got b'1:2'"),
    ],
    ids=repr,
)
def test_no_paddings(value: Any, message: str) -> None:
    error = refused(paddings, value)
    assert str(error) == message
    assert isinstance(error, SpecError)
    assert error.parameter == "padding"


def test_a_bare_value_speaks_for_every_axis() -> None:
    assert for_each_axis(4, 3, "stride") == (4, 4, 4)
    assert for_each_axis((1, 2), 2, "padding") == ((1, 2), (1, 2))
    assert for_each_axis([4, 5], 2, "stride") == (4, 5)


def test_a_list_is_for_its_own_number_of_axes() -> None:
    error = refused(for_each_axis, [4, 5], 3, "stride")
    assert str(error) == "stride has 2 axes where the layer has 3, got (4, 5)"
    assert isinstance(error, SpecError)
    assert (error.parameter, error.got) == ("stride", (4, 5))


def test_shown_fits_a_line() -> None:
    assert [shown("abc"), shown(12), shown([1] * 40, 12), shown(10**60)] == [
        "'abc'",
        "12",
        "[1, 1, 1, 1…",
        "a number of more than 60 digits",
    ]
