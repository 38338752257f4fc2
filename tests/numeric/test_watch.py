"""What is seen of an array piece by piece is what is seen of it at once."""

from fractions import Fraction

import numpy as np
import pytest

from symconv.errors import InputError
from symconv.numeric.watch import Comparison, Range

NAN, INF = float("nan"), float("inf")


def seen(*pieces, kind="f8"):
    found = Range(name="x", shape=(len(pieces),), dtype=np.dtype(kind))
    for piece in pieces:
        found.see(np.array(piece, kind))
    return found.least, found.largest, found.nans, found.infinite


@pytest.mark.parametrize(
    ("pieces", "told"),
    [
        ([], (None, None, 0, 0)),
        ([[]], (None, None, 0, 0)),
        ([[3, 1, 2]], (1, 3, 0, 0)),
        ([[2], [3], [1]], (1, 3, 0, 0)),
        ([[1], [], [2]], (1, 2, 0, 0)),
        ([[NAN, 1], [2]], (1, 2, 1, 0)),
        ([[INF, 1], [-INF, 2]], (1, 2, 0, 2)),
        ([[NAN, NAN], [NAN, INF]], (None, None, 3, 1)),
        ([[4], [NAN, 5, 3]], (3, 5, 1, 0)),
    ],
)
def test_ranges_by_hand(pieces, told):
    assert seen(*pieces) == told


def test_ranges_of_what_is_no_float():
    assert seen([2, 1], [3], kind="i4") == (1, 3, 0, 0)
    assert seen([Fraction(1, 2), Fraction(1, 3)], kind="O") == (Fraction(1, 3), Fraction(1, 2), 0, 0)
    assert seen([1 + 1j, complex(NAN, 1), complex(1, INF)], kind="c16") == (None, None, 1, 1)


def compared(*pairs):
    found = Comparison(name="x", against="y")
    for ours, theirs in pairs:
        found.see(np.array(ours), np.array(theirs))
    return found


@pytest.mark.parametrize(
    ("pairs", "error", "where"),
    [
        ([([[1, 2]], [[1, 5]]), ([[1, 2]], [[2, 2]])], 3, (0, 1)),
        ([([[1, 2]], [[1, 3]]), ([[1, 2]], [[4, 2]])], 3, (1, 0)),
        ([([[1, 2]], [[1, 3]]), ([[1, 2]], [[2, 2]])], 1, (0, 1)),
        ([([[1, 2], [3, 4]], [[1, 2], [3, 4]]), ([[1, 2]], [[1, 3]])], 1, (2, 1)),
        ([([[1, 2]], [[1, 2]]), ([[1, 2]], [[1, 2]])], 0, (0, 0)),
        ([([[1, 2]], [[1, NAN]])], INF, (0, 1)),
    ],
)
def test_the_largest_error_stands_where_it_came_first(pairs, error, where):
    found = compared(*pairs)
    assert (found.error, found.where, found.holds) == (error, where, not error)


def test_other_shapes_are_not_compared():
    with pytest.raises(InputError, match=r"x has shape \(1, 2\) in y, expected \(2, 1\)"):
        compared(([[1], [2]], [[1, 2]]))
