"""A gradient with a known mistake in it is explained by that mistake, and the right one by none."""

import numpy as np
import pytest
from layers import FOLDED, numbers, padded_places

import symconv
from symconv import ConvSpec, FoldedSpec, grad_input, grad_weight
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


def test_with_folded_padding_the_fold_may_be_what_is_wrong() -> None:
    layer = FOLDED["rectangle"]
    known = numbers(layer)
    zeros = ConvSpec.of(
        input_size=(5, 4),
        kernel_size=(3, 2),
        stride=(2, 3),
        padding=((1, 4), (0, 3)),
        dilation=(1, 2),
    )
    other = FoldedSpec.of(padding_mode="replicate", **zeros.to_json())
    back = grad_input(layer.form, known.grad_output, known.weight)
    over = np.zeros_like(known.input)
    down, across = padded_places(layer)
    kept = {down[m]: m for m in (*range(1, 6), 0, *range(6, 10))}, {across[n]: n for n in range(7)}  # the last remains
    for i, j in np.ndindex(5, 4):
        over[0, 0, i, j] = back[0, 0, kept[0][i], kept[1][j]]
    flipped = grad_input(layer, known.grad_output, known.weight[..., ::-1, ::-1])
    given = (known.grad_output, known.weight)
    asked = {
        "cropped": grad_input(zeros, *given),
        "other-fold": grad_input(other, *given),
        "written-over": over,
        "no-flip": flipped,
    }
    for mistake, theirs in asked.items():
        assert explained(layer, "grad_input", theirs, given)[0].id == mistake
    assert explained(layer, "grad_input", known.grad_input, given) == []
    to_filter = grad_weight(zeros, known.input, known.grad_output)
    found = explained(layer, "grad_weight", to_filter, (known.input, known.grad_output))
    assert found[0].id == "padded-with-zeros"
