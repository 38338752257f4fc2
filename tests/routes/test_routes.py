"""Every route in the tables computes the gradient: exact integers against loops, and symbols against the chain rule."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layers import LAYERS, Numbers, meetings, numbers, one_axis_grid

import symconv
from symconv import ConvSpec, routes
from symconv.exact import ExactArray

TABLES = {
    "output": (routes.FORWARD, ("input", "weight")),
    "grad_input": (routes.GRAD_INPUT, ("grad_output", "weight")),
    "grad_weight": (routes.GRAD_WEIGHT, ("input", "grad_output")),
    "grad_bias": (routes.GRAD_BIAS, ("grad_output",)),
}
ROUTES = [
    pytest.param(claim, route, given_, id=f"{claim} by {name}")
    for claim, (table, given_) in TABLES.items()
    for name, route in table.items()
]


def assert_right(claim: str, route: Callable[..., np.ndarray], names: tuple[str, ...], spec: ConvSpec) -> None:
    truth = numbers(spec)
    got = route(spec, *(getattr(truth, name) for name in names))
    np.testing.assert_array_equal(got, getattr(truth, claim), err_msg=f"{spec}", strict=True)


def test_every_table_of_routes_is_tested() -> None:
    tables = [name for name, value in vars(routes).items() if name.isupper() and isinstance(value, dict)]
    assert tables == ["FORWARD", "GRAD_INPUT", "GRAD_WEIGHT", "GRAD_BIAS", "FEWER", "FOLKLORE"]
    assert {"textbook", "upsample", "matrix", "polyphase", "scatter"} <= set(routes.GRAD_INPUT)
    assert {"textbook", "upsample", "matrix"} <= set(routes.GRAD_WEIGHT)


@pytest.fixture(scope="module")
def grid() -> list[tuple[ConvSpec, Numbers]]:
    return [(spec, numbers(spec)) for spec in one_axis_grid()]


@pytest.mark.parametrize(("claim", "route", "names"), ROUTES)
def test_every_one_axis_layer(
    claim: str, route: Callable[..., np.ndarray], names: tuple[str, ...], grid: list[tuple[ConvSpec, Numbers]]
) -> None:
    wrong = [
        spec
        for spec, truth in grid
        if not np.array_equal(route(spec, *(getattr(truth, name) for name in names)), getattr(truth, claim))
    ]
    assert len(grid) == 2296
    assert wrong == []


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
@pytest.mark.parametrize(("claim", "route", "names"), ROUTES)
def test_awkward_layers(claim: str, route: Callable[..., np.ndarray], names: tuple[str, ...], layer: ConvSpec) -> None:
    assert_right(claim, route, names, layer)


@st.composite
def layers(draw: st.DrawFn) -> ConvSpec:
    axes = draw(st.integers(1, 3))
    kernel, stride, dilation, padding, size = [], [], [], [], []
    for _ in range(axes):
        k, s, d = draw(st.integers(1, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
        before, after = draw(st.integers(0, 4)), draw(st.integers(0, 4))
        least = max(1, d * (k - 1) + 1 - before - after)
        kernel.append(k)
        stride.append(s)
        dilation.append(d)
        padding.append((before, after))
        size.append(least + draw(st.integers(0, 4)))
    groups = draw(st.integers(1, 2))
    return ConvSpec.of(
        input_size=size,
        kernel_size=kernel,
        stride=stride,
        dilation=dilation,
        padding=padding,
        groups=groups,
        in_channels=groups * draw(st.integers(1, 2)),
        out_channels=groups * draw(st.integers(1, 2)),
        batch_size=draw(st.integers(1, 2)),
    )


@given(layers())
@settings(deadline=None, max_examples=60)
def test_any_layer(spec: ConvSpec) -> None:
    truth = numbers(spec)
    for claim, (table, names) in TABLES.items():
        for name, route in table.items():
            got = route(spec, *(getattr(truth, given_) for given_ in names))
            np.testing.assert_array_equal(got, getattr(truth, claim), err_msg=name, strict=True)


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_floats_give_what_integers_give(layer: ConvSpec) -> None:
    truth = numbers(layer)
    for claim, (table, names) in TABLES.items():
        for name, route in table.items():
            got = route(layer, *(getattr(truth, given_).astype(float) for given_ in names))
            assert got.dtype == float, name
            np.testing.assert_array_equal(got, getattr(truth, claim), err_msg=name)


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_exact_arrays_give_what_integers_give(layer: ConvSpec) -> None:
    """One program, two kinds of arrays: plain Python's and NumPy's."""
    truth = numbers(layer)
    for claim, (table, names) in TABLES.items():
        for name, route in table.items():
            if not getattr(route, "blocked", False):
                given_ = (getattr(truth, word) for word in names)
                got = route(layer, *(ExactArray(array.ravel().tolist(), array.shape) for array in given_))
                assert isinstance(got, ExactArray), name
                assert got.shape == getattr(truth, claim).shape, name
                assert got.entries == getattr(truth, claim).ravel().tolist(), name


def test_arguments_are_left_as_they_were() -> None:
    spec = LAYERS["groups"]
    truth = numbers(spec)
    for table, names in TABLES.values():
        for name, route in table.items():
            given_ = [getattr(truth, word).copy() for word in names]
            route(spec, *given_)
            for word, array in zip(names, given_, strict=True):
                np.testing.assert_array_equal(array, getattr(truth, word), err_msg=name)


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_proven_with_symbols(layer: ConvSpec) -> None:
    verdicts = symconv.prove(layer)
    claims = [claim for claim in TABLES if claim != "grad_bias" or layer.bias]
    truth = numbers(layer)
    assert [(proof.claim, proof.route, proof.entries, proof.shape, proof.differences) for proof in verdicts.proofs] == [
        (claim, name, getattr(truth, claim).size, getattr(truth, claim).shape, ())
        for claim in claims
        for name in TABLES[claim][0]
    ]


@pytest.mark.parametrize("spec", one_axis_grid()[::41], ids=lambda spec: f"{spec.to_json()}")
def test_one_axis_layers_proven_with_symbols(spec: ConvSpec) -> None:
    verdicts = symconv.prove(spec)
    assert len(verdicts.proofs) == sum(len(TABLES[claim][0]) for claim in ("output", "grad_input", "grad_weight"))
    assert verdicts.holds


def test_as_many_axes_as_there_may_be() -> None:
    spec = ConvSpec.of(input_size=(2, *(1,) * 10, 3), kernel_size=(1,) * 11 + (2,))
    assert symconv.prove(spec).holds


def test_loops_say_what_a_blackboard_says() -> None:
    """The judge itself: N 5, k 3, s 2 has two windows, (0, 1, 2) and (2, 3, 4)."""
    met = [(o[2], f[2], x[2]) for o, f, x in meetings(ConvSpec.of(input_size=5, kernel_size=3, stride=2))]
    assert met == [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 0, 2), (1, 1, 3), (1, 2, 4)]
