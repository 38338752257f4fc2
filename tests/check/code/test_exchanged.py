"""Transposed layers and folded padding in code: recognised by their forward pass, judged with their own mistakes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from layers import FOLDED, TRANSPOSED, meetings

from symconv.check.code import Options, check_file
from symconv.check.code.exact import expected
from symconv.check.code.meaning import Meaning
from symconv.check.report import Report

UPWARD = (Path(__file__).parents[2] / "data" / "code" / "upward.py").read_text(encoding="utf-8")
FEW = Options(given={"kernel_size": 3, "stride": 2, "batch_size": 1})
NAMES = {"output": "oxf", "grad_input": "xof", "grad_weight": "fox"}


def checked(folder: Path, name: str, options: Options, old: str = "", new: str = "") -> Report:
    assert old in UPWARD
    file = folder / "upward.py"
    file.write_text(UPWARD.replace(old, new) if old else UPWARD, encoding="utf-8")
    return check_file(file, name, options=options)


def verdicts(report: Report) -> dict[str, str]:
    return {str(one.told.target["tensor"]): one.verdict for one in report.statements}


KINDS = {f"transposed {name}": (layer, Meaning(transposed=True)) for name, layer in TRANSPOSED.items()} | {
    f"folded {name}": (layer, Meaning(fold=layer.padding_mode)) for name, layer in FOLDED.items()
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_coefficients_are_counted_by_loops(kind: str) -> None:
    layer, meaning = KINDS[kind]
    told = layer.form
    if meaning.fold:
        told = replace(told, input_size=layer.input_size, padding=layer.padding)
    if layer.form.most_terms > 3_000 or layer.batch_size is None:
        return
    sizes = {"o": layer.output_shape, "x": layer.input_shape, "f": layer.weight_shape}
    for name, order in NAMES.items():
        table = np.zeros([int(np.prod(sizes[letter])) for letter in order])
        for o, f, x in meetings(layer):
            at = {"o": o, "f": f, "x": x}
            table[tuple(int(np.ravel_multi_index(at[letter], sizes[letter])) for letter in order)] += 1
        assert np.array_equal(expected(told, name, meaning), table), name


OUT_FIRST = """
import numpy as np
from scipy.signal import convolve2d, correlate2d

class ConvTranspose2d:
    def __init__(self, in_channels, out_channels, kernel_size, stride):
        self.weight = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.output_shape, self.stride = np.ones(out_channels), stride

    def apart(self, image):
        spread = np.zeros([(size - 1) * self.stride + 1 for size in image.shape])
        spread[:: self.stride, :: self.stride] = image
        return spread

    def forward(self, x):
        self.x = [[self.apart(image) for image in maps] for maps in x]
        return np.array([[sum(map(convolve2d, maps, taps)) for taps in self.weight] for maps in self.x])

    def backward(self, dout):
        self.dw = np.array([[self.met(o, c) for c in range(len(self.x[0]))] for o in self.all_of(dout)])
        turned = self.weight.swapaxes(0, 1)
        return np.array([[sum(map(self.down, maps, taps)) for taps in turned] for maps in dout])

    def all_of(self, dout):
        return [dout[:, o] for o in range(dout.shape[1])]

    def met(self, upstream, c):
        return sum(correlate2d(g, maps[c], "valid") for maps, g in zip(self.x, upstream))

    def down(self, upstream, taps):
        return correlate2d(upstream, taps, "valid")[:: self.stride, :: self.stride]
"""
FLIPS = {
    "map(convolve2d": "map(correlate2d",
    "return correlate2d(up": "return convolve2d(up",
    'return sum(correlate2d(g, maps[c], "valid")': 'return sum(np.flip(correlate2d(g, maps[c], "valid"))',
}


@pytest.mark.parametrize("flips", [{}, FLIPS], ids=["in order", "turned over"])
def test_a_transposed_layer_whose_filter_names_its_outputs_first(tmp_path: Path, flips: dict[str, str]) -> None:
    """[out, in, height, width], with taps in their order, or turned over; no weight lies in what names a shape."""
    text = OUT_FIRST
    for old, new in flips.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "up.py").write_text(text, encoding="utf-8")
    report = check_file(tmp_path / "up.py", options=Options(given={"kernel_size": 2}))
    said = {tensor: verdict.partition(" ")[0] for tensor, verdict in verdicts(report).items()}
    assert said == {"grad_input": "right", "grad_weight": "right", "output": "right"}
    assert "transposed" in report.statements[0].message
    assert ("flips its filter" in report.statements[0].message) == bool(flips)


def test_a_right_transposed_layer_with_groups_and_output_padding(tmp_path: Path) -> None:
    report = checked(tmp_path, "conv_transpose_backward", Options())
    assert set(verdicts(report).values()) == {"right"}
    assert all("a transposed convolution" in one.message for one in report.statements)
    tried = [row for row in report.layers if row.verdicts]
    assert all("transposed, output" in row.told for row in tried)
    assert any("groups" in row.told for row in tried)
    assert any("dilation" in row.told for row in tried)
    assert any(row.told.startswith("transposed, output 6×6, kernel 3×3, stride 2") for row in tried)  # one is added


WRONG = {
    "a flip": ("near, w[c, :, u, v])", "near, w[c, :, -1 - u, -1 - v])", "grad_input", "needless-flip"),
    "a flip along one axis": ("near, w[c, :, u, v])", "near, w[c, :, -1 - u, v])", "grad_input", "needless-flip"),
    "steps of s + 1": (
        "    dx, dw = np.zeros(x.shape), np.zeros(w.shape)\n    for c",
        "    dx, dw = np.zeros(x.shape), np.zeros(w.shape)\n    s, g = s + 1, np.pad(g, [(0, 0)] * 2 + [(0, 9)] * 2)\n"
        "    for c",
        "grad_weight",
        "transposed-spread",
    ),
    "output padding in front": (
        "(p, p), (p, p)))\n    dx, dw",
        "(p + output_padding, p), (p + output_padding, p)))\n    dx, dw",
        "grad_input",
        "transposed-cut",
    ),
    "padding not put back": (
        "g = np.pad(dout, ((0, 0), (0, 0), (p, p), (p, p)))",
        "g = np.pad(dout, ((0, 0), (0, 0), (0, 2 * p), (0, 2 * p)))",
        "grad_weight",
        "transposed-cut",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_mistakes_of_a_transposed_layer(what: str, tmp_path: Path) -> None:
    old, new, tensor, mistake = WRONG[what]
    report = checked(tmp_path, "conv_transpose_backward", FEW, old, new)
    found = {str(one.told.target["tensor"]): one for one in report.statements}
    assert found[tensor].verdict == "wrong"
    assert [one.id for one in found[tensor].mistakes] == [mistake]
    assert found["output"].verdict == found["grad_bias"].verdict == "right"


def test_the_entry_that_differs_is_shown(tmp_path: Path) -> None:
    old, new, *_ = WRONG["a flip"]
    options = Options(given={"input_size": (3, 3), "kernel_size": 2, "stride": 1, "padding": 0, "dilation": 1})
    (dx, *_) = checked(tmp_path, "conv_transpose_backward", options, old, new).statements
    assert "in ∂L/∂x_00 your code adds ∂L/∂o_00·f_11, ∂L/∂o_01·f_10, ∂L/∂o_10·f_01" in dx.message
    assert "the truth is ∂L/∂o_00·f_00, ∂L/∂o_01·f_01, ∂L/∂o_10·f_10" in dx.message


def test_a_forward_pass_with_the_output_padding_in_front(tmp_path: Path) -> None:
    report = checked(tmp_path, "conv_transpose_backward", FEW, "first = 0", "first = output_padding")
    (ahead,) = [one for one in report.statements if one.told.target["tensor"] == "output"]
    assert (ahead.verdict, [one.id for one in ahead.mistakes]) == ("wrong", ["transposed-cut"])


def test_folded_padding_folded_back(tmp_path: Path) -> None:
    report = checked(tmp_path, "Reflecting", FEW)
    assert set(verdicts(report).values()) == {"right"}
    assert "your forward pass pads by reflect, and not with zeros" in report.statements[0].message


def test_folded_padding_that_is_cropped(tmp_path: Path) -> None:
    cropped = "return dxp[:, :, self.pad :, self.pad :][:, :, : self.x.shape[2], : self.x.shape[3]]"
    report = checked(tmp_path, "Reflecting", FEW, "return self.back(dxp)", cropped)
    found = verdicts(report)
    assert found == {"grad_input": "wrong", "grad_weight": "right", "grad_bias": "right", "output": "right"}
    assert [one.id for one in report.statements[0].mistakes] == ["fold-cropped"]
    assert "exactly those with padding" in report.statements[0].message
