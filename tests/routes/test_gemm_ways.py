"""Which way a layer takes, and how much of it at a time: worked by hand, for no result depends on it."""

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.routes import FORWARD, GRAD_INPUT, GRAD_WEIGHT
from symconv.routes.gemm import by_phases, choice, filter_first, lowering, patches

WAYS = {"patches": patches, "by phases": by_phases, "filter first": filter_first}
TAKEN = [
    ({"input_size": 6, "kernel_size": 2, "stride": 2}, "patches"),
    ({"input_size": (6, 6), "kernel_size": (1, 3), "stride": (2, 3)}, "patches"),
    ({"input_size": 6, "kernel_size": 2, "stride": 2, "padding": "0:1"}, "by phases"),
    ({"input_size": 6, "kernel_size": 2, "stride": 2, "padding": "1:0"}, "by phases"),
    ({"input_size": 7, "kernel_size": 3, "stride": 2}, "by phases"),
    # one tap, whose ∂L/∂O is filled up with nothing: four times as many channels out as in, or not quite
    ({"input_size": 6, "kernel_size": 1, "stride": 2, "in_channels": 2, "out_channels": 8}, "filter first"),
    ({"input_size": 6, "kernel_size": 1, "stride": 2, "in_channels": 2, "out_channels": 7}, "by phases"),
    # three taps reach one output further than the two there are: half as much again
    ({"input_size": 5, "kernel_size": 3, "stride": 2, "in_channels": 2, "out_channels": 12}, "filter first"),
    ({"input_size": 5, "kernel_size": 3, "stride": 2, "in_channels": 2, "out_channels": 11}, "by phases"),
]


@pytest.mark.parametrize(("layer", "way"), TAKEN, ids=[f"{way} {number}" for number, (_, way) in enumerate(TAKEN)])
def test_the_way_that_is_taken(layer, way, monkeypatch):
    taken = []
    for name, module in WAYS.items():
        monkeypatch.setattr(module, "GradInput", lambda *_, name=name: taken.append(name))
    choice.grad_input(ConvSpec.of(**layer), 1, np.dtype(float))
    assert taken == [way]


@pytest.fixture
def limits(monkeypatch):
    """How many cells a tile may have, each time that work is cut."""
    found = []

    def noting(cutting):
        def cut(shape, limit):
            found.append(limit)
            return cutting(shape, limit)

        return cut

    for module, name in ((lowering, "cuts"), (patches, "tiles"), (filter_first, "tiles")):
        monkeypatch.setattr(module, name, noting(getattr(module, name)))
    return found


def zeros(*shapes):
    return [np.zeros(shape) for shape in shapes]


def test_columns_are_as_many_as_a_block_holds(limits):
    """Two channels of nine taps: 18 entries a column."""
    spec = ConvSpec.of(input_size=(5, 5), kernel_size=3, in_channels=2, out_channels=3)
    x, f, g = zeros(spec.input_shape, spec.weight_shape, spec.output_shape)
    for block in (50, None):
        FORWARD["gemm"](spec, x, f, block=block)
        GRAD_WEIGHT["gemm"](spec, x, g, block=block)
    GRAD_INPUT["gemm-phases"](spec, g, f)  # here the three channels are those of ∂L/∂O
    assert limits == [50, 50, (1 << 18) // 18, (1 << 18) // 18, (1 << 18) // 27]


def test_the_phase_with_most_taps_says_how_many_columns_there_are(limits):
    """Along an axis of stride 2 a filter of three has a phase of two taps and one of one; they share the memory."""
    spec = ConvSpec.of(input_size=(5, 7), kernel_size=(3, 3), stride=(2, 1), in_channels=2, out_channels=5)
    f, g = zeros(spec.weight_shape, spec.output_shape)
    for block in (50, None):
        GRAD_INPUT["gemm-phases"](spec, g, f, block=block)
    assert limits == [50] * 2 + [(1 << 18) // (5 * 2 * 3 * 2)] * 2


def test_patches_are_as_many_as_a_block_holds(limits):
    """Two channels of three taps."""
    spec = ConvSpec.of(input_size=9, kernel_size=3, stride=3, in_channels=2, out_channels=5)
    f, g = zeros(spec.weight_shape, spec.output_shape)
    for block in (100, None):
        GRAD_INPUT["gemm"](spec, g, f, block=block)
    assert limits == [100, (1 << 17) // 6]


def test_with_the_filter_first_a_block_holds_all_its_buffers(limits):
    """For each output 3·3 products, 8 of ∂L/∂O and 3·2 sums, for four outputs that are filled up to five."""
    spec = ConvSpec.of(input_size=9, kernel_size=3, stride=2, in_channels=3, out_channels=8)
    f, g = zeros(spec.weight_shape, spec.output_shape)
    for block in (100, None):
        GRAD_INPUT["gemm-filter-first"](spec, g, f, block=block)
    assert limits == [100, 18_236]
