import numpy as np
import pytest

from symconv.routes.gemm.tiles import extent, flat, tiles


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


def test_boxes_are_as_equal_as_can_be():
    assert [extent(box) for box in tiles((10, 3), 12)] == [(4, 3), (4, 3), (2, 3)]
