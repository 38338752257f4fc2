"""What a transposed layer is: sizes by hand and by counting, bounds, layouts, its form, and every route to it."""

import json
from collections.abc import Callable
from functools import partial
from itertools import product

import numpy as np
import pytest
from layers import TRANSPOSED, Index, meetings, refused, transposed_signals, written_outputs

import symconv
from symconv import ConvSpec, SpecError, TransposedSpec
from symconv.algebra.chain_rule import differentiate, terms
from symconv.axis import Axis
from symconv.proof.entrywise import prove_all, prove_routes
from symconv.routes import TAUGHT
from symconv.routes.contractions import contractions
from symconv.spec import positions

SIZES = [
    # M, k, s, (p₋, p₊), d, output_padding, N; counted on fingers
    (2, 3, 2, (0, 0), 1, 0, 5),
    (2, 3, 2, (0, 0), 1, 1, 6),
    (4, 3, 2, (1, 1), 1, 1, 8),
    (4, 4, 2, (1, 1), 1, 0, 8),
    (3, 2, 3, (0, 0), 1, 0, 8),
    (3, 2, 3, (0, 0), 1, 2, 10),
    (2, 3, 1, (0, 0), 3, 2, 10),
    (1, 1, 4, (0, 0), 1, 3, 4),
    (5, 3, 2, (2, 0), 1, 0, 9),
]


@pytest.mark.parametrize(("m", "k", "s", "p", "d", "extra", "n"), SIZES)
def test_output_sizes_by_hand(m: int, k: int, s: int, p: tuple[int, int], d: int, extra: int, n: int) -> None:
    spec = TransposedSpec.of(input_size=m, kernel_size=k, stride=s, padding=[p], dilation=d, output_padding=extra)
    assert (spec.input_size, spec.output_size) == ((m,), (n,))


@pytest.mark.parametrize("layer", TRANSPOSED.values(), ids=TRANSPOSED)
def test_the_form_makes_the_input_of_the_output(layer: TransposedSpec) -> None:
    assert layer.output_size == written_outputs(layer)
    assert layer.form.output_size == layer.input_size
    assert layer.weight_shape == (layer.in_channels, layer.out_channels // layer.groups, *layer.kernel_size)


def test_every_output_padding_below_the_stride_is_a_size_that_the_convolution_forgets() -> None:
    sizes = [
        TransposedSpec.of(input_size=3, kernel_size=2, stride=4, output_padding=extra).output_size[0]
        for extra in range(4)
    ]
    again = [ConvSpec.of(input_size=n, kernel_size=2, stride=4).output_size for n in sizes]
    assert (sizes, again) == ([10, 11, 12, 13], [(3,)] * 4)


@pytest.mark.parametrize("layer", TRANSPOSED.values(), ids=TRANSPOSED)
def test_an_output_reads_what_is_added_to_it(layer: TransposedSpec) -> None:
    """Channels and pairs that an output tells it reads, against each input with each tap."""
    read = {
        ((image, channel, *place), (*lead, *taps), (image, source, *inputs))
        for image, channel, *place in product(*map(range, layer.output_shape))
        for source, lead in layer.reads(channel)
        for pairs in product(*(layer.read_along(*each) for each in zip(layer.axes, place, strict=True)))
        for taps, inputs in [tuple(zip(*pairs, strict=True))]
    }
    assert read == set(meetings(layer))


def test_pairs_come_in_the_order_of_the_inputs() -> None:
    axis = Axis(input_size=7, kernel_size=4, stride=1, dilation=2, before=3, after=0)
    assert axis.reaching(3) == ((3, 0), (2, 2))


def test_the_smallest_layer_that_teaches_has_overlap() -> None:
    assert TransposedSpec.of(kernel_size=3, stride=2).input_size == (2, 2)
    assert TransposedSpec.of(kernel_size=3, stride="1", dilation=2).input_size == (3, 3)


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (
            {"output_padding": 2, "stride": 2},
            "output_padding 2 along axis 0 must be below max(stride, dilation) = 2, as in PyTorch "
            "(allow_large_output_padding lifts that; what lies beyond is met by no input)",
        ),
        ({"output_padding": -1}, "output_padding must be at least 0, got -1"),
        ({"padding": 3, "input_size": 2}, "padding 3:3 leaves no output of the 4 along axis 0"),
        (
            {"padding": "same"},
            "a transposed layer's padding is numbers, valid or full: same is said with output_padding, too",
        ),
        ({"groups": 2, "in_channels": 3}, "groups 2 do not divide in_channels 3"),
        ({"groups": 2, "in_channels": 2, "out_channels": 3}, "groups 2 do not divide out_channels 3"),
        ({"output_padding": (1, 1, 1), "stride": (2, 2)}, "stride has 2 axes where the layer has 3, got (2, 2)"),
        ({"bias": 1}, "bias must be True or False, got 1"),
    ],
)
def test_what_is_no_layer(stated: dict[str, object], told: str) -> None:
    error = refused(TransposedSpec.of, **stated)
    assert isinstance(error, SpecError)
    assert str(error) == told


@pytest.mark.parametrize("layer", TRANSPOSED.values(), ids=TRANSPOSED)
def test_it_goes_through_json(layer: TransposedSpec) -> None:
    written = json.loads(json.dumps(layer.to_json()))
    assert written.pop("transposed") is True
    assert TransposedSpec.of(**written) == layer


@pytest.mark.parametrize("layer", TRANSPOSED.values(), ids=TRANSPOSED)
def test_sympy_finds_what_is_counted(layer: TransposedSpec) -> None:
    found = differentiate(layer)
    rank = found.alphabet.rank
    sums: dict[str, dict[Index, set[tuple[int, ...]]]] = {name: {} for name in ("output", "grad_input", "grad_weight")}
    for o, w, i in meetings(layer):
        x, f, g = rank("input", i), rank("weight", w), rank("grad_output", o)
        for name, index, product_ in (("output", o, (x, f)), ("grad_input", i, (g, f)), ("grad_weight", w, (g, x))):
            sums[name].setdefault(index, set()).add(product_)
    for name, expected in sums.items():
        rows = found.output if name == "output" else map(terms, getattr(found, name))
        shape = found.alphabet.shapes[name.removeprefix("grad_")]
        for index, row in zip(positions(shape), rows, strict=True):
            products = [ranks for coefficient, ranks in row if coefficient == 1 and len(ranks) == 2]
            assert len(products) == len(row) - (layer.bias and name == "output")
            assert sorted(products) == sorted(expected.get(index, ()))


ROUTES = {
    "output": ["textbook", "upsample", "matrix", "polyphase", "scatter"],
    "grad_input": ["decimation"],
    "grad_weight": ["textbook", "upsample", "matrix"],
}


@pytest.mark.parametrize("layer", TRANSPOSED.values(), ids=TRANSPOSED)
def test_every_route_is_proven(layer: TransposedSpec) -> None:
    proofs = prove_all(differentiate(layer))
    assert [proof for proof in proofs if not proof.holds] == []
    for claim, taught in ROUTES.items():
        assert [proof.route for proof in proofs if proof.claim == claim and proof.route in TAUGHT] == taught


def test_every_small_signal_is_proven() -> None:
    """M 1..4, k 1..3, s 1..3, p 0..2 on each side, d 1..2, output_padding 0..3, where such a layer exists."""
    proven = 0
    for layer in transposed_signals(paddings=3, extras=4):
        assert layer.output_size == written_outputs(layer)
        assert all(proof.holds for proof in prove_all(differentiate(layer), TAUGHT)), layer
        proven += 1
    assert proven == 2382


def test_a_route_of_another_output_padding_is_refused() -> None:
    """The entry that output_padding adds, put before instead of after, is found out."""
    layer = TransposedSpec.of(input_size=3, kernel_size=2, stride=2, output_padding=1)
    right = contractions(layer)["output"].routes["textbook"]

    def before(spec: ConvSpec, maps: np.ndarray, weight: np.ndarray) -> np.ndarray:
        return np.roll(right(spec, maps, weight), 1, axis=-1)

    (proof,) = prove_routes(differentiate(layer), "output", {"before": before})
    assert len(proof.differences) == layer.output_size[0]


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (partial(symconv.check_function, print), "a check"),
        (partial(symconv.check_file, __file__, "call"), "a check"),
    ],
)
def test_who_tells_of_convolutions_alone_refuses_it(call: Callable[..., object], what: str) -> None:
    error = refused(call, TRANSPOSED["signal"])
    assert str(error) == f"{what} takes a convolution, and this layer is transposed"
