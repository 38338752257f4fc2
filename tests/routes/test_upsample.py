"""Upsampling and subsampling are adjoint: that is why zeros appear."""

import numpy as np
import pytest
from layers import LAYERS, numbers

from symconv import ConvSpec
from symconv.routes import FORWARD, GRAD_INPUT


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
@pytest.mark.parametrize("route", GRAD_INPUT)
def test_backward_is_the_adjoint_of_forward(route: str, layer: ConvSpec) -> None:
    """⟨g, C x⟩ = ⟨Cᵀ g, x⟩ in whole numbers, whatever x and g are."""
    truth = numbers(layer, seed=3)
    forward = FORWARD["decimation"](layer, truth.input, truth.weight)
    backward = GRAD_INPUT[route](layer, truth.grad_output, truth.weight)
    assert np.sum(truth.grad_output * forward) == np.sum(backward * truth.input)


@pytest.mark.parametrize("remainder", [0, 1, 2])
def test_trailing_zeros_stand_for_the_remainder(remainder: int) -> None:
    """N 5 + r, k 2, s 3: r entries at the end are read by nobody and get 0."""
    spec = ConvSpec.of(input_size=5 + remainder, kernel_size=2, stride=3)
    got = GRAD_INPUT["upsample"](spec, np.array([[[10, 100]]]), np.array([[[1, 2]]]))
    assert got.tolist() == [[[10, 20, 0, 100, 200] + [0] * remainder]]
