"""Operations of somebody's engine: on tensors of its own, sent an array, with results that are wrapped."""

from pathlib import Path

import pytest

from symconv.check.code import Options, check_file

NARROW = Options(given={"dilation": 1, "groups": 1, "stride": 1, "padding": 0, "kernel_size": 2})
ENGINE = '''import numpy as np

class Tensor:
    def __init__(self, data, requires_grad=False):
        self._numbers, self.grad, self.made_by = data, None, None

    def shape(self):
        return self._numbers.shape

    def backward(self, grad):
        self.made_by.backward(grad)

class Result:
    """What a layer of this engine returns: the output, and what was measured on the way."""

    def __init__(self, output):
        self.seconds, self.output = 0.0, output

class Convolution:
    """An operation: it runs on tensors, is sent an array, and adds to what the tensors have."""

    def forward(self, x, w, stride=1):
        self.x, self.w, self.stride = x, w, stride
        seen = np.lib.stride_tricks.sliding_window_view(x._numbers, w.shape()[2:], (2, 3))[:, :, ::stride, ::stride]
        return Tensor(np.einsum("nchwab,fcab->nfhw", seen, w._numbers))

    def backward(self, grad):
        for tensor in (self.x, self.w):
            tensor.grad = np.zeros(tensor.shape()) if tensor.grad is None else tensor.grad
        s, (k, l) = self.stride, self.w.shape()[2:]
        HALFWAY
        for i, j in np.ndindex(*grad.shape[2:]):
            at = np.s_[:, :, i * s : i * s + k, j * s : j * s + l]
            self.w.grad += np.tensordot(grad[:, :, i, j], self.x._numbers[at], (0, 0))
            self.x.grad[at] ADDS np.tensordot(grad[:, :, i, j], self.w._numbers, 1)

class Conv:
    """A layer that can only be called, and wraps its result; nothing says which of its tensors is the filter."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1):
        self._taps = Tensor(np.random.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.stride = stride

    def __call__(self, x):
        made_by = Convolution()
        output = made_by.forward(x, self._taps, self.stride)
        output.made_by = made_by
        return Result(output)
'''
HALFWAY = "self.w.grad += isinstance(grad, Tensor)"
"""Where it is sent a tensor, it fails only when the tensors have been changed."""


@pytest.mark.parametrize("name", ["Convolution", "Conv"])
@pytest.mark.parametrize(("adds", "expected"), [("+=", "right"), ("=", "wrong")])
@pytest.mark.parametrize("halfway", ["pass", HALFWAY])
def test_an_operation(name: str, adds: str, expected: str, halfway: str, tmp_path: Path) -> None:
    """What a way of sending ∂L/∂O back left behind before it failed does not count for the next way."""
    file = tmp_path / "operation.py"
    file.write_text(ENGINE.replace("ADDS", adds).replace("HALFWAY", halfway), encoding="utf-8")
    report = check_file(file, name, options=NARROW)
    verdicts = {one.told.target["tensor"]: one.verdict for one in report.statements}
    assert verdicts == {"grad_input": expected, "grad_weight": "right", "output": "right"}, report.to_json()
