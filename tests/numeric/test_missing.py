"""Who forgets the stride is told which output the layer has, and which stride makes it as large as ∂L/∂O."""

import numpy as np
import pytest

from symconv import ConvSpec, FoldedSpec, InputError, TransposedSpec, grad_input
from symconv.numeric.shapes import check_grad_output


@pytest.mark.parametrize(
    ("layer", "got", "told"),
    [
        ({}, (2, 2), "output of this layer is 3x3, with stride 2x2 it would be 2x2: is the stride left out?"),
        ({}, (3, 2), "output of this layer is 3x3, with stride 1x2 it would be 3x2: is the stride left out?"),
        ({}, (5, 5), "output of this layer is 3x3, with padding 1x1 it would be 5x5: is the padding left out?"),
        ({"stride": 2}, (3, 3), "at stride 2x2 the output of this layer is 2x2, with stride 1x1 it would be 3x3"),
        ({}, (9, 4), "at stride 1x1 the output of this layer is 3x3"),
    ],
)
def test_the_output_and_what_is_left_out_are_named(layer, got, told):
    spec = ConvSpec.of(input_size=(5, 5), kernel_size=3, **layer)
    with pytest.raises(InputError, match=told) as error:
        grad_input(spec, np.ones((1, 1, *got)), np.ones((1, 1, 3, 3)))
    assert ("left out" in str(error.value)) == (got != (9, 4))


def test_layers_of_other_kinds_are_told_too():
    """A transposed layer of 3 inputs with kernel 3 has 5 outputs, at stride 2 it has 7."""
    with pytest.raises(InputError, match="is 5, with stride 2 it would be 7: is the stride left out"):
        check_grad_output(TransposedSpec.of(input_size=(3,), kernel_size=(3,)), np.ones((1, 1, 7)))
    folded = FoldedSpec.of(input_size=(6,), kernel_size=(3,), padding=1, padding_mode="reflect")
    with pytest.raises(InputError, match="is 6, with stride 2 it would be 3: is the stride left out"):
        check_grad_output(folded, np.ones((1, 1, 3)))


def test_channels_alone_say_nothing_of_strides():
    with pytest.raises(
        InputError, match=r"grad_output is 2 along out_channels where the layer has 1, got shape [^;]*$"
    ):
        check_grad_output(ConvSpec.of(input_size=(5, 5), kernel_size=3), np.ones((1, 2, 3, 3)))
