"""Each array of each function is looked at: what does not belong to the layer is refused, and a list is an array."""

import numpy as np
import pytest

from symconv import ConvSpec, forward, grad_bias, grad_input, grad_weight
from symconv.errors import InputError

SPEC = ConvSpec.of(input_size=4, kernel_size=2, batch_size=None)
X, F, G = np.ones((2, 1, 4)), np.ones((1, 1, 2)), np.ones((2, 1, 3))
WRONG = {
    "input of forward": lambda: forward(SPEC, X[..., :3], F),
    "weight of forward": lambda: forward(SPEC, X, F[..., :1]),
    "grad_output of grad_input": lambda: grad_input(SPEC, G[..., :2], F),
    "weight of grad_input": lambda: grad_input(SPEC, G, F[..., :1]),
    "input of grad_weight": lambda: grad_weight(SPEC, X[..., :3], G),
    "grad_output of grad_weight": lambda: grad_weight(SPEC, X, G[..., :2]),
    "batches of grad_weight": lambda: grad_weight(SPEC, X, G[:1]),
    "grad_output of grad_bias": lambda: grad_bias(SPEC, G[..., :2]),
}


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG)
def test_what_does_not_belong_to_the_layer_is_refused(call):
    with pytest.raises(InputError):
        call()


def test_a_bias_may_be_a_list():
    spec = ConvSpec.of(input_size=1, kernel_size=1, bias=True)
    assert forward(spec, [[[3]]], [[[2]]], [0.5]).tolist() == [[[6.5]]]


def test_a_bias_gradient_in_float32_is_added_in_float64():
    """2²⁴ + 1 + 1, of which float32 would lose both ones."""
    grads = np.array([[[2**24, 1, 1]]], np.float32)
    answer = grad_bias(ConvSpec.of(input_size=4, kernel_size=2), grads)
    assert (answer.tolist(), answer.dtype) == ([2**24 + 2], np.float32)
