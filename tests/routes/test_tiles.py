from itertools import product

import numpy as np
import pytest

from symconv.axis import Axis
from symconv.proof.theorem.conditions import equal, positive, within
from symconv.proof.theorem.indices import letter, quotient
from symconv.proof.theorem.solver import Solver, installed
from symconv.routes.gemm.tiles import extent, flat, tiles
from symconv.routes.gemm.windows import windows


@pytest.mark.parametrize("shape", [(7,), (3, 5), (2, 3, 4), (1, 1, 9, 2), (0, 4)])
@pytest.mark.parametrize("limit", [0, 1, 3, 4, 10, 1000])
def test_boxes_cover_everything_once_and_stay_small(shape, limit):
    seen, flattened = np.zeros(shape, int), np.zeros(int(np.prod(shape)), int)
    for box in tiles(shape, limit):
        assert np.prod(extent(box)) <= max(1, limit)
        seen[box] += 1
        flattened[flat(box, shape)] += 1
    assert np.all(seen == 1)
    assert np.all(flattened == 1)


SMALL = [shape for axes in (1, 2, 3, 4) for shape in product(range(5 - (axes == 4)), repeat=axes)]


def test_every_small_shape_is_cut_into_boxes_that_share_no_cell():
    """All shapes of up to four axes, all limits: each cell once, in reading order, and each box in one piece."""
    for shape in SMALL:
        count = int(np.prod(shape))
        cells = np.arange(count).reshape(shape)
        for limit in range(count + 2):
            found = [cells[box].ravel().tolist() for box in tiles(shape, limit)]
            assert [cell for box in found for cell in box] == list(range(count))
            for box, members in zip(tiles(shape, limit), found, strict=True):
                assert len(members) <= max(1, limit)
                assert cells.ravel()[flat(box, shape)].tolist() == members


def test_along_one_axis_this_holds_for_every_size(solver):
    """Boxes of one side length: cell c is in box ⌊c/side⌋, and in no other."""
    cell, side, box, size = (letter(name) for name in ("c", "w", "b", "n"))
    given = (positive(side), within(cell, size))
    own = quotient(cell, side)
    assert solver.passes(within(cell - side * own, side), given)
    assert solver.passes(equal(box, own), (*given, within(cell - side * box, side)))
    assert not solver.passes(equal(box, own), (*given, within(cell - side * box, side + 1)))


@pytest.fixture
def solver():
    if not installed():
        pytest.skip("needs z3 (the smt extra)")
    return Solver()


def test_boxes_are_as_equal_as_can_be():
    assert [extent(box) for box in tiles((10, 3), 12)] == [(4, 3), (4, 3), (2, 3)]


def test_an_axis_of_one_takes_nothing_from_a_box():
    assert [extent(box) for box in tiles((6, 1, 1), 6)] == [(6, 1, 1)]


@pytest.mark.parametrize("huge", [{"dilation": 2**62}, {"stride": 2**62}])
def test_a_step_that_is_never_taken_may_be_of_any_size(huge):
    """One tap, one output: neither dilation nor stride leads anywhere, and in bytes they fit into no integer."""
    geometry = {"input_size": 1, "kernel_size": 1, "stride": 1, "dilation": 1, "before": 0, "after": 0}
    view = windows(np.array([[[7.0]]]), (Axis(**(geometry | huge)),), (1,))
    assert view.tolist() == [[[[7.0]]]]
