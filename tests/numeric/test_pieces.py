"""How many images fit into so many bytes, to the byte: worked by hand."""

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.errors import InputError
from symconv.numeric.batches import images_at_once, pieces
from symconv.numeric.sums import narrowed

SPEC = ConvSpec.of(input_size=(5, 7), kernel_size=3, in_channels=3, out_channels=2)
"""X has 105 entries, ∂L/∂O 30, F 54."""
FIXED = (16 << 20) + 3 * 54 * 8
IMAGE = 2 * (105 + 30 + 105) * 8


@pytest.mark.parametrize(("kind", "bytes_"), [("f4", IMAGE), ("f8", IMAGE), ("c16", 2 * IMAGE)])
def test_images_are_as_many_as_fit(kind: str, bytes_: int) -> None:
    dtype = np.dtype(kind)
    fitting = {FIXED + bytes_: 1, FIXED + 2 * bytes_ - 1: 1, FIXED + 2 * bytes_: 2, FIXED + 9 * bytes_: 9}
    assert {memory: images_at_once(SPEC, dtype, memory) for memory in fitting} == fitting
    assert images_at_once(SPEC, dtype, None) is None


def test_less_than_an_image_is_refused() -> None:
    told = r"one image needs 16,782,352 bytes, more than the 16,782,351 allowed"
    with pytest.raises(InputError, match=told):
        images_at_once(SPEC, np.dtype("f8"), FIXED + IMAGE - 1)


def test_pieces_follow_each_other() -> None:
    cut = {at_once: [(part.start, part.stop) for part in pieces(3, at_once)] for at_once in (None, 1, 2, 5)}
    assert cut == {None: [(0, 3)], 1: [(0, 1), (1, 2), (2, 3)], 2: [(0, 2), (2, 3)], 5: [(0, 3)]}
    assert list(pieces(0, None)) == []


def test_sums_of_integers_stay_as_wide_as_they_are() -> None:
    total = np.array([2**40])
    assert narrowed(total, np.dtype(np.int32)).tolist() == [2**40]
    assert narrowed(np.array([1.5]), np.dtype("f2")).dtype == np.float16
