"""The chain rule, entry by entry: worked by hand, and against loops on every small layer."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from layers import LAYERS, Index, counted_outputs, meetings, one_axis_grid, refused

from symconv import ConvSpec
from symconv.algebra.chain_rule import Gradients, differentiate, gradient, terms
from symconv.algebra.polynomial import Term
from symconv.errors import SpecError
from symconv.spec import positions

Written = list[tuple[int, tuple[tuple[str, Index], ...]]]
"""Terms with the entries they name: a coefficient, then (tensor, index) factors."""


def written(found: Gradients, row: list[Term] | tuple[Term, ...]) -> Written:
    return [(coefficient, tuple(map(found.alphabet.entry, ranks))) for coefficient, ranks in row]


def short(found: Gradients, row: list[Term] | tuple[Term, ...]) -> str:
    """``g00·f22 + g01·f20``, for layers without channels."""
    letters = {"grad_output": "g", "input": "x", "weight": "f", "bias": "b"}
    assert all(coefficient == 1 for coefficient, _ in written(found, row))
    return " + ".join(
        "·".join(
            letters[tensor] + ("," if max(index) > 9 else "").join(map(str, index[2:])) for tensor, index in factors
        )
        for _, factors in written(found, row)
    )


@pytest.fixture(scope="module")
def classroom() -> Gradients:
    return differentiate(LAYERS["classroom"])


FILTER_BY_HAND = {
    # 5x5, kernel 3, stride 2: output mn reads input (2m+a, 2n+b)
    (0, 0): "g00·x00 + g01·x02 + g10·x20 + g11·x22",
    (0, 1): "g00·x01 + g01·x03 + g10·x21 + g11·x23",
    (1, 1): "g00·x11 + g01·x13 + g10·x31 + g11·x33",
    (2, 0): "g00·x20 + g01·x22 + g10·x40 + g11·x42",
    (2, 2): "g00·x22 + g01·x24 + g10·x42 + g11·x44",
}
INPUT_BY_HAND = {
    (0, 0): "g00·f00",
    (0, 1): "g00·f01",
    (0, 2): "g00·f02 + g01·f00",
    (0, 3): "g01·f01",
    (0, 4): "g01·f02",
    (1, 1): "g00·f11",
    (1, 2): "g00·f12 + g01·f10",
    (2, 0): "g00·f20 + g10·f00",
    (2, 1): "g00·f21 + g10·f01",
    (2, 2): "g00·f22 + g01·f20 + g10·f02 + g11·f00",
    (2, 3): "g01·f21 + g11·f01",
    (3, 3): "g11·f11",
    (4, 2): "g10·f22 + g11·f20",
    (4, 4): "g11·f22",
}
OUTPUT_BY_HAND = {
    (0, 0): "x00·f00 + x01·f01 + x02·f02 + x10·f10 + x11·f11 + x12·f12 + x20·f20 + x21·f21 + x22·f22",
    (1, 1): "x22·f00 + x23·f01 + x24·f02 + x32·f10 + x33·f11 + x34·f12 + x42·f20 + x43·f21 + x44·f22",
}


@pytest.mark.parametrize("index", FILTER_BY_HAND, ids=str)
def test_filter_gradient_by_hand(classroom: Gradients, index: Index) -> None:
    chain = classroom.grad_weight[index[0] * 3 + index[1]]
    assert short(classroom, terms(chain)) == FILTER_BY_HAND[index]


@pytest.mark.parametrize("index", INPUT_BY_HAND, ids=str)
def test_input_gradient_by_hand(classroom: Gradients, index: Index) -> None:
    chain = classroom.grad_input[index[0] * 5 + index[1]]
    assert short(classroom, terms(chain)) == INPUT_BY_HAND[index]


@pytest.mark.parametrize("index", OUTPUT_BY_HAND, ids=str)
def test_output_by_hand(classroom: Gradients, index: Index) -> None:
    assert short(classroom, classroom.output[index[0] * 2 + index[1]]) == OUTPUT_BY_HAND[index]


def test_a_link_is_one_output_and_its_local_derivative(classroom: Gradients) -> None:
    """∂L/∂x_02 = ∂L/∂o_00 · ∂o_00/∂x_02 + ∂L/∂o_01 · ∂o_01/∂x_02, with f_02 and f_00."""
    links = [
        (classroom.alphabet.entry(link.upstream), written(classroom, link.local)) for link in classroom.grad_input[2]
    ]
    assert links == [
        (("grad_output", (0, 0, 0, 0)), [(1, (("weight", (0, 0, 0, 2)),))]),
        (("grad_output", (0, 0, 0, 1)), [(1, (("weight", (0, 0, 0, 0)),))]),
    ]


def test_entries_that_no_output_touches_are_zero() -> None:
    """N 6, k 2, s 3: windows (0, 1) and (3, 4); inputs 2 and 5 are never read."""
    found = differentiate(ConvSpec.of(input_size=6, kernel_size=2, stride=3))
    assert [short(found, terms(chain)) for chain in found.grad_input] == ["g0·f0", "g0·f1", "", "g1·f0", "g1·f1", ""]
    assert [gradient(chain) for chain in found.grad_input][2] == {}


def test_taps_that_only_meet_padding_are_zero() -> None:
    """N 1, k 3, p 1: the outer taps lie on zeros."""
    found = differentiate(ConvSpec.of(input_size=1, kernel_size=3, padding=1))
    assert [short(found, terms(chain)) for chain in found.grad_weight] == ["", "g0·x0", ""]


def test_asymmetric_padding_by_hand() -> None:
    """N 3, k 2, s 2, one zero before: windows (−, 0) and (1, 2)."""
    found = differentiate(ConvSpec.of(input_size=3, kernel_size=2, stride=2, padding="1:0"))
    assert [short(found, row) for row in found.output] == ["x0·f1", "x1·f0 + x2·f1"]
    assert [short(found, terms(chain)) for chain in found.grad_input] == ["g0·f1", "g1·f0", "g1·f1"]
    assert [short(found, terms(chain)) for chain in found.grad_weight] == ["g1·x1", "g0·x0 + g1·x2"]


def test_bias_batch_channels_and_groups_by_hand() -> None:
    """Two images, two groups of one channel, N 2, k 2: one output for each image and channel."""
    spec = ConvSpec.of(input_size=2, kernel_size=2, groups=2, in_channels=2, out_channels=2, batch_size=2, bias=True)
    found = differentiate(spec)
    g = {(n, u): ("grad_output", (n, u, 0)) for n, u in positions((2, 2))}
    assert [written(found, row) for row in found.output] == [
        [
            (1, (("input", (n, u, 0)), ("weight", (u, 0, 0)))),
            (1, (("input", (n, u, 1)), ("weight", (u, 0, 1)))),
            (1, (("bias", (u,)),)),
        ]
        for n, u in positions((2, 2))
    ]
    assert [written(found, terms(chain)) for chain in found.grad_bias] == [
        [(1, (g[0, u],)), (1, (g[1, u],))] for u in range(2)
    ]
    assert [written(found, terms(chain)) for chain in found.grad_weight] == [
        [(1, (g[0, u], ("input", (0, u, a)))), (1, (g[1, u], ("input", (1, u, a))))] for u, _, a in positions((2, 1, 2))
    ]
    assert [written(found, terms(chain)) for chain in found.grad_input] == [
        [(1, (g[n, u], ("weight", (u, 0, i))))] for n, u, i in positions((2, 2, 2))
    ]


def test_an_input_channel_sums_over_its_output_channels() -> None:
    found = differentiate(ConvSpec.of(input_size=1, kernel_size=1, in_channels=2, out_channels=3))
    assert [written(found, terms(chain)) for chain in found.grad_input] == [
        [(1, (("grad_output", (0, u, 0)), ("weight", (u, v, 0)))) for u in range(3)] for v in range(2)
    ]


def test_reading_order_is_not_the_alphabet() -> None:
    """o_2 comes before o_10, although its name sorts after."""
    found = differentiate(ConvSpec.of(input_size=12, kernel_size=1))
    assert short(found, terms(found.grad_weight[0])) == " + ".join(f"g{m}·x{m}" for m in range(12))
    wide = differentiate(ConvSpec.of(input_size=(1, 12), kernel_size=(1, 11)))
    assert short(wide, terms(wide.grad_input[10])) == "g00·f0,10 + g01·f09"
    assert short(wide, wide.output[1]) == (
        "x01·f00 + x02·f01 + x03·f02 + x04·f03 + x05·f04 + x06·f05 + x07·f06 + x08·f07"
        " + x09·f08 + x0,10·f09 + x0,11·f0,10"
    )


def expected_rows(spec: ConvSpec) -> Iterator[tuple[str, list[Written]]]:
    """Each tensor of results with the terms of every entry, sorted as they are read, by loops."""
    rows: dict[str, dict[Index, list[tuple[Index, Index]]]] = {
        name: defaultdict(list) for name in ("output", "grad_input", "grad_weight")
    }
    for o, w, x in meetings(spec):
        rows["output"][o].append((x, w))
        rows["grad_input"][x].append((o, w))
        rows["grad_weight"][w].append((o, x))
    outputs = counted_outputs(spec)
    images, width = spec.batch_size or 0, spec.in_channels // spec.groups
    shapes = {
        "output": ((images, spec.out_channels, *outputs), ("input", "weight")),
        "grad_input": ((images, spec.in_channels, *spec.input_size), ("grad_output", "weight")),
        "grad_weight": ((spec.out_channels, width, *spec.kernel_size), ("grad_output", "input")),
    }
    for name, (shape, factors) in shapes.items():
        yield (
            name,
            [
                [(1, ((factors[0], first), (factors[1], second))) for first, second in sorted(rows[name][entry])]
                + [(1, (("bias", entry[1:2]),)) for _ in range(spec.bias) if name == "output"]
                for entry in positions(shape)
            ],
        )
    everything = [
        [(images_, to, *m) for images_ in range(images) for m in positions(outputs)] for to in range(spec.out_channels)
    ]
    yield "grad_bias", [[(1, (("grad_output", o),)) for o in column] for column in everything] if spec.bias else []


def assert_as_looped(spec: ConvSpec) -> None:
    found = differentiate(spec)
    for name, rows in expected_rows(spec):
        got = getattr(found, name)
        unchained = got if name == "output" else map(terms, got)
        assert [written(found, row) for row in unchained] == rows, (name, spec)


def test_every_one_axis_layer() -> None:
    for spec in one_axis_grid():
        assert_as_looped(spec)
    assert len(one_axis_grid()) == 2296


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_awkward_layers(layer: ConvSpec) -> None:
    assert_as_looped(layer)


def test_more_products_than_the_limit_are_refused() -> None:
    spec = ConvSpec.of(input_size="5x5", kernel_size=3, stride=2)
    error = refused(differentiate, spec, limit=35)
    assert isinstance(error, SpecError)
    assert str(error) == "the layer has up to 36 products x·f, more than the limit 35 (--max-terms)"
    assert (error.parameter, error.got) == ("input_size", (5, 5))
    assert len(differentiate(spec, limit=36).output) == 4
    assert len(differentiate(spec, limit=None).output) == 4


@pytest.mark.parametrize(
    "given",
    [
        {"input_size": 10**9},
        {"input_size": 10**40},
        {"input_size": 10**9, "kernel_size": 1, "stride": 10**9},
        {"input_size": 1, "kernel_size": 1, "padding": 10**9, "stride": 10**9},
        {"input_size": 1, "kernel_size": 2, "padding": 10**9, "dilation": 10**9, "stride": 10**9},
        {"input_size": 1, "kernel_size": 10**9, "padding": 10**9, "stride": 10**9},
        {"input_size": 4, "kernel_size": 1, "in_channels": 10**9},
        {"input_size": 4, "batch_size": 10**12},
    ],
    ids=str,
)
def test_absurd_layers_are_refused_at_once(given: dict[str, int]) -> None:
    error = refused(differentiate, ConvSpec.of(**given))  # type: ignore[arg-type]
    assert str(error).endswith("more than the limit 1000000 (--max-terms)")


def test_an_open_batch_is_refused() -> None:
    error = refused(differentiate, ConvSpec.of(batch_size=None))
    assert str(error) == "batch_size is open, and symbols need a number"
