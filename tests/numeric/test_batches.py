"""A batch in pieces: how large they may be, and how exactly they are summed."""

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.errors import InputError
from symconv.numeric.batches import forget, images_at_once, pieces
from symconv.numeric.files import read_array
from symconv.numeric.gradients import grad_weight
from symconv.numeric.sums import summed, wide

SPEC = ConvSpec.of(input_size=(64, 64), kernel_size=3, in_channels=8, out_channels=16, batch_size=None)


def test_pieces_are_the_batch():
    assert [range(10)[part] for part in pieces(10, 4)] == [range(4), range(4, 8), range(8, 10)]
    assert list(pieces(10, None)) == [slice(0, 10)]
    assert list(pieces(0, None)) == []


def test_more_memory_is_more_images():
    assert images_at_once(SPEC, np.dtype(np.float32), None) is None
    small, large = (images_at_once(SPEC, np.dtype(np.float32), size << 20) for size in (32, 320))
    assert 1 <= small < large / 10
    four, two = (images_at_once(SPEC, np.dtype(np.float32), 64 << 20, number) for number in (4, 2))
    assert four < two  # each thread has buffers of its own
    with pytest.raises(InputError, match=r"one image needs 1[0-9],[0-9,]+ bytes, more than the 1,000,000 allowed"):
        images_at_once(SPEC, np.dtype(np.float32), 10**6)


def test_floats_are_summed_in_float64():
    """In float32 2²⁴ + 1 is 2²⁴."""
    parts = [np.full(2, value, np.float32) for value in (2**24, 1, 1)]
    total = summed(iter(parts))
    assert (total.dtype, total.tolist()) == (np.float64, [2**24 + 2] * 2)


def test_integers_are_summed_exactly_or_not_at_all():
    assert summed(iter([np.array([2**60 + 1]), np.array([2**61])])).tolist() == [2**60 + 2**61 + 1]
    with pytest.raises(InputError, match="beyond int64"):
        summed(iter([np.array([2**62]), np.array([2**62])]))


def test_halves_are_not_rounded_between_pieces():
    ones = np.ones((3, 8, 64, 64), np.float16)
    assert wide(grad_weight, SPEC, ones, np.ones((3, 16, 62, 62), np.float16)).dtype == np.float32


def test_a_mapped_file_can_be_forgotten_and_read_again(tmp_path):
    np.save(tmp_path / "x.npy", np.arange(10))
    mapped = read_array(f"{tmp_path}/x.npy")
    for array in (mapped, np.asarray(mapped)[2:], np.arange(10)):
        before = array.copy()
        forget(array)
        np.testing.assert_array_equal(array, before)
