"""Numbers through several layers: plain loops, differences, PyTorch, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest
from layers import refused
from stacks import SHORT, drawn, loss, moved, one_dimensional, stacks

import symconv
from symconv.numeric.through import Through
from symconv.spec import positions
from symconv.stack import Stack

IDENTITY = (lambda z: z, lambda z: z * 0 + 1)
SQUARE = (lambda z: z * z, lambda z: z * 2)


def gradients(stack: Stack, given: tuple, activation: object) -> Through:
    read, filters, biases, upstream = given
    return symconv.grads_through(stack, read, filters, upstream, activation, biases=biases)


@pytest.mark.parametrize("number", range(len(SHORT)))
def test_exact_differences_of_the_loss(number: int) -> None:
    """f(u) = u² on fractions: the loss moves by its gradient, up to squares of a tiny step."""
    stack = stacks()[number]
    read, filters, biases, upstream = given = drawn(stack, 10 + number)
    found = gradients(stack, tuple(_exact(each) for each in given), SQUARE)
    step = Fraction(1, 10**12)
    tensors = [(read, found.grad_input), *zip(filters, found.grad_weights, strict=True)]
    tensors += [(b, g) for b, g in zip(biases, found.grad_biases, strict=True) if b is not None]
    for array, gradient in tensors:
        assert gradient.shape == array.shape
        for index in positions(array.shape):
            ends = []
            for sign in (1, -1):
                other = moved(array, index, sign * step)
                changed = ([other if each is array else each for each in row] for row in (filters, biases))
                ends.append(loss(stack, (other if array is read else read, *changed, upstream), SQUARE[0]))
            assert abs((ends[0] - ends[1]) / (2 * step) - gradient[index]) < Fraction(1, 10**6)


def _exact(value: object) -> object:
    if isinstance(value, list):
        return [_exact(each) for each in value]
    return None if value is None else value.astype(object) + Fraction(0)


def test_every_small_pair_of_layers_is_linear_in_each_array() -> None:
    """⟨X, ∂L/∂X⟩ = ⟨F, ∂L/∂F⟩ = L where nothing but products stands between, on every small stack."""
    for number, stack in enumerate(one_dimensional()):
        given = drawn(stack, number)
        found = gradients(stack, given, IDENTITY)
        whole = loss(stack, given, IDENTITY[0])
        assert (found.grad_input * given[0]).sum() == whole
        for weight, gradient in zip(given[1], found.grad_weights, strict=True):
            assert (weight * gradient).sum() == whole
        assert found.deltas[-1] is not None
        assert found.grad_biases == (None, None)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("number", range(len(SHORT)))
def test_pytorch_agrees(number: int, activation: str) -> None:
    torch = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    stack = stacks()[number]
    read, filters, biases, upstream = drawn(stack, 20 + number)
    rng = np.random.default_rng(number)
    read, upstream = (array + rng.uniform(-0.4, 0.4, array.shape) for array in (read, upstream))
    filters = [array / 8 for array in filters]
    found = symconv.grads_through(stack, read, filters, upstream, activation, biases=biases)
    x = torch.tensor(read, requires_grad=True)
    weights = [torch.tensor(weight, requires_grad=True) for weight in filters]
    shifts = [None if b is None else torch.tensor(b, dtype=torch.float64, requires_grad=True) for b in biases]
    made = x
    for at, (layer, weight, bias) in enumerate(zip(stack.layers, weights, shifts, strict=True), 1):
        pads = [n for pair in reversed(layer.padding) for n in pair]
        conv = torch.nn.functional.conv1d if len(layer.stride) == 1 else torch.nn.functional.conv2d
        padded = torch.nn.functional.pad(made, pads)
        made = conv(padded, weight, bias, stride=layer.stride, dilation=layer.dilation, groups=layer.groups)
        if at < len(stack.layers):
            made = getattr(torch, activation)(made)
    made.backward(torch.tensor(upstream))
    np.testing.assert_allclose(found.grad_input, x.grad.numpy(), rtol=1e-10, atol=1e-12)
    for ours, theirs in zip(found.grad_weights, weights, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-10, atol=1e-12)
    for ours, theirs in zip(found.grad_biases, shifts, strict=True):
        assert (ours is None) == (theirs is None)
        if theirs is not None:
            np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-10, atol=1e-12)


def test_relu_at_zero_passes_nothing_and_dtypes_stay() -> None:
    stack = Stack.of({"input_size": 3, "kernel_size": 1}, {"kernel_size": 1, "stride": 2})
    x, one = np.array([[[0, -1, 2]]], np.float32), np.ones((1, 1, 1), np.float32)
    found = symconv.grads_through(stack, x, [one, one * 3], np.ones((1, 1, 2), np.float32))
    assert found.grad_input.tolist() == [[[0, 0, 3]]]
    assert found.deltas[0].tolist() == [[[0, 0, 3]]]
    assert {array.dtype for array in (found.grad_input, *found.grad_weights)} == {np.dtype(np.float32)}


def test_infinite_entries_do_not_spread_where_nothing_is_read() -> None:
    stack = Stack.of({"input_size": 4, "kernel_size": 1, "stride": 2}, {"kernel_size": 2})
    x = np.array([[[1.0, np.inf, 2.0, np.nan]]])
    found = symconv.grads_through(stack, x, [np.ones((1, 1, 1)), np.ones((1, 1, 2))], np.ones((1, 1, 1)))
    assert found.grad_input.tolist() == [[[1, 0, 1, 0]]]
    assert found.grad_weights[0].tolist() == [[[3]]]


def test_what_does_not_fit_is_refused() -> None:
    stack = Stack.of({"input_size": 4, "kernel_size": 2}, {"kernel_size": 2, "bias": True})
    x, f, g, b = np.ones((1, 1, 4)), np.ones((1, 1, 2)), np.ones((1, 1, 2)), np.ones(1)
    right = {"weights": [f, f], "grad_output": g, "biases": [None, b]}
    symconv.grads_through(stack, x, **right)
    for wrong, message in (
        ({"weights": [f]}, "weights has 1 arrays where the stack has 2 layers"),
        ({"biases": [b]}, "biases has 1 arrays where the stack has 2 layers"),
        ({"biases": [None, None]}, "the layer has a bias, and none was given"),
        ({"activation": "gelu"}, "activation must be one of relu, sigmoid, tanh, or f and f′, got 'gelu'"),
        ({"activation": (np.sum, np.sum)}, "f makes shape () of (1, 1, 3)"),
        ({"grad_output": np.ones((1, 1, 3))}, "grad_output"),
        ({"weights": [f, np.ones((1, 1, 3))]}, "weight"),
        ({"weights": [f, None]}, "weight has 0 axes"),
    ):
        assert message in str(refused(symconv.grads_through, stack, x, **{**right, **wrong}))
