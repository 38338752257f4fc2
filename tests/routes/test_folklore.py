"""What is widely believed, counted: where the recipe is right, where it is silently wrong."""

import numpy as np
import pytest
from layers import Numbers, numbers, one_axis_grid

from symconv import ConvSpec
from symconv.algebra.chain_rule import differentiate
from symconv.proof.entrywise import prove_routes
from symconv.routes import FOLKLORE


@pytest.fixture(scope="module")
def grid() -> list[tuple[ConvSpec, Numbers]]:
    return [(spec, numbers(spec)) for spec in one_axis_grid()]


def test_the_recipe_on_every_one_axis_layer(grid: list[tuple[ConvSpec, Numbers]]) -> None:
    results = [(truth.grad_input, FOLKLORE["recipe"](spec, truth.grad_output, truth.weight)) for spec, truth in grid]
    shapes = [truth.shape == got.shape for truth, got in results]
    right = [np.array_equal(truth, got) for truth, got in results]
    assert len(right) == 2296
    assert sum(right) == 120
    assert right.count(False) == 2176
    assert sum(shape and not good for shape, good in zip(shapes, right, strict=True)) == 181


def test_the_recipe_is_right_without_padding_dilation_and_remainder(grid: list[tuple[ConvSpec, Numbers]]) -> None:
    for spec, truth in grid:
        (axis,) = spec.axes
        reach = axis.dilation * (axis.kernel_size - 1)
        simple = axis.before == 0 and reach == axis.kernel_size - 1 and axis.remainder == 0
        got = FOLKLORE["recipe"](spec, truth.grad_output, truth.weight)
        assert np.array_equal(got, truth.grad_input) == simple, spec


def test_silently_wrong_by_hand() -> None:
    """N 2, k 2, s 3, p 1: one output reads (padding, x_0); f = (1, 2), g = (10)."""
    spec = ConvSpec.of(input_size=2, kernel_size=2, stride=3, padding=1)
    got = FOLKLORE["recipe"](spec, np.array([[[10]]]), np.array([[[1, 2]]]))
    assert got.tolist() == [[[10, 20]]]
    truth = numbers(spec)
    assert truth.grad_input.tolist() == [[[int(truth.grad_output[0, 0, 0] * truth.weight[0, 0, 1]), 0]]]


def test_the_prover_agrees_with_the_integers(grid: list[tuple[ConvSpec, Numbers]]) -> None:
    for spec, truth in grid[::7]:
        (proof,) = prove_routes(differentiate(spec), "grad_input", {"recipe": FOLKLORE["recipe"]})
        got = FOLKLORE["recipe"](spec, truth.grad_output, truth.weight)
        assert proof.holds == np.array_equal(got, truth.grad_input), spec


def test_the_strided_convolution_is_the_gradient_only_at_stride_1(grid: list[tuple[ConvSpec, Numbers]]) -> None:
    right = {
        spec.stride[0]
        for spec, truth in grid
        if spec.kernel_size[0] > 1
        and np.array_equal(FOLKLORE["strided"](spec, truth.grad_output, truth.weight), truth.grad_input)
    }
    assert right == {1}


def test_the_stride_1_form_taken_over_is_right_at_stride_1_and_only_there(
    grid: list[tuple[ConvSpec, Numbers]],
) -> None:
    """With one output there is no distance to lose; with more there is."""
    several = [(spec, truth) for spec, truth in grid if truth.grad_output.shape[2] > 1]
    for spec, truth in several:
        got = FOLKLORE["undilated"](spec, truth.grad_output, truth.weight)
        assert np.array_equal(got, truth.grad_input) == (spec.stride == (1,)), spec
    assert len({spec.stride for spec, _ in several}) == 4


def test_the_stride_1_form_by_hand() -> None:
    """N 5, k 3, s 2: x_2 gets o_0·f_2 + o_1·f_0, but where outputs touch it gets o_0·f_2 + o_1·f_1."""
    spec = ConvSpec.of(input_size=5, kernel_size=3, stride=2)
    got = FOLKLORE["undilated"](spec, np.array([[[10, 100]]]), np.array([[[1, 2, 3]]]))
    assert got.tolist() == [[[10, 120, 230, 300]]]
