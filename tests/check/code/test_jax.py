"""JAX: functions of its arrays, traced and compiled ones too."""

from pathlib import Path

import pytest

from symconv.check.code import Options, check_file

pytest.importorskip("jax", reason="needs jax (the peers extra)")

CODE = """
import jax
from jax import lax, numpy as jnp


def conv(x, weight, stride, padding):
    return lax.conv_general_dilated(x, weight, (stride, stride), [(padding, padding)] * 2)


def conv_backward(grad_output, x, weight, stride, padding):
    _, backward = jax.vjp(lambda x, weight: conv(x, weight, stride, padding), x, weight)
    return backward(grad_output)


def _written_out(grad_output, x, weight, stride, padding, flipped):
    '''The dilated gradient against the flipped filter, cut to the input; the input against the dilated gradient.'''
    kernel, size = weight.shape[2:], x.shape[2:]
    reached = [stride * (n - 1) + 1 for n in grad_output.shape[2:]]
    before = [k - 1 - padding for k in kernel]
    pads = [(b, n - (m + b - k + 1)) for b, n, m, k in zip(before, size, reached, kernel)]
    turned = jnp.swapaxes(weight[:, :, ::flipped, ::flipped], 0, 1)
    dx = lax.conv_general_dilated(grad_output, turned, (1, 1), pads, lhs_dilation=(stride, stride))
    ends = [m + k - 1 - n - padding for m, k, n in zip(reached, kernel, size)]
    dw = lax.conv_general_dilated(
        jnp.swapaxes(x, 0, 1), jnp.swapaxes(grad_output, 0, 1), (1, 1), [(padding, e) for e in ends],
        rhs_dilation=(stride, stride),
    )
    return dx, jnp.swapaxes(dw, 0, 1)


@jax.jit
def _right(grad_output, x, weight):
    return _written_out(grad_output, x, weight, 2, 0, -1)


def written_out(grad_output, x, weight):
    return _right(grad_output, x, weight)


def unflipped(grad_output, x, weight):
    return _written_out(grad_output, x, weight, 2, 0, 1)
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("jax") / "conv.py"
    path.write_text(CODE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "judged"), [("conv_backward", 3), ("written_out", 2)])
def test_right(name: str, judged: int, file: Path) -> None:
    """Both gradients; with a forward pass of its own the output, too."""
    report = check_file(file, name, options=Options(given={"stride": 2, "padding": 0, "kernel_size": 3}))
    assert [one.verdict for one in report.statements] == ["right"] * judged
    assert report.binding["layout"] == "NCHW, filter FCHW"


def test_wrong(file: Path) -> None:
    report = check_file(file, "unflipped", options=Options(given={"stride": 2, "padding": 0, "kernel_size": 3}))
    assert [one.verdict for one in report.statements] == ["wrong", "right"]
    assert report.statements[0].mistakes[0].id == "no-flip"


LAYER = """
import jax.numpy as jnp
from jax import lax, vjp

class Conv:
    def __init__(self, w, stride):
        self.w, self.stride = w, stride

    def run(self, x, w):
        return lax.conv_general_dilated(x, w, (self.stride, self.stride), "VALID")

    def forward(self, x):
        self.x = x
        return self.run(x, self.w)

    def backward(self, dout):
        _, back = vjp(self.run, self.x, self.w)
        dx, self.dw = back(dout)
        return dx * FACTOR
"""


@pytest.mark.parametrize(
    ("factor", "wanted"), [("1", "right"), ("2", "wrong"), ("(1 if float(dout.sum()) > -100 else 2)", "wrong")]
)
def test_a_class_is_compiled_where_it_can_be(factor: str, wanted: str, tmp_path: Path) -> None:
    """What looks at its numbers runs step by step, and is judged as it is."""
    path = tmp_path / "layer.py"
    path.write_text(LAYER.replace("FACTOR", factor), encoding="utf-8")
    report = check_file(path, "Conv", options=Options(given={"padding": 0, "kernel_size": 2, "stride": 1}))
    said = {str(one.told.target["tensor"]): one.verdict for one in report.statements}
    assert said == {"grad_input": wanted, "grad_weight": "right", "output": "right"}


ROUNDS = """
from jax import numpy as jnp


def conv(x, weight, bias):
    out = jnp.zeros((len(x), len(weight), x.shape[2] - weight.shape[2] + 1, x.shape[3] - weight.shape[3] + 1))
    for f in range(len(weight)):
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                window = x[:, :, i : i + weight.shape[2], j : j + weight.shape[3]]
                out = out.at[:, f, i, j].set((window * weight[f]).sum((1, 2, 3)) + bias[f])
    return out
"""


def test_a_loop_is_judged_in_time(tmp_path: Path) -> None:
    """Differentiated by JAX, operation by operation: some layers are sampled before the time is up."""
    file = tmp_path / "rounds.py"
    file.write_text(ROUNDS, encoding="utf-8")
    report = check_file(file, "conv")
    assert {one.verdict for one in report.statements} == {"right"}
    assert {str(one.told.target["tensor"]) for one in report.statements} >= {"grad_input", "grad_weight", "grad_bias"}
    assert any("(sampled)" in row.told and not row.not_tried for row in report.layers)
