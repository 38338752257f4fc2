"""What a pooling is, and every route to it: sizes by hand, sums and choices by plain loops, mutants."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy
from layers import refused
from pooled_loops import Pool, adaptive

from symconv import PooledSpec, SpecError, pool_forward, pool_grad_input
from symconv.algebra.polynomial import NormalForm
from symconv.algebra.pooled import PooledGradients, differentiate_pooled, largest_holds
from symconv.pooled import pooled_of
from symconv.proof.pooled import prove_pooled, prove_pooled_route, truths
from symconv.routes.pooling import at, pooled_routes
from symconv.spec import positions

SIZES = [
    # N, k, s, (p₋, p₊), d, ceil, M; counted on fingers, or PyTorch's own examples
    (4, 2, 2, (0, 0), 1, False, 2),
    (5, 2, 2, (0, 0), 1, False, 2),
    (5, 2, 2, (0, 0), 1, True, 3),
    (112, 3, 2, (1, 1), 1, False, 56),
    (7, 3, 2, (1, 1), 1, True, 4),
    (4, 2, 3, (1, 1), 1, True, 2),
    (3, 2, 3, (1, 1), 1, True, 2),
    (2, 2, 3, (1, 1), 1, True, 1),
    (9, 3, 2, (0, 0), 2, False, 3),
    (6, 3, 2, (0, 1), 1, False, 3),
]


def layer_of(pool: Pool, **more: Any) -> PooledSpec:
    return PooledSpec.of(
        pool=pool.pool,
        input_size=pool.size,
        kernel_size=pool.kernel,
        stride=pool.stride,
        padding=pool.padding,
        dilation=pool.dilation,
        ceil_mode=pool.ceil,
        count_include_pad=pool.include,
        divisor=pool.divisor,
        **more,
    )


@pytest.mark.parametrize(("n", "k", "s", "p", "d", "ceil", "m"), SIZES)
def test_output_sizes_by_hand(n: int, k: int, s: int, p: tuple[int, int], d: int, ceil: bool, m: int) -> None:
    spec = PooledSpec.of(pool="average", input_size=n, kernel_size=k, stride=s, padding=[p], dilation=d, ceil_mode=ceil)
    assert spec.output_size == (m,)


def test_what_is_not_said_is_as_in_pytorch() -> None:
    spec = PooledSpec.of(pool="max", input_size=(9, 8), kernel_size=(3, 2))
    assert (spec.form.stride, spec.output_size, spec.overlapping) == ((3, 2), (3, 4), False)
    assert PooledSpec.of(pool="average").kernel_size == (2, 2)


def test_adaptive_windows_by_hand() -> None:
    """N = 7, M = 3: 0–2, 2–4, 4–6; M = 5 of N = 3: 0, 0–1, 1, 1–2, 2."""
    spec = PooledSpec.to_size(3, pool="max", input_size=7)
    assert [[i for _, i in window] for window in spec.along[0]] == [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
    wider = PooledSpec.to_size(5, pool="max", input_size=3)
    assert [[i for _, i in window] for window in wider.along[0]] == [[0], [0, 1], [1], [1, 2], [2]]


def test_even_adaptive_windows_and_a_global_one_are_poolings_like_any_other() -> None:
    assert PooledSpec.to_size(2, pool="max", input_size=6) == PooledSpec.of(pool="max", input_size=6, kernel_size=3)
    whole = PooledSpec.of(pool="average", input_size=(5, 4), kernel_size=(5, 4))
    assert PooledSpec.to_size(1, pool="average", input_size="5x4") == whole


def test_the_divisor_is_told() -> None:
    shared: dict[str, Any] = {"pool": "average", "input_size": 4, "kernel_size": 3, "stride": 2, "padding": 1}
    layers = [PooledSpec.of(**shared, **more) for more in ({}, {"count_include_pad": False}, {"divisor": 7})]
    assert [[layer.divisor_at((m,)) for m in range(2)] for layer in layers] == [[3, 3], [2, 3], [7, 7]]
    over = PooledSpec.of(pool="average", input_size=5, kernel_size=2, stride=2, ceil_mode=True)
    assert [over.divisor_at((m,)) for m in range(3)] == [2, 2, 1]


ERRORS: list[tuple[dict[str, Any], str]] = [
    ({"pool": "mean"}, "pool must be one of average, max, got 'mean'"),
    ({"pool": "max", "divisor": 3}, "a largest entry is not divided: divisor is for averages"),
    (
        {"pool": "max", "exclude_pad": True},
        "padding is never the largest: whether it is counted is asked of averages",
    ),
    (
        {"pool": "max", "input_size": 2, "kernel_size": 1, "padding": "0:1"},
        "window 2 along axis 0 lies wholly in the padding: its largest is of nothing",
    ),
    (
        {"pool": "average", "input_size": 2, "kernel_size": 1, "padding": "1:0", "exclude_pad": True},
        "window 0 along axis 0 lies wholly in the padding: there is nothing to divide by",
    ),
    ({"pool": "max", "input_size": 2, "kernel_size": 3}, "kernel 3 does not fit input 2 along axis 0"),
    ({"pool": "max", "groups": 2}, "a pooling has no groups: leave it out"),
    ({"pool": "max", "bias": True}, "a pooling has no bias: leave it out"),
    ({"pool": "max", "output_size": 2}, "an adaptive pooling needs its input size"),
    (
        {"pool": "max", "output_size": 2, "input_size": 5, "stride": 2},
        "adaptive windows follow from both sizes: leave out stride",
    ),
    ({"pool": "max", "output_size": 2, "input_size": 5, "global_": True}, "global is output size 1: say one of them"),
    (
        {"pool": "average", "exclude_pad": True, "count_include_pad": True},
        "padding is counted or not: say one of both",
    ),
]


@pytest.mark.parametrize(("given", "words"), ERRORS, ids=[words[:40] for _, words in ERRORS])
def test_what_is_no_pooling_is_refused(given: dict[str, Any], words: str) -> None:
    error = refused(pooled_of, given)
    assert (str(error), type(error)) == (words, SpecError)


def signals(pool: str) -> Iterator[Pool]:
    """Every signal of up to five entries, with windows of up to three."""
    for n, k, s, p, ceil, include in product(
        range(1, 6), (1, 2, 3), (1, 2, 3), ((0, 0), (1, 0), (0, 1), (1, 1)), (False, True), (True, False)
    ):
        made = Pool(
            pool=pool,
            size=(n,),
            kernel=(k,),
            stride=(s,),
            padding=(p,),
            dilation=(1 + (n + s) % 2,),
            ceil=ceil,
            include=include,
        )
        fits = n + sum(p) > made.dilation[0] * (k - 1)
        if fits and (include or pool == "average") and all(made.inside((m,)) for m in range(made.outputs[0])):
            yield made


@pytest.mark.parametrize("pool", ["average", "max"])
def test_every_small_signal_by_plain_loops(pool: str) -> None:
    """Output and gradient in numbers, with ties, of every signal; exactly."""
    rng, count = np.random.default_rng(5), 0
    for made in signals(pool):
        spec = layer_of(made)
        assert spec.output_size == made.outputs, made
        image, grads = rng.integers(-2, 3, made.size), rng.integers(-9, 10, made.outputs)
        maps, given = (array.astype(object)[None, None] for array in (image, grads))
        assert (pool_forward(spec, maps)[0, 0] == made.forward(image)).all(), made
        assert (pool_grad_input(spec, given, maps)[0, 0] == made.back(image, grads)).all(), made
        count += 1
    assert count > 200


LARGER = {
    "image": Pool(pool="max", size=(6, 5), kernel=(3, 2), stride=(2, 1), padding=((1, 0), (0, 1)), dilation=(1, 2)),
    "average": Pool(
        pool="average", size=(5, 7), kernel=(2, 3), stride=(2, 2), padding=((0, 1), (1, 1)), dilation=(1, 1), ceil=True
    ),
    "inside": Pool(
        pool="average",
        size=(4, 5),
        kernel=(3, 3),
        stride=(1, 2),
        padding=((1, 1), (1, 0)),
        dilation=(1, 1),
        include=False,
    ),
    "divisor": Pool(
        pool="average", size=(4, 3), kernel=(2, 2), stride=(1, 1), padding=((0, 0), (1, 0)), dilation=(2, 1), divisor=5
    ),
    "volume": Pool(
        pool="max",
        size=(3, 4, 3),
        kernel=(2, 1, 2),
        stride=(1, 2, 1),
        padding=((1, 0), (0, 0), (0, 1)),
        dilation=(1, 1, 1),
    ),
}
larger = pytest.mark.parametrize("made", LARGER.values(), ids=LARGER)


@larger
def test_images_and_channels_by_plain_loops(made: Pool) -> None:
    spec = layer_of(made, channels=2, batch_size=None)
    rng = np.random.default_rng(7)
    maps, grads = rng.integers(-3, 4, (2, 2, *made.size)), rng.integers(-9, 10, (2, 2, *made.outputs))
    output, found = pool_forward(spec, maps), pool_grad_input(spec, grads, maps)
    for lead in positions((2, 2)):
        np.testing.assert_allclose(output[lead], made.forward(maps[lead]).astype(float), rtol=1e-15)
        expected = made.back(maps[lead], grads[lead]).astype(float)
        np.testing.assert_allclose(found[lead], expected, rtol=1e-14, atol=1e-15)


@larger
def test_every_entry_of_the_derivation_by_plain_loops(made: Pool) -> None:
    """The chain rule's terms with the numbers put in, and the shares that they choose."""
    found = differentiate_pooled(layer_of(made, channels=2))
    rng = np.random.default_rng(3)
    maps, grads = rng.integers(-3, 4, (2, *made.size)), rng.integers(-9, 10, (2, *made.outputs))
    known = _numbers(found, made, maps, grads)
    for claim, expected in (
        ("output", [made.forward(image) for image in maps]),
        ("grad_input", [made.back(image, upstream) for image, upstream in zip(maps, grads, strict=True)]),
    ):
        values = [sum(c * _product(known, ranks) for ranks, c in form.items()) for form in truths(found, claim)]
        assert values == [value for array in expected for value in array.ravel()], claim


def _numbers(found: PooledGradients, made: Pool, maps: Any, grads: Any) -> dict[int, int]:
    alphabet, known = found.alphabet, {}
    for channel, image in enumerate(maps):
        known |= {alphabet.rank("input", (0, channel, *i)): int(image[i]) for i in positions(made.size)}
        for m in positions(made.outputs):
            known[alphabet.rank("grad_output", (0, channel, *m))] = int(grads[(channel, *m)])
            inside = made.inside(m)
            best = max(inside, key=lambda i: int(image[i]))
            for tap, i in zip(positions(made.kernel), made.window(m), strict=True):
                known[alphabet.rank("share", (0, channel, *m, *tap))] = int(i == best)
    return known


def _product(known: dict[int, int], ranks: tuple[int, ...]) -> Fraction:
    value = Fraction(1)
    for rank in ranks:
        value *= known[rank]
    return value


@pytest.mark.parametrize("pool", ["average", "max"])
def test_every_route_is_proven_on_small_signals(pool: str) -> None:
    for n, k, s, p in product((1, 2, 4, 5), (1, 2, 3), (1, 2, 3), ((0, 0), (1, 0))):
        if n + sum(p) >= k and (k > 1 or not sum(p)):
            spec = PooledSpec.of(pool=pool, input_size=n, kernel_size=k, stride=s, padding=[p], ceil_mode=s > 2)
            proofs = prove_pooled(differentiate_pooled(spec))
            assert all(proof.holds for proof in proofs), spec
            assert len(proofs) == 10 + (pool == "max")


@larger
def test_every_route_is_proven(made: Pool) -> None:
    assert all(proof.holds for proof in prove_pooled(differentiate_pooled(layer_of(made, channels=2))))


@pytest.mark.parametrize(("size", "outputs"), [((7,), (3,)), ((3,), (5,)), ((7, 4), (3, 3))])
@pytest.mark.parametrize("pool", ["average", "max"])
def test_uneven_windows(size: tuple[int, ...], outputs: tuple[int, ...], pool: str) -> None:
    """Proven, and in numbers as plain loops over PyTorch's windows."""
    spec = PooledSpec.to_size(outputs, pool=pool, input_size=size)
    assert all(proof.holds for proof in prove_pooled(differentiate_pooled(spec)))
    image = np.random.default_rng(2).permutation(int(np.prod(size))).reshape(size)
    grads, expected = np.arange(1, 1 + int(np.prod(outputs))).reshape(outputs), np.zeros(size)
    for m in positions(outputs):
        places = list(product(*(adaptive(n, k)[i] for n, k, i in zip(size, outputs, m, strict=True))))
        best = max(places, key=lambda place: image[place])
        for place in places:
            expected[place] += grads[m] / len(places) if pool == "average" else grads[m] * (place == best)
    maps, given = image[None, None], grads[None, None].astype(float)
    np.testing.assert_allclose(pool_grad_input(spec, given, maps)[0, 0], expected)


def _assigned(spec: PooledSpec, grads: Any, weigh: Callable[..., Any]) -> Any:
    """``dX[window] = …`` for ``+=``."""
    found = pooled_routes(spec)["grad_input"]["windows"](spec, grads, lambda array, tap: array * 0)
    shares = {tap: weigh(grads, tap) for tap in positions(spec.kernel_size)}
    for output in positions(spec.output_size):
        for tap, place in spec.window(output):
            found[at(place)] = shares[tap][at(output)]
    return found


def _turned(spec: PooledSpec, grads: Any, weigh: Callable[..., Any]) -> Any:
    """Each share taken of the tap on the other side."""
    last = tuple(k - 1 for k in spec.kernel_size)
    other = lambda array, tap: weigh(array, tuple(n - a for n, a in zip(last, tap, strict=True)))  # noqa: E731
    return pooled_routes(spec)["grad_input"]["taps"](spec, grads, other)


def _whole(spec: PooledSpec, grads: Any, weigh: Callable[..., Any]) -> Any:
    """δ to every entry of the window: not divided, or to all and not to the chosen one."""
    return pooled_routes(spec)["grad_input"]["taps"](spec, grads, lambda array, tap: array)


@pytest.mark.parametrize("pool", ["average", "max"])
@pytest.mark.parametrize("mutant", [_assigned, _turned, _whole])
def test_mutants_are_rejected(pool: str, mutant: Callable[..., Any]) -> None:
    found = differentiate_pooled(PooledSpec.of(pool=pool, input_size=(4, 5), kernel_size=(2, 3), stride=(1, 2)))
    rejected = not prove_pooled_route(found, "grad_input", "mutant", mutant).holds
    assert rejected == (mutant is not _turned or pool == "max")  # a constant filter is its own reflection


def test_an_assignment_is_right_where_no_two_windows_overlap() -> None:
    found = differentiate_pooled(PooledSpec.of(pool="max", input_size=(4, 6), kernel_size=(2, 3)))
    assert prove_pooled_route(found, "grad_input", "mutant", _assigned).holds


@pytest.mark.parametrize("entries", [2, 3, 4])
def test_the_derivative_of_a_largest_is_1_at_the_largest(entries: int) -> None:
    """SymPy's derivative of a whole window's largest by each entry, in every order of distinct numbers."""
    assert largest_holds()
    symbols = sympy.symbols(f"u_:{entries}", real=True)
    slopes = [sympy.diff(sympy.Max(*symbols), symbol) for symbol in symbols]
    for shift in range(entries):
        values = {symbol: (at_ + shift) % entries for at_, symbol in enumerate(symbols)}
        found = [int(slope.subs(values)) for slope in slopes]
        assert found == [int(value == entries - 1) for value in values.values()]


def test_the_terms_of_a_small_layer_by_hand() -> None:
    """Signal of 3, windows of 2 at every entry: x_1 lies in both."""
    found = differentiate_pooled(PooledSpec.of(pool="average", input_size=3, kernel_size=2, stride=1))
    half = Fraction(1, 2)
    expected: list[NormalForm] = [{(0,): half}, {(0,): half, (1,): half}, {(1,): half}]
    assert truths(found, "grad_input") == expected
