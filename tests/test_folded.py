"""What a layer with folded padding is: where its entries come from by hand, bounds, its form, and every route to it."""

import json
from collections import Counter
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from layers import FOLDED, Index, counted_outputs, folded_signals, meetings, padded_places, refused

import symconv
from symconv import FoldedSpec, SpecError
from symconv.algebra.chain_rule import differentiate, gradient, terms
from symconv.axis import Axis
from symconv.proof.entrywise import prove_all, prove_routes
from symconv.routes import TAUGHT
from symconv.routes.contractions import contractions
from symconv.spec import ConvSpec, positions
from symconv.transposed import layer_of

every = pytest.mark.parametrize("layer", FOLDED.values(), ids=FOLDED)

STANDING = [
    # mode, N, p₋, p₊, the inputs that stand at the places, written down from PyTorch's documentation of nn.*Pad1d
    ("reflect", 4, 2, 2, (2, 1, 0, 1, 2, 3, 2, 1)),
    ("reflect", 4, 3, 1, (3, 2, 1, 0, 1, 2, 3, 2)),
    ("replicate", 4, 3, 1, (0, 0, 0, 0, 1, 2, 3, 3)),
    ("replicate", 1, 2, 1, (0, 0, 0, 0)),
    ("circular", 4, 3, 1, (1, 2, 3, 0, 1, 2, 3, 0)),
    ("circular", 2, 2, 2, (0, 1, 0, 1, 0, 1)),
    ("zeros", 2, 1, 2, (None, 0, 1, None, None)),
]


@pytest.mark.parametrize(("mode", "n", "before", "after", "standing"), STANDING)
def test_what_stands_where_by_hand(
    mode: str, n: int, before: int, after: int, standing: tuple[int | None, ...]
) -> None:
    axis = Axis(input_size=n, kernel_size=1, stride=1, dilation=1, before=before, after=after, mode=mode)
    assert tuple(axis.source(place) for place in range(-before, n + after)) == standing
    assert tuple(at for output in range(axis.output_size) for _, at in axis.window(output)) == tuple(
        at for at in standing if at is not None
    )


def test_an_input_is_met_wherever_it_stands() -> None:
    axis = Axis(input_size=3, kernel_size=3, stride=1, dilation=1, before=2, after=1, mode="reflect")
    assert axis.copies(1) == (1, -1, 3)  # x₂ x₁ x₀ x₁ x₂ x₁
    assert axis.reaching(1) == ((1, 0), (0, 1), (2, 1), (1, 2), (0, 3), (2, 3))


@every
def test_sizes_and_places(layer: FoldedSpec) -> None:
    assert layer.output_size == counted_outputs(layer)
    assert layer.form.padding == ((0, 0),) * len(layer.stride)
    assert layer.form.output_size == layer.output_size
    places = [tuple(map(axis.source, range(-axis.before, axis.input_size + axis.after))) for axis in layer.axes]
    assert places == [tuple(along.tolist()) for along in padded_places(layer)]
    standing = [max(Counter(along.tolist()).values()) for along in padded_places(layer)]
    assert layer.most_copies == np.prod(standing)


@every
def test_it_goes_through_json(layer: FoldedSpec) -> None:
    assert layer_of(json.loads(json.dumps(layer.to_json()))) == layer


def test_zeros_are_a_convolution() -> None:
    assert layer_of({"padding_mode": "zeros", "padding": 1}) == ConvSpec.of(padding=1)


def test_the_smallest_layer_that_teaches_can_be_folded() -> None:
    sizes = {
        mode: FoldedSpec.of(padding_mode=mode, kernel_size=3, stride=2, padding="4:0").input_size
        for mode in ("reflect", "replicate", "circular")
    }
    assert sizes == {"reflect": (5, 5), "replicate": (3, 3), "circular": (5, 5)}


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (
            {"padding_mode": "reflect", "input_size": 3, "padding": 3},
            "reflect padding 3:3 along axis 0 must be at most 2 with input 3, as in PyTorch",
        ),
        (
            {"padding_mode": "circular", "input_size": "3x2", "padding": ((0, 3), (3, 0)), "kernel_size": 2},
            "circular padding 3:0 along axis 1 must be at most 2 with input 2, as in PyTorch",
        ),
        (
            {"padding_mode": "mirror"},
            "padding_mode must be one of zeros, reflect, replicate, circular, got 'mirror'",
        ),
        (
            {"padding_mode": ["reflect"]},
            "padding_mode must be one of zeros, reflect, replicate, circular, got ['reflect']",
        ),
        ({"padding_mode": "replicate", "padding": -1}, "padding must be at least 0, got -1: "),
        (
            {"padding_mode": "reflect", "transposed": True},
            "the padding of a transposed layer cuts its output: padding_mode is zeros there, got 'reflect'",
        ),
        (
            {"padding_mode": "reflect", "input_size": 3, "kernel_size": 6, "padding": 1},
            "kernel 6 does not fit input 3 ",
        ),
    ],
)
def test_what_is_no_layer(stated: dict[str, object], told: str) -> None:
    error = refused(layer_of, stated)
    assert isinstance(error, SpecError)
    assert str(error).startswith(told)
    assert "\n" not in str(error)


@every
def test_sympy_finds_what_is_counted(layer: FoldedSpec) -> None:
    found = differentiate(layer)
    rank = found.alphabet.rank
    sums: dict[str, dict[Index, Counter[tuple[int, ...]]]] = {n: {} for n in ("output", "grad_input", "grad_weight")}
    for o, w, i in meetings(layer):
        x, f, g = rank("input", i), rank("weight", w), rank("grad_output", o)
        for name, index, product_ in (("output", o, (x, f)), ("grad_input", i, (g, f)), ("grad_weight", w, (g, x))):
            sums[name].setdefault(index, Counter())[product_] += 1
    for name, expected in sums.items():
        rows = found.output if name == "output" else map(terms, getattr(found, name))
        shape = found.alphabet.shapes[name.removeprefix("grad_")]
        for index, row in zip(positions(shape), rows, strict=True):
            products = Counter(ranks for coefficient, ranks in row for _ in range(coefficient) if len(ranks) == 2)
            assert products == expected.get(index, Counter())


def test_an_output_that_reads_an_input_twice_has_one_local_derivative() -> None:
    layer = FoldedSpec.of(padding_mode="reflect", input_size=2, kernel_size=3, padding="1:0")
    found = differentiate(layer)  # o₀ = x₁f₀ + x₀f₁ + x₁f₂
    f = [found.alphabet.rank("weight", (0, 0, tap)) for tap in range(3)]
    (link,) = found.grad_input[1]
    assert link.local == ((1, (f[0],)), (1, (f[2],)))


@every
def test_every_route_is_proven(layer: FoldedSpec) -> None:
    proofs = prove_all(differentiate(layer))
    assert [proof for proof in proofs if not proof.holds] == []
    assert {proof.route for proof in proofs if proof.claim == "grad_input"} >= set(TAUGHT) - {"decimation"}


def test_every_small_signal_is_proven() -> None:
    """Each mode, N 1..4, k 1..3, s 1..3, p 0..3 on each side, d 1..2, where such a layer exists."""
    proven = 0
    for layer in folded_signals(sizes=4, paddings=3):
        assert all(proof.holds for proof in prove_all(differentiate(layer), TAUGHT)), layer
        proven += 1
    assert proven == 2304


def cropped(layer: FoldedSpec, grads: np.ndarray) -> np.ndarray:
    """What arrives in the padding is cut off, as for zeros."""
    inner = (slice(b, b + n) for (b, _), n in zip(layer.padding, layer.input_size, strict=True))
    return grads[(..., *inner)]


def written_over(layer: FoldedSpec, grads: np.ndarray) -> np.ndarray:
    """The copies are written into the entry, one over the other, and not added."""
    found = np.zeros((*grads.shape[:2], *layer.input_size), grads.dtype)
    for place in np.ndindex(*grads.shape[2:]):
        source = tuple(int(along[at]) for along, at in zip(padded_places(layer), place, strict=True))
        found[(..., *source)] = grads[(..., *place)]
    return found


@pytest.mark.parametrize("mistake", [cropped, written_over])
@pytest.mark.parametrize("name", ["classroom", "signal", "repeated", "rectangle", "once around", "groups", "volume"])
def test_what_does_not_fold_back_is_refused(name: str, mistake: Callable[..., np.ndarray]) -> None:
    layer = FOLDED[name]
    right = contractions(layer)["grad_input"].routes["textbook"]

    def mutant(form: ConvSpec, grads: np.ndarray, weight: np.ndarray) -> np.ndarray:
        entries = np.array(right.route(form, grads, weight).entries, object)
        return mistake(layer, entries.reshape(form.input_shape))

    (proof,) = prove_routes(differentiate(layer), "grad_input", {"mutant": mutant})
    assert not proof.holds


@pytest.mark.parametrize("other", ["reflect", "replicate", "circular"])
def test_another_mode_is_refused(other: str) -> None:
    """A route that extends in one way is none for the others."""
    layer = FoldedSpec.of(padding_mode=other, input_size=4, kernel_size=3, padding=2)
    for mode in ("reflect", "replicate", "circular"):
        of_mode = FoldedSpec.of(padding_mode=mode, input_size=4, kernel_size=3, padding=2)
        for claim, contraction in contractions(of_mode).items():
            tried = {"textbook": next(iter(contraction.routes.values()))}
            if claim != "grad_bias":
                assert [p.holds for p in prove_routes(differentiate(layer), claim, tried)] == [mode == other]


def test_one_entry_by_hand() -> None:
    """∂L/∂x₁ of a reflected signal: x₁ stands at 1 and at −1; at 3 it would be x₁ again, folded at the end."""
    layer = FoldedSpec.of(padding_mode="reflect", input_size=3, kernel_size=3, padding=1)
    found = differentiate(layer)  # x₁ x₀ x₁ x₂ x₁: o₀ = x₁f₀+x₀f₁+x₁f₂, o₁ = x₀f₀+x₁f₁+x₂f₂, o₂ = x₁f₀+x₂f₁+x₁f₂
    g = [found.alphabet.rank("grad_output", (0, 0, m)) for m in range(3)]
    f = [found.alphabet.rank("weight", (0, 0, a)) for a in range(3)]
    expected = {(g[0], f[0]): 1, (g[0], f[2]): 1, (g[1], f[1]): 1, (g[2], f[0]): 1, (g[2], f[2]): 1}
    assert gradient(found.grad_input[1]) == expected


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (partial(symconv.check_function, print), "a check"),
        (partial(symconv.check_file, __file__, "call"), "a check"),
    ],
)
def test_who_tells_of_zeros_alone_refuses_it(call: Callable[..., object], what: str) -> None:
    error = refused(call, FOLDED["signal"])
    assert str(error) == f"{what} takes a convolution padded with zeros, and this layer's padding_mode is circular"


def test_no_certificate_of_folded_padding() -> None:
    error = refused(symconv.certify, FOLDED["signal"])
    assert str(error) == "a certificate takes a layer padded with zeros, and this layer's padding_mode is circular"
