"""The calls that are printed, run in the frameworks they are for, against plain loops."""

from types import ModuleType

import numpy as np
import pytest
from layers import FOLDED, LAYERS, TRANSPOSED, numbers, refused

from symconv import ConvSpec, framework_call
from symconv.transposed import Layer

KINDS: dict[str, Layer] = {
    **LAYERS,
    **{f"transposed {name}": layer for name, layer in TRANSPOSED.items()},
    **{f"folded {name}": layer for name, layer in FOLDED.items()},
}
every = pytest.mark.parametrize("layer", KINDS.values(), ids=KINDS)


def carried_out(layer: Layer, framework: str, array: object) -> dict[str, np.ndarray]:
    known = numbers(layer)
    given = {"x": known.input, "w": known.weight, "grad_output": known.grad_output}
    space = {name: array(numbers_) for name, numbers_ in given.items()}  # type: ignore[operator]
    space["b"] = array(np.arange(1, layer.out_channels + 1))  # type: ignore[operator]
    exec(framework_call(layer, framework), space)  # noqa: S102 - our own lines
    names = ("output", "grad_input", "grad_weight", *(["grad_bias"] if layer.bias else []))
    return {name: np.asarray(space[name]) for name in names}


def agrees(layer: Layer, made: dict[str, np.ndarray]) -> None:
    known = numbers(layer)
    bias = np.arange(1, layer.out_channels + 1).reshape(-1, *(1,) * len(layer.stride)) if layer.bias else 0
    expected = {"output": known.output + bias, "grad_input": known.grad_input, "grad_weight": known.grad_weight}
    expected["grad_bias"] = known.grad_bias
    for name, array in made.items():
        assert array.shape == expected[name].shape
        assert np.array_equal(array, expected[name]), name


@every
def test_torch(layer: Layer) -> None:
    torch: ModuleType = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    agrees(layer, carried_out(layer, "torch", lambda array: torch.tensor(array, dtype=torch.float64)))


@every
def test_jax(layer: Layer) -> None:
    jax: ModuleType = pytest.importorskip("jax", reason="needs jax (the peers extra)")
    with jax.enable_x64(True):
        agrees(layer, carried_out(layer, "jax", lambda array: jax.numpy.asarray(array, dtype="float64")))


def test_what_no_framework_has_is_refused() -> None:
    assert (
        str(refused(framework_call, ConvSpec.of(), "numpy")) == "framework must be one of torch, jax, tf, got 'numpy'"
    )
    four = ConvSpec.of(input_size=(3, 3, 3, 3), kernel_size=2)
    assert str(refused(framework_call, four, "torch")) == "torch has layers of at most 3 axes, this one has 4"
