"""The bound for rounding is never exceeded, whatever the numbers; and one unit less would be."""

from fractions import Fraction

import numpy as np
import pytest
from layers import LAYERS, meetings

from symconv import ConvSpec, forward, grad_input, grad_weight
from symconv.numeric.job import Job
from symconv.numeric.rounding import Rounding, bound, factors, gamma, measured, number_of_terms, roundings
from symconv.routes import FORWARD, GRAD_INPUT, GRAD_WEIGHT

TABLES = {"output": FORWARD, "grad_input": GRAD_INPUT, "grad_weight": GRAD_WEIGHT}
NUMERIC = {"output": forward, "grad_input": grad_input, "grad_weight": grad_weight}
FACTORS = {
    "output": ("input", "weight"),
    "grad_input": ("grad_output", "weight"),
    "grad_weight": ("input", "grad_output"),
}
SPECS = {name: ConvSpec.of(**{**spec.to_json(), "bias": False}) for name, spec in LAYERS.items()}
SPECS["many channels"] = ConvSpec.of(
    input_size=(9, 7), kernel_size=3, stride=2, padding=1, in_channels=24, out_channels=32, batch_size=3
)


def cancelling(draw, shape, dtype):
    """Large numbers of both signs and small ones among them: sums whose terms cancel."""
    far = 1 if dtype == np.float16 else 3
    sizes = 10.0 ** draw.integers(-far, far + 1, shape)
    return (draw.choice([1, -1], shape) * (1 + draw.random(shape)) * sizes).astype(dtype)


def alike(draw, shape, dtype):
    """All just above 1, so that every rounding goes the same way."""
    return np.full(shape, 1, dtype) + np.finfo(dtype).eps * draw.integers(0, 3, shape).astype(dtype)


def tiny(draw, shape, dtype):
    """Products that underflow."""
    least = float(np.finfo(dtype).smallest_normal) ** 0.5
    return (draw.standard_normal(shape) * least).astype(dtype)


def exact_sums(spec, claim, given):
    """The sums and the sums of magnitudes as fractions, by loops."""
    shapes = {"output": spec.output_shape, "grad_input": spec.input_shape, "grad_weight": spec.weight_shape}
    sums = np.full(shapes[claim], Fraction(0), dtype=object)
    magnitudes = sums.copy()
    fractions = {
        name: np.vectorize(lambda v: Fraction(float(v)), otypes=[object])(array) for name, array in given.items()
    }
    for o, w, i in meetings(spec):
        at = {"output": o, "grad_input": i, "grad_weight": w}[claim]
        index = {"input": i, "weight": w, "grad_output": o}
        one, two = FACTORS[claim]
        product = fractions[one][index[one]] * fractions[two][index[two]]
        sums[at] += product
        magnitudes[at] += abs(product)
    return sums, magnitudes


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("kind", [cancelling, alike, tiny])
@pytest.mark.parametrize("layer", ["rectangle", "groups", "volume", "padding above kernel", "stride above kernel"])
def test_no_route_exceeds_the_bound(layer, kind, dtype):
    spec, draw = SPECS[layer], np.random.default_rng(len(layer))
    shapes = {"input": spec.input_shape, "weight": spec.weight_shape, "grad_output": spec.output_shape}
    given = {name: kind(draw, shape, dtype) for name, shape in shapes.items()}
    for claim, table in TABLES.items():
        sums, magnitudes = exact_sums(spec, claim, given)
        terms = number_of_terms(spec, claim, spec.batch)
        factors_ = [given[name] for name in FACTORS[claim]]
        routes = {"what is called": NUMERIC[claim]} | (table if dtype != np.float16 else {})
        for name, route in routes.items():
            computed = route(spec, *factors_)
            for index in np.ndindex(computed.shape):
                allowed = bound(computed.dtype, terms, float(sums[index]), float(magnitudes[index]))
                error = abs(Fraction(float(computed[index])) - sums[index])
                assert error <= allowed, f"{claim} by {name} at {index}"


def test_the_bound_is_not_far_from_what_happens():
    """N equal additions that are all rounded down: two thirds of the bound at n = 3."""
    eps = float(np.finfo(np.float32).eps)
    spec = ConvSpec.of(input_size=3, kernel_size=3)
    maps = np.array([[[1, eps / 2.000001, eps / 2.000001]]], np.float32)
    output = forward(spec, maps, np.ones((1, 1, 3), np.float32))
    assert output.item() in (1.0, np.float32(1 + eps))
    allowed = bound(np.dtype(np.float32), 3, 1 + eps, 1 + eps)
    assert eps / 2 < allowed < 6 * eps / 2


def test_gamma_by_hand():
    assert gamma(2, 0.1) == pytest.approx(0.25)
    assert gamma(10, 0.1) == float("inf")


U64, U32, U16 = 2.0**-53, 2.0**-24, 2.0**-11


def test_bounds_by_hand(monkeypatch):
    """Of n + 2 roundings; where nothing is more precise than float64, as on some machines, twice."""
    assert bound(np.dtype(np.float64), 1, 0.0, 0.0) == 5e-324
    assert bound(np.dtype(np.float32), 3, 7.0, 1e20) == pytest.approx(5 * U32 * 1e20, rel=1e-5)
    assert bound(np.dtype(np.float64), 3, 7.0, 1e20) == pytest.approx(5 * U64 * 1e20, rel=1e-3)
    assert bound(np.dtype(np.float16), 1, 1.0, 1.0) == pytest.approx(2.0**-11, rel=0.01)
    inside = 1000 * U32 / (1 - 1000 * U32) * 1e6
    assert bound(np.dtype(np.float16), 998, 0.0, 1e6) == pytest.approx(inside * (1 + U16), rel=1e-7)
    monkeypatch.setattr("symconv.numeric.rounding.EXACT", np.float64)
    assert bound(np.dtype(np.float64), 3, 7.0, 1e20) == pytest.approx(2 * 5 * U64 * 1e20, rel=1e-9)


def test_a_bound_is_kept_where_it_is_reached():
    kept = {"name": "output", "dtype": np.dtype("f4"), "terms": 1, "where": (0,), "entries": 1, "bound": 1.0}
    assert [Rounding(**kept, error=error).holds for error in (0.5, 1.0, 1.5)] == [True, True, False]


def test_terms_by_hand():
    spec = ConvSpec.of(input_size=(7, 5), kernel_size=(3, 2), in_channels=4, out_channels=6, groups=2)
    assert {name: number_of_terms(spec, name, 10) for name in TABLES} == {
        "output": 2 * 6,
        "grad_input": 3 * 6,
        "grad_weight": 10 * 5 * 4,
    }


def test_what_comes_nearest_to_its_bound_is_told():
    """One entry is off by more than its bound, another one by more and yet by less of its bound."""
    spec = ConvSpec.of(input_size=20, kernel_size=1)
    sizes = np.ones((1, 1, 20))
    sizes[..., 3] = 2.0**20
    weight = np.ones((1, 1, 1))
    for place in (0, 2, *range(4, 20)):
        computed = forward(spec, sizes, weight)
        computed[..., 3] += 2.0**-25
        computed[..., place] += 2.0**-30
        found = measured(spec, "output", computed, sizes, weight, np.random.default_rng(place))
        assert (found.where, found.error, found.entries, found.holds) == ((0, 0, place), 2.0**-30, 20, False)


@pytest.mark.parametrize("layer", SPECS)
def test_the_pairs_of_an_entry_are_those_that_meet(layer):
    spec = SPECS[layer]
    shapes = {"input": spec.input_shape, "weight": spec.weight_shape, "grad_output": spec.output_shape}
    draw = np.random.default_rng(2)
    given = {name: draw.integers(-99, 99, shape) for name, shape in shapes.items()}
    for claim, (one, two) in FACTORS.items():
        expected = TABLES[claim]["decimation" if claim == "output" else "textbook"](spec, given[one], given[two])
        for index in list(np.ndindex(expected.shape))[::7]:
            left, right = factors(spec, claim, index, given[one], given[two])
            assert (left * right).sum() == expected[index]


def test_what_is_measured_is_told():
    spec = SPECS["many channels"].with_batch_size(None)
    draw = np.random.default_rng(1)
    shapes = ((3, *spec.with_batch_size(3).input_shape[1:]), spec.weight_shape, spec.with_batch_size(3).output_shape)
    for dtype in (np.float16, np.float32, np.float64):
        x, f, g = (draw.standard_normal(shape).astype(dtype) for shape in shapes)
        found = list(roundings(Job(spec=spec, input=x, weight=f, grad_output=g)))
        assert [(each.name, each.terms) for each in found] == [
            ("output", 24 * 9),
            ("grad_input", 32 * 9),
            ("grad_weight", 3 * 5 * 4),
        ]
        assert all(each.holds and 0 < each.error < each.bound for each in found)
        x[0, 0, 0, 0] = np.inf
        assert [each.name for each in roundings(Job(spec=spec, input=x, weight=f, grad_output=g))] == ["grad_input"]
    whole = Job(
        spec=spec,
        input=g.astype(int)[:, :24, :1, :1] * 0 + np.zeros((3, 24, 9, 7), int),
        weight=f.astype(int),
        grad_output=g.astype(int),
    )
    assert list(roundings(whole)) == []
