"""The fast routes against the relation itself, over layers that reach every branch of their choices."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symconv import ConvSpec, prove
from symconv.errors import SpecError
from symconv.routes import FORWARD, GRAD_INPUT, GRAD_WEIGHT, gemm
from symconv.routes.gemm import by_phases, choice, filter_first, lowering, patches
from symconv.routes.gemm.buffers import Buffers

LAYERS = {
    "1x1": {"input_size": (3, 4), "kernel_size": 1, "in_channels": 3, "out_channels": 2},
    "1x1 strided": {"input_size": (5, 4), "kernel_size": 1, "stride": (2, 3), "in_channels": 2},
    "dense": {"input_size": (5, 4), "kernel_size": (3, 2), "in_channels": 2, "out_channels": 3},
    "padded": {"input_size": (4, 5), "kernel_size": (3, 2), "padding": ((1, 2), (0, 1)), "out_channels": 2},
    "overlapping": {"input_size": (7, 9), "kernel_size": (3, 5), "stride": (2, 3), "padding": 1},
    "patches": {"input_size": (7, 6), "kernel_size": (3, 2), "stride": (3, 2), "out_channels": 4},
    "stride beyond kernel": {"input_size": (9, 8), "kernel_size": (2, 1), "stride": (4, 3), "padding": (1, 0)},
    "dilated": {"input_size": (9, 8), "kernel_size": (3, 2), "dilation": (2, 3), "padding": (2, 1)},
    "strided, dilated": {"input_size": (9, 11), "kernel_size": 3, "stride": (2, 4), "dilation": (3, 2), "padding": 2},
    "remainder": {"input_size": (8, 9), "kernel_size": (3, 2), "stride": (3, 4), "padding": ((0, 1), (2, 0))},
    "mostly padding": {"input_size": (1, 2), "kernel_size": (2, 3), "stride": 2, "padding": ((5, 4), (3, 6))},
    "groups": {"input_size": (5, 6), "kernel_size": 3, "stride": 2, "groups": 2, "in_channels": 4, "out_channels": 6},
    "depthwise": {
        "input_size": (5, 6),
        "kernel_size": 3,
        "stride": 2,
        "groups": 3,
        "in_channels": 3,
        "out_channels": 3,
    },
    "many out": {"input_size": (7, 6), "kernel_size": 3, "stride": 2, "padding": 1, "out_channels": 7},
    "signal": {"input_size": 9, "kernel_size": 4, "stride": 3, "dilation": 2, "padding": "2:1", "in_channels": 2},
    "volume": {"input_size": (3, 4, 5), "kernel_size": (2, 1, 3), "stride": (2, 3, 2), "padding": 1, "in_channels": 2},
}
BRANCHES = {"matrix", "direct", "padded", "split", "phases", "filter first", "patches"}
BLOCKS = [1, 200, 1 << 20]


def layer(name, batch_size=2):
    return ConvSpec.of(**LAYERS[name], batch_size=batch_size)


def arrays(spec, seed=0):
    rng = np.random.default_rng(seed)
    shapes = (spec.input_shape, spec.weight_shape, spec.output_shape)
    return [rng.integers(-99, 100, shape) for shape in shapes]


def set_block_bytes(monkeypatch, size):
    monkeypatch.setattr(lowering, "BLOCK_BYTES", size)
    monkeypatch.setattr(filter_first, "BLOCK_BYTES", size)
    monkeypatch.setattr(patches, "BLOCK_BYTES", size)


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("size", BLOCKS)
def test_integers_equal_the_relation(name, size, brute, monkeypatch):
    set_block_bytes(monkeypatch, size)
    spec = layer(name)
    maps, weight, grads = arrays(spec)
    np.testing.assert_array_equal(gemm.forward(spec, maps, weight), brute.forward(spec, maps, weight))
    np.testing.assert_array_equal(gemm.grad_weight(spec, maps, grads), brute.grad_weight(spec, maps, grads))
    expected = brute.grad_input(spec, grads, weight)
    for way in (gemm.grad_input, by_phases.grad_input, filter_first.grad_input):
        np.testing.assert_array_equal(way(spec, grads, weight), expected)


@pytest.mark.parametrize("name", LAYERS)
def test_objects_are_accepted(name):
    spec = layer(name)
    maps, weight, grads = arrays(spec)
    exact = [each.astype(object) * 10**30 for each in (maps, weight, grads)]
    for table, (first, second) in ((FORWARD, (0, 1)), (GRAD_INPUT, (2, 1)), (GRAD_WEIGHT, (0, 2))):
        small = (maps, weight, grads)[first], (maps, weight, grads)[second]
        expected = next(iter(table.values()))(spec, *small).astype(object) * 10**60
        for route in table.values():
            np.testing.assert_array_equal(route(spec, exact[first], exact[second]), expected)


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("size", BLOCKS)
def test_what_runs_is_proven(name, size, monkeypatch):
    set_block_bytes(monkeypatch, size)
    proven = prove(layer(name, batch_size=1), only=("gemm", "gemm-phases", "gemm-filter-first"))
    assert [proof.claim for proof in proven.proofs] == ["output", *["grad_input"] * 3, "grad_weight"]
    assert proven.holds


def test_the_layers_reach_every_branch(monkeypatch):
    reached = set()

    def note(name, function):
        return lambda *given: reached.add(name) or function(*given)

    def note_buffers(self, *given, build=Buffers.__init__):
        build(self, *given)
        reached.add("direct" if self.direct else "split" if self.split > 1 else "padded")

    is_matrix = lowering.is_matrix
    monkeypatch.setattr(lowering, "is_matrix", lambda axes: is_matrix(axes) and (reached.add("matrix") or True))
    monkeypatch.setattr(Buffers, "__init__", note_buffers)
    monkeypatch.setattr(choice.by_phases, "grad_input", note("phases", by_phases.grad_input))
    monkeypatch.setattr(choice.filter_first, "grad_input", note("filter first", filter_first.grad_input))
    monkeypatch.setattr(choice.patches, "grad_input", note("patches", patches.grad_input))
    for name in LAYERS:
        spec = layer(name)
        maps, weight, grads = arrays(spec)
        gemm.forward(spec, maps, weight)
        gemm.grad_input(spec, grads, weight)
    assert reached == BRANCHES


@st.composite
def specs(draw):
    axes = draw(st.integers(1, 3))
    number = lambda low, high: draw(st.tuples(*[st.integers(low, high)] * axes))  # noqa: E731 - three letters long
    groups = draw(st.integers(1, 2))
    try:
        return ConvSpec.of(
            input_size=number(1, 7 if axes < 3 else 4),
            kernel_size=number(1, 4 if axes < 3 else 2),
            stride=number(1, 4),
            dilation=number(1, 3),
            padding=tuple(zip(number(0, 4), number(0, 4), strict=True)),
            groups=groups,
            in_channels=groups * draw(st.integers(1, 2)),
            out_channels=groups * draw(st.integers(1, 2)),
            batch_size=draw(st.integers(1, 2)),
        )
    except SpecError:
        assume(False)


@given(spec=specs(), size=st.sampled_from(BLOCKS), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_layer_equals_the_relation(spec, size, seed, brute):
    maps, weight, grads = arrays(spec, seed)
    with pytest.MonkeyPatch.context() as monkeypatch:
        set_block_bytes(monkeypatch, size)
        np.testing.assert_array_equal(gemm.forward(spec, maps, weight), brute.forward(spec, maps, weight))
        np.testing.assert_array_equal(gemm.grad_weight(spec, maps, grads), brute.grad_weight(spec, maps, grads))
        expected = brute.grad_input(spec, grads, weight)
        for way in (gemm.grad_input, by_phases.grad_input, filter_first.grad_input):
            np.testing.assert_array_equal(way(spec, grads, weight), expected)


@pytest.mark.parametrize("name", ["overlapping", "many out", "groups"])
def test_arrays_need_not_be_contiguous(name):
    spec = layer(name)
    expected, strided = arrays(spec), []
    for each in expected:
        room = np.zeros((*each.shape[::-1], 2), each.dtype)
        room[..., 0] = each.T
        strided.append(room[..., 0].T)
    assert not any(each.flags.c_contiguous for each in strided)
    for table, (first, second) in ((FORWARD, (0, 1)), (GRAD_INPUT, (2, 1)), (GRAD_WEIGHT, (0, 2))):
        for route in table.values():
            answer = route(spec, strided[first], strided[second])
            np.testing.assert_array_equal(answer, route(spec, expected[first], expected[second]))


@pytest.mark.parametrize("name", ["1x1", "padded", "many out"])
def test_an_empty_batch_is_a_batch(name):
    spec = layer(name)
    maps, weight, grads = arrays(spec)
    open_spec = spec.with_batch_size(None)
    assert gemm.forward(open_spec, maps[:0], weight).shape == grads[:0].shape
    assert gemm.grad_input(open_spec, grads[:0], weight).shape == maps[:0].shape
    np.testing.assert_array_equal(gemm.grad_weight(open_spec, maps[:0], grads[:0]), np.zeros_like(weight))
