"""F(2, 3) and F(4, 3) against the relation itself, as exact entries, integers and floats; and what they save."""

from dataclasses import replace

import numpy as np
import pytest

from symconv import ConvSpec, FoldedSpec, TransposedSpec, prove
from symconv.errors import InputError
from symconv.routes import FEWER, winograd

LAYERS = {
    "signal": {"input_size": 7, "kernel_size": 3},
    "one output": {"input_size": 3, "kernel_size": 3},
    "image": {"input_size": (5, 8), "kernel_size": 3, "padding": 1, "in_channels": 2, "out_channels": 3},
    "padding beyond the kernel": {"input_size": (2, 3), "kernel_size": 3, "padding": ((4, 0), (1, 3))},
    "groups": {"input_size": (6, 4), "kernel_size": 3, "groups": 2, "in_channels": 4, "out_channels": 2},
    "volume": {"input_size": (3, 4, 5), "kernel_size": 3, "padding": 1},
}
NAMES = ("winograd-2", "winograd-4")
ROUTES = pytest.mark.parametrize("name", NAMES)


@ROUTES
@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_integers_equal_the_relation(name, layer, brute):
    spec = ConvSpec.of(**layer, batch_size=2)
    rng = np.random.default_rng(1)
    shapes = (spec.input_shape, spec.weight_shape, spec.output_shape)
    maps, weight, grads = (rng.integers(-99, 100, shape) for shape in shapes)
    given = {"forward": (maps, weight), "grad_input": (grads, weight), "grad_weight": (maps, grads)}
    for function, pair in given.items():
        found = FEWER[function][name](spec, *pair)
        np.testing.assert_array_equal(found, getattr(brute, function)(spec, *pair), strict=True)


@pytest.mark.parametrize(
    "layer",
    [
        *(ConvSpec.of(**LAYERS[name]) for name in ("signal", "groups", "padding beyond the kernel")),
        FoldedSpec.of(input_size=(3, 4), kernel_size=3, padding=1, padding_mode="reflect"),
        TransposedSpec.of(input_size=(3, 2), kernel_size=3, padding=1),
    ],
    ids=["signal", "groups", "padding", "folded", "transposed"],
)
def test_they_are_proven_where_they_are_asked_for(layer):
    names = (*NAMES, *(f"gemm-{name}" for name in NAMES))
    found = prove(layer, only=names)
    claims = ("output", "grad_input", "grad_weight")
    assert {(proof.claim, proof.route) for proof in found.proofs} == {
        (claim, name) for claim in claims for name in names
    }
    assert found.holds
    assert all(len(proof.blocks) > 1 for proof in found.proofs if proof.route.startswith("gemm"))
    assert not {proof.route for proof in prove(layer).proofs} & set(names)


@ROUTES
@pytest.mark.parametrize("matrix", ["filters", "inputs", "outputs"])
def test_a_wrong_sign_is_no_proof(name, matrix, monkeypatch):
    size = int(name[-1])
    rows = [list(row) for row in getattr(winograd.TILES[size], matrix)]
    rows[1][1] = -rows[1][1]
    monkeypatch.setitem(winograd.TILES, size, replace(winograd.TILES[size], **{matrix: tuple(map(tuple, rows))}))
    assert not prove(ConvSpec.of(**LAYERS["signal"]), only=(name,)).holds


@pytest.mark.parametrize(
    "other", [{"kernel_size": 2}, {"kernel_size": (3, 2)}, {"kernel_size": 3, "stride": (1, 2)}, {"kernel_size": 5}]
)
def test_other_layers_are_told_that_it_does_not_apply(other):
    with pytest.raises(InputError, match="route winograd-4 is for kernel 3, stride 1, dilation 1 along every axis"):
        prove(ConvSpec.of(input_size=(7, 7), **other), only=("winograd-4",))
    with pytest.raises(InputError, match="route winograd-2 is for kernel 3"):
        prove(ConvSpec.of(input_size=7, kernel_size=3, dilation=2), only=("winograd-2",))


class Unknown:
    """An entry of which products with others of its kind are counted."""

    met = 0

    def __add__(self, other):
        return Unknown()

    __radd__ = __add__

    def __mul__(self, other):
        Unknown.met += isinstance(other, Unknown)
        return Unknown()

    __rmul__ = __mul__


@pytest.mark.parametrize(
    ("tile", "size", "products"), [(2, (4,), (6, 4)), (2, (4, 4), (36, 16)), (4, (6, 6), (144, 36))]
)
def test_so_many_products_are_made(tile, size, products, monkeypatch):
    """One tile of outputs: 2 of 3 taps, 2×2 of 9 and 4×4 of 9."""
    monkeypatch.setattr(Unknown, "met", 0)
    spec = ConvSpec.of(input_size=size, kernel_size=3)
    unknown = [
        np.array([Unknown() for _ in range(np.prod(s))]).reshape(s) for s in (spec.input_shape, spec.weight_shape)
    ]
    winograd.forward(tile, spec, *unknown)
    assert (winograd.multiplications(len(size), tile), Unknown.met) == (products, products[1])


@pytest.mark.parametrize(("name", "bound"), [("winograd-2", 1e-6), ("winograd-4", 1e-5)])
def test_floats_are_rounded_by_so_much(name, bound):
    """In units of the largest entry; by the definition it is below 7e-7."""
    spec = ConvSpec.of(input_size=(28, 28), kernel_size=3, padding=1, in_channels=64, out_channels=64)
    rng = np.random.default_rng(3)
    maps, weight = rng.standard_normal(spec.input_shape), rng.standard_normal(spec.weight_shape)
    found = FEWER["forward"][name](spec, maps.astype(np.float32), weight.astype(np.float32))
    exact = FEWER["forward"]["winograd-2"](spec, maps, weight)
    assert found.dtype == np.float32
    assert abs(found - exact).max() <= bound * abs(exact).max()


def test_what_is_not_finite_reaches_what_it_meets():
    spec = ConvSpec.of(input_size=5, kernel_size=3)
    maps = np.array([[[np.inf, 1, 1, 1, 1]]])
    for name in NAMES:
        route = FEWER["forward"][name]
        assert route(spec, maps, np.ones((1, 1, 3))).tolist() == [[[np.inf, 3, 3]]]
