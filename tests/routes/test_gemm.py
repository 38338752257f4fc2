"""The fast routes against the relation itself, over layers that reach every branch of their choices."""

import inspect
import sys
from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symconv import ConvSpec, prove
from symconv.errors import SpecError
from symconv.proof import entrywise
from symconv.routes import FORWARD, GRAD_INPUT, GRAD_WEIGHT, gemm
from symconv.routes.gemm import buffers, filter_first, lowering, runs
from symconv.routes.gemm.tiles import tiles

LAYERS = {
    "1x1": {"input_size": (3, 4), "kernel_size": 1, "in_channels": 3, "out_channels": 2},
    "1x1 strided": {"input_size": (5, 4), "kernel_size": 1, "stride": (2, 3), "in_channels": 2},
    "dense": {"input_size": (5, 4), "kernel_size": (3, 2), "in_channels": 2, "out_channels": 3},
    "padded": {"input_size": (4, 5), "kernel_size": (3, 2), "padding": ((1, 2), (0, 1)), "out_channels": 2},
    "overlapping": {"input_size": (7, 9), "kernel_size": (3, 5), "stride": (2, 3), "padding": 1},
    "patches": {"input_size": (7, 6), "kernel_size": (3, 2), "stride": (3, 2), "out_channels": 4},
    "halving": {"input_size": (4, 5), "kernel_size": 2, "stride": 2, "in_channels": 2},
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
    "runs": {"input_size": (9, 10), "kernel_size": 3, "stride": 2, "padding": 1, "in_channels": 2, "out_channels": 2},
    "longer lines": {"input_size": (10, 11), "kernel_size": 3, "in_channels": 2, "out_channels": 2},
    "more out than outputs": {"input_size": (4, 3), "kernel_size": 3, "in_channels": 2, "out_channels": 3},
    "many out": {"input_size": (7, 6), "kernel_size": 3, "stride": 2, "padding": 1, "out_channels": 7},
    "signal": {"input_size": 9, "kernel_size": 4, "stride": 3, "dilation": 2, "padding": "2:1", "in_channels": 2},
    "volume": {"input_size": (3, 4, 5), "kernel_size": (2, 2, 3), "stride": (2, 3, 2), "padding": 1, "in_channels": 2},
}
FAST = ("gemm", "gemm-phases", "gemm-filter-first")
FEWER = ("gemm-winograd-2", "gemm-winograd-4")
"""Those with fewer multiplications, of 3x3 filters at stride 1."""
BLOCKS = [None, 1, 7, 1_000]
"""Outputs of a block: the route's own size, one at a time, a few and therefore unequal ones, and several images."""


def layer(name, batch_size=2):
    return ConvSpec.of(**LAYERS[name], batch_size=batch_size)


def arrays(spec, seed=0):
    rng = np.random.default_rng(seed)
    shapes = (spec.input_shape, spec.weight_shape, spec.output_shape)
    return [rng.integers(-99, 100, shape) for shape in shapes]


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("block", BLOCKS)
def test_integers_equal_the_relation(name, block, brute):
    assert_the_relation(layer(name), block, brute)


def assert_the_relation(spec, block, brute, seed=0):
    maps, weight, grads = arrays(spec, seed)
    np.testing.assert_array_equal(FORWARD["gemm"](spec, maps, weight, block=block), brute.forward(spec, maps, weight))
    expected = brute.grad_weight(spec, maps, grads)
    np.testing.assert_array_equal(GRAD_WEIGHT["gemm"](spec, maps, grads, block=block), expected)
    expected = brute.grad_input(spec, grads, weight)
    for way in FAST:
        np.testing.assert_array_equal(GRAD_INPUT[way](spec, grads, weight, block=block), expected)


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
def test_what_runs_is_proven(name):
    proven = prove(layer(name, batch_size=2), only=FAST)
    assert [proof.claim for proof in proven.proofs] == ["output", *["grad_input"] * 3, "grad_weight"]
    assert [proof.blocks for proof in proven.proofs] == [entrywise.block_sizes(layer(name, batch_size=2))] * 5
    assert proven.holds


def test_proofs_cut_along_every_axis():
    """2×3×4 outputs and phases of 4×3×5 inputs: 2 and 4 into halves, 3 into 2 + 1, 5 into 3 + 2."""
    spec = ConvSpec.of(input_size=(8, 3, 9), kernel_size=(5, 1, 3), stride=(2, 1, 2), batch_size=3)
    assert spec.output_size == (2, 3, 4)
    rows, planes, images = (2, 3), (2 * 4, 2 * 5), (1 * 12, 2 * 15)
    batches = (2 * 24, 2 * 60)
    assert entrywise.block_sizes(spec) == (None, *sorted({1, *rows, *planes, *images, *batches}))


def unequal(shape, axis, limit):
    """Whether boxes of so many cells are cut along an axis, and not all alike."""
    return len({box[axis].stop - box[axis].start for box in tiles(shape, limit)}) > 1


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_proofs_cut_unequally_where_that_can_be(batch):
    for size in product(range(1, 14), range(1, 6)):
        spec = ConvSpec.of(input_size=size, kernel_size=1, batch_size=batch)
        shape, tried = (batch, 1, *size), [block for block in entrywise.block_sizes(spec) if block]
        for axis in range(4):
            can_be = any(unequal(shape, axis, limit) for limit in range(1, prod(shape)))
            assert any(unequal(shape, axis, block) for block in tried) == can_be


def test_proofs_meet_every_line_of_the_fast_routes():
    """Each branch of ``choice``, each kind of buffer, each block that is smaller than the others."""
    lines, met = executable(Path(gemm.__file__).parent), set()
    files = {name for name, _ in lines}

    def traced(frame, event, argument):
        if frame.f_code.co_filename not in files:
            return None
        met.add((frame.f_code.co_filename, frame.f_lineno))
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        for name in LAYERS:
            assert prove(layer(name), only=FAST).holds
        for size in ((6, 7), (9,)):
            few = ConvSpec.of(input_size=size, kernel_size=3, padding=1, in_channels=2, out_channels=2, groups=2)
            assert prove(few, only=FEWER).holds
    finally:
        sys.settrace(before)
    assert lines - met == set()


def executable(folder):
    """The lines of every function in a folder, as the compiler sees them; what is run on import is left out.

    So is the count of bytes that are kept, which computes no result.
    """
    lines, open_ = set(), []
    for path in folder.glob("*.py"):
        open_ += [code for code in compiled(path).co_consts if hasattr(code, "co_code")]
    while open_:
        code = open_.pop()
        inner = [each for each in code.co_consts if hasattr(each, "co_code") and each.co_name != "nbytes"]
        open_ += inner
        if not code.co_flags & inspect.CO_OPTIMIZED or code.co_name == "__annotate__":
            continue  # the body of a class, or annotations, which Python 3.14 evaluates when they are asked for
        lines |= {(code.co_filename, line) for *_, line in code.co_lines() if line and line != code.co_firstlineno}
    return lines


def compiled(path):
    return compile(path.read_text(encoding="utf-8"), str(path), "exec")


def broken(module, monkeypatch, line, instead):
    """The module with a line of its source replaced."""
    source = Path(module.__file__).read_text(encoding="utf-8")
    assert source.count(line) == 1
    changed = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(source.replace(line, instead), module.__file__, "exec"), changed)  # noqa: S102 - our own source
    for name, value in changed.items():
        if not name.startswith("__"):
            monkeypatch.setattr(module, name, value, raising=False)


STALE = {
    "what comes into a line from the one beside it where padding should be": (
        runs,
        "            self.taps[place] = 0\n",
    ),
    "what an earlier, larger block left beside a smaller one": (filter_first, "            self.spread[...] = 0\n"),
    "sums of an earlier block": (filter_first, "        self.sums[...] = 0\n"),
    "inputs of an earlier block where padding should be, along the last axis": (
        buffers,
        "            self.padded[...] = 0\n",
    ),
    "the same before the inputs of the other axes": (
        buffers,
        "            self.padded[(*before, slice(part.start))] = 0\n",
    ),
    "the same after them": (buffers, "            self.padded[(*before, slice(part.stop, None))] = 0\n"),
    "the same along the second axis of a volume": (
        buffers,
        "        for number, part in enumerate(target[:-1]):\n",
        "        for number, part in enumerate(target[:1]):\n",
    ),
    "the same in the axis of the channels": (
        buffers,
        "            before = (slice(None),) * (3 + number)\n",
        "            before = (slice(None),) * (3 - number)\n",
    ),
}


@pytest.mark.parametrize("case", STALE.values(), ids=STALE)
def test_what_an_earlier_block_left_is_seen_by_proofs(case, monkeypatch):
    module, line, *instead = case
    broken(module, monkeypatch, line, *(instead or [line.replace(line.strip(), "pass")]))
    monkeypatch.setattr(lowering, "Buffers", buffers.Buffers)
    monkeypatch.setattr(lowering, "Runs", runs.Runs)
    assert not all(prove(layer(name), only=FAST).holds for name in LAYERS)


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


@given(spec=specs(), block=st.none() | st.integers(1, 40), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_layer_equals_the_relation(spec, block, seed, brute):
    assert_the_relation(spec, block, brute, seed)


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


@pytest.mark.parametrize("name", ["1x1", "padded", "many out", "patches", "groups", "volume"])
def test_an_empty_batch_is_a_batch(name):
    spec = layer(name)
    maps, weight, grads = arrays(spec)
    none = spec.with_batch_size(None)
    for route in FORWARD.values():
        assert route(none, maps[:0], weight).shape == grads[:0].shape
    for route in GRAD_INPUT.values():
        assert route(none, grads[:0], weight).shape == maps[:0].shape
    for route in GRAD_WEIGHT.values():
        np.testing.assert_array_equal(route(none, maps[:0], grads[:0]), np.zeros_like(weight))
