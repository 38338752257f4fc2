"""Integers are exact or refused: every bound at its edge, where one unit more would be rounded or wrap around."""

from itertools import starmap

import numpy as np
import pytest

from symconv import ConvSpec, forward, grad_bias, grad_input, grad_weight
from symconv.errors import InputError
from symconv.numeric.dtypes import largest, working
from symconv.numeric.job import Job
from symconv.numeric.sums import summed

LOW, HIGH = -(2**63), 2**63 - 1


def terms(count, limit):
    """As many integers that add up to ``limit + 1``, which float64 rounds where the limit is 2⁵³."""
    return np.array([limit // count] * (count - 1) + [limit - limit // count * (count - 1) + 1])


def by_tap(values):
    return ConvSpec.of(input_size=len(values), kernel_size=len(values)), values.reshape(1, 1, -1)


def by_channel(values, groups=2):
    """Channels of one group; the other groups hold nothing."""
    full = np.zeros((groups, len(values)), np.int64)
    full[-1] = values
    return full.reshape(1, -1, 1)


def forward_taps(values):
    spec, maps = by_tap(values)
    return forward(spec, maps, np.ones_like(maps))


def forward_channels(values):
    maps = by_channel(values)
    spec = ConvSpec.of(input_size=1, kernel_size=1, groups=2, in_channels=maps.shape[1], out_channels=2)
    return forward(spec, maps, np.ones((2, len(values), 1), int))


def grad_input_taps(values):
    count = len(values)
    spec = ConvSpec.of(input_size=2 * count - 1, kernel_size=count)
    return grad_input(spec, values.reshape(1, 1, -1), np.ones((1, 1, count), int))


def grad_input_channels(values):
    grads = by_channel(values)
    spec = ConvSpec.of(input_size=1, kernel_size=1, groups=2, in_channels=2, out_channels=grads.shape[1])
    return grad_input(spec, grads, np.ones((grads.shape[1], 1, 1), int))


def grad_weight_places(values):
    spec = ConvSpec.of(input_size=len(values), kernel_size=1)
    return grad_weight(spec, values.reshape(1, 1, -1), np.ones((1, 1, len(values)), int))


def grad_weight_images(values):
    spec = ConvSpec.of(input_size=1, kernel_size=1, batch_size=None)
    return grad_weight(spec, np.ones((len(values), 1, 1), int), values.reshape(-1, 1, 1))


def grad_bias_places(values):
    spec = ConvSpec.of(input_size=len(values), kernel_size=1)
    return grad_bias(spec, values.reshape(1, 1, -1))


def grad_bias_images(values):
    spec = ConvSpec.of(input_size=(2, 2), kernel_size=2, batch_size=None)
    return grad_bias(spec, values.reshape(-1, 1, 1, 1))


def summed_pieces(values):
    return summed(iter(values.reshape(-1, 1)))


SUMS = [
    forward_taps,
    forward_channels,
    grad_input_taps,
    grad_input_channels,
    grad_weight_places,
    grad_weight_images,
    grad_bias_places,
    grad_bias_images,
    summed_pieces,
]


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("count", [2, 3, 16])
@pytest.mark.parametrize("function", SUMS)
def test_just_beyond_what_float64_holds_sums_are_exact(function, count, sign):
    answer = function(sign * terms(count, 2**53))
    assert answer.dtype == np.int64
    assert sign * (2**53 + 1) in answer.ravel().tolist()


@pytest.mark.parametrize("function", SUMS)
def test_the_largest_sums_are_exact_and_the_next_are_refused(function):
    """16·(2⁵⁹ − 1) is the last multiple below 2⁶³."""
    for sign in (1, -1):
        answer = function(np.full(16, sign * (2**59 - 1)))
        assert sign * (2**63 - 16) in answer.ravel().tolist()
    for sign in (1, -1):
        with pytest.raises(InputError, match="beyond int64"):
            function(np.full(16, sign * 2**59))


ONE = ConvSpec.of(input_size=1, kernel_size=1)
PRODUCTS = [
    lambda a, b: forward(ONE, a, b),
    lambda a, b: grad_input(ONE, a, b),
    lambda a, b: grad_weight(ONE, a, b),
]


def one(value, dtype=np.int64):
    return np.full((1, 1, 1), value, dtype)


@pytest.mark.parametrize("function", PRODUCTS)
def test_products_at_the_edges(function):
    for factors in ((HIGH, 1), (-HIGH, 1), (HIGH, -1), (3037000499, 3037000499), (-3037000499, 3037000499), (0, LOW)):
        assert function(one(factors[0]), one(factors[1])).item() == factors[0] * factors[1]
    for factors in ((LOW, 1), (1, LOW), (LOW, -1), (3037000500, 3037000500), (2**62, 2), (2**62, -2), (LOW, LOW)):
        with pytest.raises(InputError, match="beyond int64"):
            function(one(factors[0]), one(factors[1]))


def test_the_bias_at_the_edges():
    spec = ConvSpec.of(input_size=1, kernel_size=1, bias=True)
    for value, bias in ((2**53, 1), (2**53 - 1, 2), (HIGH - 1, 1), (1, HIGH - 1), (-HIGH, 0), (-(2**62), -(2**62) + 1)):
        answer = forward(spec, one(value), one(1), np.array([bias]))
        assert (answer.item(), answer.dtype) == (value + bias, np.int64)
    for value, bias in ((HIGH, 1), (1, HIGH), (-(2**62), -(2**62)), (0, LOW)):
        with pytest.raises(InputError, match="beyond int64"):
            forward(spec, one(value), one(1), np.array([bias]))


@pytest.mark.parametrize(
    ("value", "dtype", "bias", "sum_"),
    [
        (3, np.int64, 0.5, 3.5),
        (1.5, np.float32, 1, 2.5),
        (1e300, np.float64, 1.0, 1e300),
        (2, np.int64, np.inf, np.inf),
    ],
)
def test_a_bias_of_another_kind_decides_in_what_is_added(value, dtype, bias, sum_):
    """Only integers and integers are added as integers; the others as NumPy adds them."""
    spec = ConvSpec.of(input_size=1, kernel_size=1, bias=True)
    answer = forward(spec, one(value, dtype), one(1, dtype), np.array([bias]))
    assert (answer.item(), answer.dtype) == (sum_, np.float64)


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64])
def test_the_largest_magnitude_of_each_dtype(dtype):
    info = np.iinfo(dtype)
    assert largest(np.array([info.min, info.max], dtype)) == max(-int(info.min), int(info.max))
    assert largest(np.array([info.min], dtype)) == -int(info.min)
    assert largest(np.array([], dtype)) == 0


def test_unsigned_numbers_beyond_int64_are_refused():
    assert forward(ONE, one(HIGH, np.uint64), one(1)).item() == HIGH
    with pytest.raises(InputError, match="beyond int64"):
        forward(ONE, one(2**63, np.uint64), one(1))
    assert grad_bias(ONE, one(HIGH, np.uint64)).item() == HIGH
    with pytest.raises(InputError, match="beyond int64"):
        grad_bias(ONE, one(2**63, np.uint64))
    assert forward(ONE, one(True, bool), one(7, np.uint64)).item() == 7


def test_in_what_they_are_computed():
    for bound, dtype in ((2**53 - 1, np.float64), (2**53, np.int64), (2**63 - 1, np.int64)):
        left, right, result = working(one(bound), one(1), lambda: 1)
        assert (left.dtype, right.dtype, result) == (dtype, dtype, np.int64)
    assert working(one(2**52), one(1), lambda: 2)[0].dtype == np.int64
    with pytest.raises(InputError, match=r"integer sums may reach 9\.2e\+18"):
        working(one(2**62), one(1), lambda: 2)


@pytest.mark.parametrize("at_once", [1, 2, 5, None])
def test_pieces_of_a_batch_add_up_exactly(at_once):
    """A small sum in the first pieces must not decide how the later ones are added."""
    spec = ConvSpec.of(input_size=1, kernel_size=1, batch_size=None, bias=True)
    grads = np.array([1, 1, 2**60 + 1, -1, 2]).reshape(-1, 1, 1)
    job = Job(spec=spec, input=np.ones_like(grads), weight=one(1), grad_output=grads, at_once=at_once, mapped=starmap)
    for name in ("grad_weight", "grad_bias"):
        (total,) = job.results[name](lambda images: None)
        assert (total.dtype, total.ravel().tolist()) == (np.int64, [2**60 + 4])
