"""PyTorch: functions of tensors, and its own functions with a backward pass."""

from pathlib import Path

import pytest

from symconv.check.code import Options, check_file

pytest.importorskip("torch", reason="needs torch (the peers extra)")

CODE = """
import torch
from torch.nn import functional
from torch.nn.grad import conv2d_input, conv2d_weight


def conv_backward(grad_output, x, weight, stride, padding):
    dx = conv2d_input(x.shape, weight, grad_output, stride=stride, padding=padding)
    return dx, conv2d_weight(x, weight.shape, grad_output, stride=stride, padding=padding)


def conv_backward_transposed(grad_output, x, weight, stride, padding):
    '''Without output_padding: the remainder is lost.'''
    dx = functional.conv_transpose2d(grad_output, weight, stride=stride, padding=padding)
    return dx, conv_backward(grad_output, x, weight, stride, padding)[1]


class Convolution(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, stride, padding):
        ctx.save_for_backward(x, weight)
        ctx.geometry = stride, padding
        return functional.conv2d(x, weight, None, stride, padding)

    @staticmethod
    def backward(ctx, grad_output):
        return (*conv_backward(grad_output, *ctx.saved_tensors, *ctx.geometry), None, None)


class Handed(torch.nn.Module):
    '''No parameters: it is handed its filter. What the framework calls ``backward`` hooks are no passes of it.'''

    def __init__(self, weight, bias, stride):
        super().__init__()
        self.weight, self.bias, self.stride = weight, bias, stride

    def forward(self, x):
        return functional.conv2d(x, self.weight, self.bias, self.stride)
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("torch") / "conv.py"
    path.write_text(CODE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "judged"), [("conv_backward", 2), ("Convolution", 3), ("Handed", 4)])
def test_right(name: str, judged: int, file: Path) -> None:
    """Both gradients; of a function with a forward pass of its own the output, too."""
    report = check_file(file, name, options=Options(given={"stride": 2, "kernel_size": 2}))
    assert [one.verdict for one in report.statements] == ["right"] * judged
    assert report.binding["layout"] == "NCHW, filter FCHW"


def test_wrong(file: Path) -> None:
    report = check_file(file, "conv_backward_transposed", options=Options(given={"stride": 2, "padding": 0}))
    assert [one.verdict for one in report.statements] == ["wrong", "right"]
    assert report.statements[0].mistakes[0].id == "remainder-dropped"
