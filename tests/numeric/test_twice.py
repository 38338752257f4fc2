"""Backward through backward, against SymPy on symbols, plain loops on integers, and PyTorch's double backward."""

from typing import Any

import numpy as np
import pytest
import sympy
from layers import LAYERS, TRANSPOSED, meetings, refused

import symconv
from symconv import ConvSpec, TransposedSpec
from symconv.errors import InputError

Layer = ConvSpec | TransposedSpec
BOTH: dict[str, Layer] = {**LAYERS, **{f"transposed {name}": layer for name, layer in TRANSPOSED.items()}}
every = pytest.mark.parametrize("layer", BOTH.values(), ids=BOTH)


def shapes(layer: Layer) -> dict[str, tuple[int, ...]]:
    found = {"grad_output": layer.output_shape, "input": layer.input_shape, "weight": layer.weight_shape}
    found |= {"grad_grad_input": layer.input_shape, "grad_grad_weight": layer.weight_shape}
    return found | ({"grad_grad_bias": (layer.out_channels,)} if layer.bias else {})


def by_loops(layer: Layer, at: dict[str, Any]) -> tuple[np.ndarray, ...]:
    """S = Σ U·(∂L/∂X) + Σ V·(∂L/∂F) + Σ t·(∂L/∂b), each product of three differentiated by hand."""
    to_grads, to_maps, to_filters = (np.zeros(layer_shape, object) for layer_shape in list(shapes(layer).values())[:3])
    for o, w, i in meetings(layer):
        to_grads[o] += at["grad_grad_input"][i] * at["weight"][w] + at["input"][i] * at["grad_grad_weight"][w]
        to_maps[i] += at["grad_output"][o] * at["grad_grad_weight"][w]
        to_filters[w] += at["grad_output"][o] * at["grad_grad_input"][i]
    if layer.bias:
        to_grads += at["grad_grad_bias"].reshape(-1, *(1,) * len(layer.stride))
    return to_grads, to_maps, to_filters


@every
def test_integers_are_exact(layer: Layer) -> None:
    draw = np.random.default_rng(2)
    given = {name: draw.integers(-99, 99, shape) for name, shape in shapes(layer).items()}
    for found, expected in zip(symconv.grad_grad(layer, **given), by_loops(layer, given), strict=True):
        assert found.dtype == np.int64
        assert np.array_equal(found, expected)


@pytest.mark.parametrize("name", ["signal", "transposed signal", "transposed stride equals kernel"])
def test_sympy_differentiates_the_loss_of_the_gradients(name: str) -> None:
    """S of symbols: its derivatives by every entry, against the maps applied to arrays of the same symbols."""
    layer = BOTH[name]
    symbols = {
        tensor: np.array(sympy.symbols(f"{tensor}_:{np.prod(shape)}"), object).reshape(shape)
        for tensor, shape in shapes(layer).items()
    }
    x, w, g = symbols["input"], symbols["weight"], symbols["grad_output"]
    first = symconv.grad_input(layer, g, w), symconv.grad_weight(layer, x, g)
    loss = sum((symbols["grad_grad_input"] * first[0]).ravel()) + sum((symbols["grad_grad_weight"] * first[1]).ravel())
    found = symconv.grad_grad(layer, **symbols)
    for tensor, array in zip((g, x, w), found, strict=True):
        for symbol, entry in zip(tensor.ravel(), array.ravel(), strict=True):
            assert sympy.expand(sympy.diff(loss, symbol) - entry) == 0


@every
def test_pytorch_agrees(layer: Layer) -> None:
    torch = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    around = [n for pair in reversed(layer.padding) for n in pair]
    if len(layer.stride) > 3:
        pytest.skip("PyTorch has at most three axes")
    draw = np.random.default_rng(4)
    at = {name: draw.standard_normal(shape) for name, shape in shapes(layer).items()}
    x, w, g = (torch.tensor(at[name], requires_grad=True) for name in ("input", "weight", "grad_output"))
    b = torch.zeros(layer.out_channels, dtype=torch.float64, requires_grad=True)
    options = {"stride": layer.stride, "dilation": layer.dilation, "groups": layer.groups}
    if isinstance(layer, TransposedSpec):
        made = getattr(torch.nn.functional, f"conv_transpose{len(layer.stride)}d")(x, w, None, **options)
        pairs = zip(layer.padding, layer.output_padding, strict=True)
        cut = [n for (before, after), extra in reversed(list(pairs)) for n in (-before, extra - after)]
        output = torch.nn.functional.pad(made, cut) + b.reshape(-1, *(1,) * len(layer.stride))
    else:
        padded = torch.nn.functional.pad(x, around)
        output = getattr(torch.nn.functional, f"conv{len(layer.stride)}d")(padded, w, b, **options)
    given = [x, w, *([b] if layer.bias else [])]
    first = torch.autograd.grad(output, given, g, create_graph=True)
    names = ("grad_grad_input", "grad_grad_weight", "grad_grad_bias")
    loss = sum((torch.tensor(at[name]) * each).sum() for name, each in zip(names, first, strict=False))
    theirs = torch.autograd.grad(loss, (g, x, w))
    for ours, tensor in zip(symconv.grad_grad(layer, **at), theirs, strict=True):
        np.testing.assert_allclose(ours, tensor.numpy(), atol=1e-11)


def test_what_is_left_out_counts_as_nothing() -> None:
    layer = TRANSPOSED["channels"]
    draw = np.random.default_rng(6)
    given = {name: draw.integers(-9, 9, shape) for name, shape in shapes(layer).items()}
    known = {name: given[name] for name in ("grad_output", "input", "weight")}
    whole = symconv.grad_grad(layer, **given)
    parts = [
        symconv.grad_grad(layer, **known, **{name: given[name]})
        for name in ("grad_grad_input", "grad_grad_weight", "grad_grad_bias")
    ]
    for total, *each in zip(whole, *parts, strict=True):
        assert np.array_equal(total, sum(each))
    assert not any(array.any() for array in symconv.grad_grad(layer, **known))


def test_arrays_of_another_shape_are_refused() -> None:
    layer = LAYERS["signal"]
    at = {name: np.ones(shape) for name, shape in shapes(layer).items()}
    for wrong, message in (
        ({"grad_grad_input": np.ones((1, 1, 2))}, "grad_grad_input has shape (1, 1, 2) where (1, 1, 9) is right"),
        ({"grad_grad_weight": np.ones(3)}, "grad_grad_weight has shape (3,) where (1, 1, 3) is right"),
        (
            {"grad_grad_bias": np.ones(1)},
            "the layer has no bias, and grad_grad_bias was given; make the layer with bias=True",
        ),
        ({"input": np.ones((1, 1, 8))}, "input is 8 along axis 0 where the layer has 9, got shape (1, 1, 8)"),
    ):
        error = refused(symconv.grad_grad, layer, **{**at, **wrong})
        assert (type(error), str(error)) == (InputError, message)
