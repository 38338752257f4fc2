"""How code may arrange what it takes and gives: filters the other way round, lists, what a forward pass hands on."""

import re
from pathlib import Path
from typing import Any

import pytest

from symconv import ConvSpec
from symconv.check.code import Options, check_file
from symconv.check.code.layout import Layout
from symconv.check.code.meaning import Meaning
from symconv.check.code.recognise import Search
from symconv.check.code.settings import setting
from symconv.check.report import Report
from symconv.foreign.plan import Plan

SCATTER = """
import numpy as np

def places(dout, w, stride):
    for i, j in np.ndindex(*dout.shape[2:]):
        yield (i, j), np.s_[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]

def gather(x, w, stride):
    sizes = [(size - taps) // stride + 1 for size, taps in zip(x.shape[2:], w.shape[2:])]
    out = np.zeros((len(x), len(w), *sizes))
    for (i, j), at in places(out, w, stride):
        out[:, :, i, j] = np.tensordot(x[at], w, ((1, 2, 3), (1, 2, 3)))
    return out

def scatter(dout, x, w, stride):
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for (i, j), at in places(dout, w, stride):
        dx[at] += np.tensordot(dout[:, :, i, j], w, 1)
        dw += np.tensordot(dout[:, :, i, j], x[at], (0, 0))
    return dx, dw

"""
LAYER = """
class Layer:
    def __init__(self, w, stride):
        self.w, self.stride = w, stride

    def forward(self, x):
        self.x = x
        return gather(x, THERE, self.stride)

    def backward(self, dout):
        dx, dw = scatter(dout, self.x, THERE, self.stride)
        self.dw = BACK
        return dx
"""
HANDED = """
def conv_forward(x, w, stride, pad):
    wide = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    rows = 2 * wide
    return gather(wide, w, stride), wide, rows

def conv_backward(dout, wide, rows, w, stride, pad):
    dwide, dw = scatter(dout, rows / 2, w, stride)
    return dwide[:, :, pad : wide.shape[2] - pad, pad : wide.shape[3] - pad], dw

class Handing:
    def __init__(self, w, stride, pad):
        self.w, self.stride, self.pad = w, stride, pad

    def forward(self, x):
        out, wide, rows = conv_forward(x, self.w, self.stride, self.pad)
        return out, wide, rows

    def backward(self, dout, rows, wide):
        return conv_backward(dout, wide, rows, self.w, self.stride, self.pad)
"""
SEVERAL = """
def conv_backward_images(dout, x, w, stride):
    parts = [scatter(dout[n : n + 1], x[n : n + 1], w, stride) for n in range(len(x))]
    return [dx[0] for dx, _ in parts], sum(dw for _, dw in parts)

def conv_backward_listed(dout, inputs, strides):
    x, w = inputs
    return list(scatter(dout, x, w, strides[0]))

def conv_backward_keyed(dout, inputs):
    dx, dw = scatter(dout, inputs["x"], inputs["w"], inputs["stride"])
    return {"x": dx, "w": dw}

def conv_backward_repeated(dout, x, w, stride):
    dx, dw = scatter(dout, x, w, stride)
    return dx, len(x) * dw

def conv_backward_mixed(dout, x, w, stride):
    dx, dw = scatter(dout, x, w, stride)
    return np.broadcast_to(dx.sum(axis=0), dx.shape), dw

def conv_backward_exchanged(dout, x, w, stride):
    dx, dw = scatter(dout, x, w.transpose(0, 1, 3, 2), stride)
    return dx, dw.transpose(0, 1, 3, 2)
"""

ALONE = {"input_size": "3x4", "kernel_size": 2, "in_channels": 1, "out_channels": 1, "batch_size": 1}
"""Where something is wrong, every layer that shows it is read entry by entry: a small one shows it as well."""


def of(text: str, name: str, tmp_path: Path, **given: Any) -> Report:
    file = tmp_path / "layer.py"
    file.write_text(SCATTER + text, encoding="utf-8")
    return check_file(file, name, options=Options(given={"stride": 1, **given}))


@pytest.mark.parametrize(
    ("there", "back", "layout"),
    [
        ("self.w.transpose(0, 1, 3, 2)", "dw.transpose(0, 1, 3, 2)", "NCHW, filter FCWH"),
        ("self.w[..., ::-1, ::-1].swapaxes(0, 1)", "dw.swapaxes(0, 1)[..., ::-1, ::-1]", "NCHW, filter CFHW"),
    ],
)
def test_a_forward_pass_tells_how_its_filter_lies(there: str, back: str, layout: str, tmp_path: Path) -> None:
    report = of(LAYER.replace("THERE", there).replace("BACK", back), "Layer", tmp_path)
    assert {one.verdict for one in report.statements} == {"right"}
    assert report.binding["layout"] == layout
    unturned = LAYER.replace("THERE", there).replace("BACK", "dw.reshape(self.w.shape)")
    dw = of(unturned, "Layer", tmp_path, input_size="3x4", batch_size=1, groups=1).statements[1]
    assert (dw.told.target["tensor"], dw.verdict) == ("grad_weight", "wrong")


def test_without_a_forward_pass_exchanged_axes_are_an_assumption(tmp_path: Path) -> None:
    report = of(SEVERAL, "conv_backward_exchanged", tmp_path)
    assert {one.assumptions for one in report.statements} == {
        ("the axes of the filter are exchanged: its columns come first",)
    }


@pytest.mark.parametrize("name", ["conv_backward", "Handing"])
def test_what_a_forward_pass_hands_on(name: str, tmp_path: Path) -> None:
    """``rows`` is nothing that a layer tells: it comes from the forward pass, by its name."""
    report = of(HANDED, name, tmp_path)
    assert {one.verdict for one in report.statements} == {"right"}
    assert "rows=what its forward pass returns[2]" in report.binding["call"]
    assert "wide=what its forward pass returns[1]" in report.binding["call"]
    halved = of(HANDED.replace("rows / 2", "rows"), name, tmp_path, **ALONE)
    assert [one.verdict for one in halved.statements] == ["right", "wrong", "right"]


@pytest.mark.parametrize("name", ["conv_backward_images", "conv_backward_listed", "conv_backward_keyed"])
def test_lists_and_dictionaries(name: str, tmp_path: Path) -> None:
    report = of(SEVERAL, name, tmp_path)
    assert [one.verdict for one in report.statements] == ["right", "right"]


@pytest.mark.parametrize(("name", "at"), [("conv_backward_repeated", 1), ("conv_backward_mixed", 0)])
def test_a_sum_that_is_broadcast_over_the_images(name: str, at: int, tmp_path: Path) -> None:
    wrong = of(SEVERAL, name, tmp_path).statements[at]
    assert wrong.verdict == "wrong"
    assert [one.id for one in wrong.mistakes] == ["batch-broadcast"]
    alone = of(SEVERAL, name, tmp_path, **ALONE | {"batch_size": 3}).statements[at]
    assert [one.id for one in alone.mistakes] == ["batch-broadcast"]


def test_a_layer_that_is_called_depthwise(tmp_path: Path) -> None:
    """Its name says which layer is asked for first: it makes its filter itself, one for each channel."""
    text = """
class DepthwiseConv2D:
    def __init__(self, kernel_size, stride=1):
        self.kernel_size, self.stride, self.W = kernel_size, stride, None

    def build(self, input_shape):
        self.W = np.zeros((input_shape[1], 1, self.kernel_size, self.kernel_size))

    def forward(self, x):
        self.x = x
        return np.concatenate([gather(x[:, n : n + 1], w[None], self.stride) for n, w in enumerate(self.W)], axis=1)

    def backward(self, dout):
        each = range(len(self.W))
        parts = [scatter(dout[:, n : n + 1], self.x[:, n : n + 1], self.W[n : n + 1], self.stride) for n in each]
        self.dW = np.concatenate([dw for _, dw in parts])
        return np.concatenate([dx for dx, _ in parts], axis=1)
"""
    report = of(text, "DepthwiseConv2D", tmp_path)
    assert {one.verdict for one in report.statements} == {"right"}
    assert all(one.message.endswith("each channel has its own filter (depthwise)") for one in report.statements)


def test_the_size_of_a_filter_that_is_a_row_of_a_matrix() -> None:
    """``(in_channels, height, width)`` is told whatever the filter is stored as."""
    shapes = {"x": (2, 3, 5, 4), "w": (6, 3, 2, 1), "dout": (2, 6, 4, 4), "b": (6,)}
    layout = Layout(input="NCHW", weight="F|CHW", output="NFHW")
    told = ConvSpec.of(input_size=(5, 4), kernel_size=(2, 1), in_channels=3, out_channels=6, batch_size=2)
    assert setting(told, shapes, layout, ["w_shape:filter"]) == {"w_shape:filter": (3, 2, 1)}


MATRIX = """
class Layer:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        self.weights = np.zeros((out_channels, in_channels, kernel_size, kernel_size)).reshape(SHAPE)
        self.filters = in_channels, out_channels

    def taps(self, matrix):
        return AGAIN

    def forward(self, x):
        pads = [(0, 0), (0, 0)] + 2 * [(self.padding, self.padding)]
        self.wide = np.pad(x, pads)
        self.inside = np.s_[:, :, self.padding : x.shape[2] + self.padding, self.padding : x.shape[3] + self.padding]
        return gather(self.wide, self.taps(self.weights), self.stride)

    def backward(self, dout):
        dwide, dw = scatter(dout, self.wide, self.taps(self.weights), self.stride)
        self.dW = BACK
        return dwide[self.inside]
"""


@pytest.mark.parametrize(
    ("shape", "again", "back", "layout"),
    [
        ("out_channels, -1", "matrix.reshape(F, C, K, K)", "dw.reshape(F, -1)", "F|CHW"),
        ("-1, out_channels", "matrix.T.reshape(F, C, K, K)", "dw.reshape(F, -1).T", "CHW|F"),
    ],
)
def test_a_filter_that_is_kept_as_a_matrix_is_seen(
    shape: str, again: str, back: str, layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its size, when an object has been built: no other way of holding it is tried."""
    tries: list[str] = []
    usual = Search._try

    def counted(search: Search, plan: Plan, layout: Layout, meaning: Meaning) -> None:
        tries.append(layout.weight)
        usual(search, plan, layout, meaning)

    monkeypatch.setattr(Search, "_try", counted)
    parts = {"F": "self.filters[1]", "C": "self.filters[0]", "K": "self.kernel_size"}
    for letter, part in parts.items():
        again = re.sub(rf"\b{letter}\b", part, again)
    made = MATRIX.replace("SHAPE", shape).replace("AGAIN", again).replace("BACK", back.replace("F", "self.filters[1]"))
    (tmp_path / "conv.py").write_text(SCATTER + made, encoding="utf-8")
    report = check_file(tmp_path / "conv.py", "Layer")
    assert [one.verdict for one in report.statements][:2] == ["right", "right"]
    assert report.binding["layout"] == f"NCHW, filter {layout}"
    assert set(tries) == {layout}


ONE_CHANNEL = """
class Layer:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1):
        self.weights, self.stride = np.zeros((out_channels, in_channels, kernel_size, kernel_size)), stride

    def forward(self, x):
        self.x = x
        return gather(x, self.weights, self.stride)

    def backward(self, dout):
        dx, self.dW = np.zeros_like(self.x), scatter(dout, self.x, self.weights, self.stride)[1]
        for (i, j), at in places(dout, self.weights, self.stride):
            dx[at] += dout[:, :, i, j][..., None, None] * TAPS
        return dx
"""


@pytest.mark.parametrize(("taps", "verdict"), [("self.weights[:, 0]", "right"), ("2 * self.weights[:, 0]", "wrong")])
def test_what_raises_wherever_channels_differ(taps: str, verdict: str, tmp_path: Path) -> None:
    """The form of the call is known by layers of one channel, where ∂L/∂F is right; its error on others is its own."""
    path = tmp_path / "conv.py"
    path.write_text(SCATTER + ONE_CHANNEL.replace("TAPS", taps), encoding="utf-8")
    report = check_file(path, "Layer")
    told = {one.message.partition(":")[0]: one.verdict for one in report.statements}
    assert told["dx"] == verdict
    assert told["dw"] == "right"
    (raised,) = (one for one in report.statements if one.message.startswith("it raises ValueError"))
    assert raised.verdict == "wrong"
    assert report.exit_code == 1


def test_a_backward_pass_of_arguments_that_are_not_understood_is_not_judged_by_layers_of_one_channel(
    tmp_path: Path,
) -> None:
    """What raises may have been called otherwise than it is meant."""
    path = tmp_path / "conv.py"
    other = ONE_CHANNEL.replace("TAPS", "self.weights[:, 0]").replace("(self, dout)", "(self, dout, x)")
    path.write_text(SCATTER + other.replace("dout[:, :, i, j][..., None, None]", "x"), encoding="utf-8")
    report = check_file(path, "Layer")
    assert [one.verdict for one in report.statements] == ["unreadable"]
