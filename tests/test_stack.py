"""Layers one after the other: what fits, how they are written, what an output depends on."""

import numpy as np
import pytest
from layers import refused
from stacks import by_loops, one_dimensional

from symconv.folded import FoldedSpec
from symconv.spec import ConvSpec
from symconv.stack import Stack, written
from symconv.transposed import TransposedSpec


def test_each_layer_reads_what_the_one_before_makes() -> None:
    stack = Stack.of({"input_size": "9x7", "kernel_size": 3, "stride": 2, "out_channels": 2}, {"kernel_size": "2x3"})
    assert [layer.input_size for layer in stack.layers] == [(9, 7), (4, 3)]
    assert [layer.output_shape for layer in stack.layers] == [(1, 2, 4, 3), (1, 1, 3, 1)]
    assert stack.last.in_channels == 2


def test_without_a_size_the_last_layer_teaches() -> None:
    stack = Stack.of({"kernel_size": 3, "stride": 2}, {"kernel_size": 3, "stride": 2})
    assert [layer.input_size for layer in stack.layers] == [(11, 11), (5, 5)]
    assert not any(axis.remainder for layer in stack.layers for axis in layer.axes)
    assert Stack.of({"kernel_size": 2}, {"kernel_size": "3x2"}).first.input_size == (5, 4)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kernel=3 stride=2", {"kernel_size": "3", "stride": "2"}),
        (
            "kernel=3x2 padding=1:0 dilation=2 channels=4 groups=2 bias",
            {
                "kernel_size": "3x2",
                "padding": "1:0",
                "dilation": "2",
                "out_channels": "4",
                "groups": "2",
                "bias": True,
            },
        ),
    ],
)
def test_written(text: str, found: dict[str, object]) -> None:
    assert written(text) == found


@pytest.mark.parametrize("text", ["", "strides=2", "stride", "stride=", "bias=1", "3", "=3", "kernel=2 kernel=3"])
def test_what_is_written_otherwise_is_refused(text: str) -> None:
    assert "\n" not in str(refused(written, text))


def test_what_does_not_fit_is_refused() -> None:
    first = {"input_size": 5, "kernel_size": 3, "stride": 2}
    for following, message in (
        ({"kernel_size": 3}, "layer 2: kernel 3 does not fit input 2 along axis 0"),
        ({"kernel_size": 1, "in_channels": 3}, "layer 2 reads 3 channels, and layer 1 makes 1"),
        ({"kernel_size": 1, "input_size": 4}, "layer 2 reads 4 entries, and layer 1 makes 2"),
        ({"kernel_size": 1, "batch_size": 2}, "layer 2 reads 2 images, and layer 1 makes 1"),
        ({"kernel_size": "1x1"}, "layer 2 has sizes for another number of axes than layer 1"),
        ({"kernel_size": 1, "groups": 2}, "layer 2: groups 2 do not divide in_channels 1"),
    ):
        assert str(refused(Stack.of, first, following)) == message
    assert "at least 2 layers" in str(refused(Stack.of, first))
    for other in (
        TransposedSpec.of(input_size=2, kernel_size=1),
        FoldedSpec.of(padding_mode="circular", input_size=2, kernel_size=1),
    ):
        refused(Stack, layers=(ConvSpec.of(**first), other))


def test_the_receptive_field_is_what_an_output_changes_with() -> None:
    """Of every small stack: the entries of X that reach an output, by loops over ones."""
    seen = 0
    for stack in one_dimensional():
        for place in range(stack.last.output_size[0]):
            reached = [i for i in range(stack.first.input_size[0]) if (place,) in _reached(stack, i)]
            before = 0
            for layer in reversed(stack.layers):
                before = before * layer.stride[0] + layer.padding[0][0]
            start = place * stack.jump[0] - before
            assert set(reached) <= set(range(start, start + stack.field[0]))
            if not any(any(layer.padding[0]) for layer in stack.layers):
                assert (min(reached), max(reached)) == (start, start + stack.field[0] - 1)
                seen += 1
    assert seen > 100


def _reached(stack: Stack, entry: int) -> set[tuple[int, ...]]:
    made = np.zeros(stack.first.input_shape, dtype=object)
    made[0, 0, entry] = 1
    for layer in stack.layers:
        made = by_loops(layer, made, np.ones(layer.weight_shape, dtype=object))
    return {tuple(map(int, place)) for place in np.argwhere(made != 0)[:, 2:]}
