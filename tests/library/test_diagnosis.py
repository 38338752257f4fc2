"""A gradient with a known mistake in it is explained by that mistake, and the right one by none."""

import numpy as np
import pytest

import symconv
from symconv.library.diagnosis import explained
from symconv.routes import FOLKLORE, GRAD_INPUT, GRAD_WEIGHT

SPEC = symconv.ConvSpec.of(
    input_size=(6, 7),
    kernel_size=(3, 2),
    stride=(2, 3),
    padding=((1, 0), (0, 1)),
    in_channels=2,
    out_channels=3,
    batch_size=2,
)
RNG = np.random.default_rng(7)
X, F, G = (RNG.standard_normal(shape) for shape in (SPEC.input_shape, SPEC.weight_shape, SPEC.output_shape))


def ids(name: str, theirs: np.ndarray) -> list[str]:
    given = (G, F) if name == "grad_input" else (X, G)
    return [mistake.id for mistake in explained(SPEC, name, theirs, given)]


def test_the_truth_needs_no_explanation() -> None:
    assert ids("grad_input", GRAD_INPUT["textbook"](SPEC, G, F)) == []
    assert ids("grad_weight", GRAD_WEIGHT["textbook"](SPEC, X, G)) == []


def test_a_flip_forgotten() -> None:
    turned = F[:, :, ::-1, ::-1]
    assert "no-flip" in ids("grad_input", GRAD_INPUT["scatter"](SPEC, G, turned))


def test_one_axis_flipped() -> None:
    assert "one-axis-flip" in ids("grad_input", GRAD_INPUT["scatter"](SPEC, G, F[:, :, ::-1]))


def test_padding_before_and_after_exchanged_is_not_called_a_flip() -> None:
    swapped = symconv.ConvSpec.of(**{**SPEC.to_json(), "padding": ((0, 1), (1, 0))})
    found = ids("grad_input", GRAD_INPUT["scatter"](swapped, G, F))
    assert "no-flip" not in found


def test_noise_is_explained_by_nothing() -> None:
    assert ids("grad_input", RNG.standard_normal(SPEC.input_shape)) == []
    assert ids("grad_weight", RNG.standard_normal(SPEC.weight_shape)) == []


def test_large_layers_are_not_diagnosed() -> None:
    large = symconv.ConvSpec.of(input_size=(512, 512), kernel_size=(7, 7), in_channels=8, out_channels=8)
    nothing = np.zeros((1, 8, 512, 512))
    assert explained(large, "grad_input", nothing, (nothing, nothing)) == []


@pytest.mark.parametrize("route", ["recipe", "strided"])
def test_believed_forms_of_the_right_shape_are_found(route: str) -> None:
    spec = symconv.ConvSpec.of(input_size=(5, 7), kernel_size=(3, 3), padding=1, stride=1)
    grads, weight = RNG.standard_normal(spec.output_shape), RNG.standard_normal(spec.weight_shape)
    believed = FOLKLORE[route](spec, grads, weight)[..., :5, :7]
    assert explained(spec, "grad_input", believed, (grads, weight))
