"""Which numbers come back: floats as they are, halves through singles, integers exactly or not at all."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from symconv import ConvSpec, forward, grad_bias, grad_input, grad_weight
from symconv.errors import InputError

SPEC = ConvSpec.of(input_size=5, kernel_size=3, stride=2, in_channels=2, out_channels=2, batch_size=None)
MAPS = np.arange(20).reshape(2, 2, 5) - 7
WEIGHT = np.arange(12).reshape(2, 2, 3) - 5
GRADS = np.arange(8).reshape(2, 2, 2) - 3


def all_four(maps, weight, grads):
    return [
        forward(SPEC, maps, weight),
        grad_input(SPEC, grads, weight),
        grad_weight(SPEC, maps, grads),
        grad_bias(SPEC, grads),
    ]


EXACT = all_four(*(each.astype(object) for each in (MAPS, WEIGHT, GRADS)))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble, np.complex64, np.complex128])
def test_floats_come_back_as_they_came(dtype):
    for answer, exact in zip(all_four(*(each.astype(dtype) for each in (MAPS, WEIGHT, GRADS))), EXACT, strict=True):
        assert answer.dtype == dtype
        np.testing.assert_array_equal(answer, exact.astype(dtype))


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64])
def test_integers_come_back_as_int64(dtype):
    for answer, exact in zip(all_four(*(each.astype(dtype) for each in (MAPS, WEIGHT, GRADS))), EXACT, strict=True):
        assert answer.dtype == np.int64
        np.testing.assert_array_equal(answer, exact.astype(np.int64))


def test_halves_are_summed_in_singles():
    """In halves 2048 + 1 is 2048."""
    spec = ConvSpec.of(input_size=1, kernel_size=1, batch_size=4100)
    ones = np.ones((4100, 1, 1), np.float16)
    assert grad_weight(spec, ones, ones)[0, 0, 0] == 4100
    assert grad_bias(spec, ones)[0] == 4100


def test_small_integers_do_not_wrap():
    wide = all_four(*(np.full(each.shape, 100, np.int8) for each in (MAPS, WEIGHT, GRADS)))
    assert [answer.max() for answer in wide] == [60_000, 40_000, 40_000, 400]


@pytest.mark.parametrize("size", [10**8, 10**9])
def test_large_integers_are_exact_in_int64(size):
    """10⁸ · 10⁸ · 6 lies between 2⁵³ and 2⁶³, where float64 rounds and int64 does not."""
    maps, weight = MAPS * 0 + size - 1, WEIGHT * 0 + size - 3
    expected = 6 * (size - 1) * (size - 3)
    assert set(forward(SPEC, maps, weight).ravel().tolist()) == {expected}


def test_integers_beyond_int64_are_refused():
    with pytest.raises(InputError, match=r"integer sums may reach 5\.4e\+19, beyond int64"):
        forward(SPEC, np.full((1, 2, 5), 3 * 10**9), np.full((2, 2, 3), 3 * 10**9))
    with pytest.raises(InputError, match="beyond int64"):
        grad_bias(SPEC, np.full((1, 2, 2), 2**62))
    with pytest.raises(InputError, match="beyond int64"):
        forward(replace(SPEC, bias=True), MAPS, WEIGHT, np.array([2**63 - 1, 0]))


def test_python_numbers_have_no_limit():
    large = forward(SPEC, MAPS.astype(object) * 10**40, WEIGHT.astype(object))
    np.testing.assert_array_equal(large, EXACT[0] * 10**40)
    thirds = forward(SPEC, MAPS.astype(object) * Fraction(1, 3), WEIGHT.astype(object))
    np.testing.assert_array_equal(thirds, EXACT[0] * Fraction(1, 3))


def test_mixed_dtypes_meet_in_the_wider():
    assert forward(SPEC, MAPS.astype(np.float32), WEIGHT.astype(np.float64)).dtype == np.float64
    assert forward(SPEC, MAPS, WEIGHT.astype(np.float32)).dtype == np.float64
    assert forward(SPEC, MAPS.astype(np.int8), WEIGHT.astype(np.float16)).dtype == np.float16
    assert forward(SPEC, MAPS.astype(np.uint64) * 0, WEIGHT).dtype == np.int64


def test_the_bias_is_added_before_halves_are_rounded():
    spec = ConvSpec.of(input_size=1, kernel_size=1, bias=True)
    one, small = np.ones((1, 1, 1), np.float16), np.full((1, 1, 1), 2.0**-11 * 1.5, np.float16)
    output = forward(spec, one, one + np.float16(2.0**-10), small[0, 0])
    assert output.dtype == np.float16
    assert output[0, 0, 0] == np.float16(1 + 2.0**-10 + 2.0**-11 * 1.5)


@pytest.mark.parametrize("array", [np.full((2, 2, 5), "a"), np.zeros((2, 2, 5), "datetime64[s]")])
def test_what_is_no_number_is_refused(array):
    with pytest.raises(InputError, match="input must hold numbers, got dtype"):
        forward(SPEC, array, WEIGHT)
