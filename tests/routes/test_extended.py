"""Infinite entries and NaN in every route, against plain loops over the pairs that meet."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from layers import LAYERS, meetings

from symconv import ConvSpec, forward, grad_input, grad_weight
from symconv.routes import FORWARD, GRAD_INPUT, GRAD_WEIGHT
from symconv.routes.extended import all_finite

NUMERIC = {"output": forward, "grad_input": grad_input, "grad_weight": grad_weight}
CLAIMS = {"output": FORWARD, "grad_input": GRAD_INPUT, "grad_weight": GRAD_WEIGHT}
FACTORS = {
    "output": ("input", "weight"),
    "grad_input": ("grad_output", "weight"),
    "grad_weight": ("input", "grad_output"),
}
SPECIAL = (np.inf, -np.inf, np.nan, 0.0)


def poisoned(shape, draw, share):
    """Small integers, and among them what is no number."""
    array = draw.integers(-3, 4, shape).astype(float)
    chosen = draw.random(shape) < share
    array[chosen] = draw.choice(SPECIAL, int(chosen.sum()))
    return array


def shapes(spec):
    return {"input": spec.input_shape, "weight": spec.weight_shape, "grad_output": spec.output_shape}


def by_loops(spec, given, dtype=float):
    """Each result as the sum of the products that the relation says; nothing else is multiplied."""
    found = {
        name: np.zeros(shape, dtype)
        for name, shape in zip(CLAIMS, (spec.output_shape, spec.input_shape, spec.weight_shape), strict=True)
    }
    with np.errstate(invalid="ignore"):
        for o, w, i in meetings(spec):
            found["output"][o] += given["input"][i] * given["weight"][w]
            found["grad_input"][i] += given["grad_output"][o] * given["weight"][w]
            found["grad_weight"][w] += given["input"][i] * given["grad_output"][o]
    return found


@pytest.mark.parametrize("share", [0.02, 0.2])
@pytest.mark.parametrize("layer", LAYERS)
def test_every_route_gives_what_the_loops_give(layer, share):
    spec, draw = LAYERS[layer], np.random.default_rng(len(layer))
    for _ in range(3):
        given = {name: poisoned(shape, draw, share) for name, shape in shapes(spec).items()}
        exact = by_loops(spec, given)
        for claim, table in CLAIMS.items():
            factors = [given[name] for name in FACTORS[claim]]
            for name, route in table.items():
                np.testing.assert_array_equal(route(spec, *factors), exact[claim], err_msg=f"{claim} by {name}")
            plain = replace(spec, bias=False)
            np.testing.assert_array_equal(NUMERIC[claim](plain, *factors), exact[claim])


def test_the_smallest_case_by_hand():
    """N 1, k 3, p 1: o_0 = x_0 f_1; the taps f_0 and f_2 lie in the padding and may be what they like."""
    spec = ConvSpec.of(input_size=1, kernel_size=3, padding=1)
    weight = np.array([[[np.inf, 2.0, np.nan]]])
    one = np.ones((1, 1, 1))
    for route in (*FORWARD.values(), forward, *GRAD_INPUT.values(), grad_input):
        assert route(spec, one, weight).tolist() == [[[2.0]]]
    for route in (*GRAD_WEIGHT.values(), grad_weight):
        assert route(spec, one * np.inf, one).tolist() == [[[0.0, np.inf, 0.0]]]
        assert np.isnan(route(spec, one * np.inf, 0 * one)[0, 0, 1])  # an entry that is 0 is an entry


def test_what_no_window_reads_harms_nobody():
    """N 6, k 2, s 3: x_2 and x_5 are read by no window."""
    spec = ConvSpec.of(input_size=6, kernel_size=2, stride=3)
    maps = np.array([[[1, 2, np.nan, 3, 4, np.inf]]])
    assert forward(spec, maps, np.array([[[1.0, 1.0]]])).tolist() == [[[3.0, 7.0]]]
    assert grad_weight(spec, maps, np.array([[[1.0, 1.0]]])).tolist() == [[[4.0, 6.0]]]


def test_signs_meet_and_cancel():
    spec = ConvSpec.of(input_size=2, kernel_size=2)
    for x, f in product(
        [(np.inf, np.inf), (np.inf, -np.inf), (-np.inf, 5.0), (np.nan, np.inf), (0.0, np.inf)], repeat=2
    ):
        with np.errstate(invalid="ignore"):
            expected = np.float64(x[0]) * f[0] + np.float64(x[1]) * f[1]
        for route in (*FORWARD.values(), forward):
            np.testing.assert_array_equal(route(spec, np.array([[x]]), np.array([[f]])), [[[expected]]])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.complex64, np.complex128])
def test_other_dtypes_keep_the_policy(dtype):
    spec = ConvSpec.of(input_size=(3, 4), kernel_size=2, stride=2, padding=1)
    draw = np.random.default_rng(5)
    given = {name: poisoned(shape, draw, 0.1).astype(dtype) for name, shape in shapes(spec).items()}
    for claim, function in NUMERIC.items():
        answer = function(spec, *(given[name] for name in FACTORS[claim]))
        assert answer.dtype == dtype
        exact = by_loops(spec, given, np.result_type(dtype, np.float64))[claim]
        np.testing.assert_array_equal(np.isfinite(answer), np.isfinite(exact))
        np.testing.assert_array_equal(answer[np.isfinite(answer)], exact[np.isfinite(exact)])


def test_finite_arrays_are_told_from_others():
    big = np.full(4, 3e38, np.float32)
    assert all_finite(big)  # although their sum is infinite
    assert all_finite(np.array([2**70, 1], dtype=object))
    assert all_finite(np.zeros(0))
    for value in (np.inf, -np.inf, np.nan):
        assert not all_finite(np.array([1.0, value]))
        assert not all_finite(np.array([1.0, complex(0, value)]))
    assert not all_finite(np.array([np.inf, -np.inf]))
