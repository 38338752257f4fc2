"""The layer that is meant: decided by a forward pass, or asked for before anything is called wrong."""

import re
from pathlib import Path

import pytest

from symconv.check.code import Options, check_file

CODE = Path(__file__).parents[2] / "data" / "code"
ASSUMED = {
    "conv_backward_of_stride_two": "the layer has stride 2, which no argument tells",
    "conv_backward_same": "the layer pads k//2 zeros on each side inside, which no argument tells",
    "conv_backward_depthwise": "each channel has its own filter (depthwise)",
    "conv_backward_flipped": "the layer flips its filter: a true convolution",
    "upconv_backward": "the layer is a transposed convolution",
}


@pytest.mark.parametrize("name", ASSUMED)
def test_right_for_another_layer(name: str) -> None:
    report = check_file(CODE / "meant.py", name)
    assert {one.verdict for one in report.statements} == {"right under an assumption"}
    assert {note for one in report.statements for note in one.assumptions} == {ASSUMED[name]}
    assert report.exit_code == 0


def test_a_forward_pass_that_flips() -> None:
    report = check_file(CODE / "meant.py", "blur_backward")
    assert {one.verdict for one in report.statements} == {"right"}
    assert "your forward pass flips its filter: a true convolution" in report.statements[0].message


def test_a_backward_pass_of_another_forward_pass() -> None:
    """∂L/∂X and ∂L/∂F are right for a correlation; this forward pass is none."""
    report = check_file(
        CODE / "meant.py",
        "Flips",
        options=Options(given={"stride": 1, "kernel_size": 2, "input_size": "3x4", "batch_size": 1}),
    )
    verdicts = {str(one.told.target["tensor"]): one.verdict for one in report.statements}
    assert verdicts == {"grad_input": "wrong", "grad_weight": "wrong", "output": "right"}
    assert report.statements[0].told.counterexample["layer"]["kernel_size"] == [2, 2]


def test_a_forward_pass_that_pads_on_one_side() -> None:
    report = check_file(CODE / "meant.py", "PadsBefore")
    said = {str(one.told.target["tensor"]): one for one in report.statements}
    assert {name: one.verdict for name, one in said.items()} == {
        "grad_input": "wrong",
        "grad_weight": "wrong",
        "grad_bias": "right",
        "output": "wrong",
    }
    assert "it pads 2 before and 0 after, where 1 on each side was told" in said["output"].message
    assert "right for the layer, but not the gradient of your own forward pass" in said["grad_input"].message
    wrong = [row.layer["padding"] for row in report.layers if row.verdicts.get("o") == "wrong"]
    assert all(any(map(sum, padding)) for padding in wrong)


def test_a_forward_pass_that_loses_its_bias() -> None:
    report = check_file(CODE / "meant.py", "LosesBias", options=Options(given={"padding": 0, "kernel_size": 2}))
    said = {str(one.told.target["tensor"]): one for one in report.statements}
    assert said["output"].message == "the forward pass leaves out the bias that it is handed"
    assert {said[name].verdict for name in ("grad_input", "grad_weight")} == {"right"}
    assert said["grad_bias"].verdict == "wrong"
    assert "right for the layer, but not the gradient of your own forward pass" in said["grad_bias"].message


def test_what_is_fixed_in_the_code() -> None:
    report = check_file(CODE / "meant.py", "conv_backward_fixed_crop")
    assert [one.verdict for one in report.statements] == ["wrong", "right"]
    assert "exactly those with a padding above 1" in report.statements[0].message
    assert {row.told for row in report.layers if row.verdicts.get("dx") == "wrong"} == {
        "input 2×3, kernel 3×3, stride 1, padding 2",
        "input 12×9, kernel 5×4, stride 1, padding 2, channels 3→4, images 3 (sampled)",
        "input 12×9, kernel 5×5, stride 1, padding 2, channels 3→4, images 3 (sampled)",
    }


def test_what_only_larger_layers_show() -> None:
    report = check_file(CODE / "meant.py", "conv_backward_large_kernels")
    assert [one.verdict for one in report.statements] == ["wrong", "right"]
    assert {row.told for row in report.layers if row.verdicts.get("dx") == "wrong"} == {
        "input 12×9, kernel 5×4, stride 1, padding 0, channels 3→4, images 3 (sampled)",
        "input 12×9, kernel 5×5, stride 1, padding 0, channels 3→4, images 3 (sampled)",
    }
    assert re.search(r"at ∂L/∂o\[.*\] = 1 and 0 elsewhere, dx\[.*\] is 0, not 1", report.statements[0].message)


def test_code_may_refuse_a_layer() -> None:
    report = check_file(CODE / "meant.py", "conv_backward_refusing")
    assert report.exit_code == 0
    refused = {row.not_tried for row in report.layers if "stride 2" in row.told}
    assert "the code refuses it: NotImplementedError: stride 1 alone" in refused


def test_the_gradient_of_a_padded_input(tmp_path: Path) -> None:
    """Who is handed the padded input may give back its gradient; that it is not cropped is told, and no mistake."""
    file = tmp_path / "padded.py"
    text = """import numpy as np

def conv_backward(dout, x_padded, w, stride, pad):
    dx, dw = np.zeros_like(x_padded), np.zeros_like(w)
    for i, j in np.ndindex(*dout.shape[2:]):
        at = np.s_[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        dx[at] += np.tensordot(dout[:, :, i, j], w, 1)
        dw += np.tensordot(dout[:, :, i, j], x_padded[at], (0, 0))
    return CROPPED, dw
"""
    asked = Options(given={"kernel_size": 3, "stride": 1})
    for cropped, note in (
        ("dx", "dx is that of the padded input"),
        ("dx[:, :, pad:-pad, pad:-pad] if pad else dx", ""),
    ):
        file.write_text(text.replace("CROPPED", cropped), encoding="utf-8")
        dx, dw = check_file(file, "conv_backward", options=asked).statements
        assert [dx.verdict, dw.verdict] == ["right under an assumption" if note else "right", "right"]
        assert note in " ".join(dx.assumptions)
    file.write_text(text.replace("CROPPED", "dx").replace("dx[at] +=", "dx[at] ="), encoding="utf-8")
    assert check_file(file, "conv_backward", options=asked).statements[0].verdict == "wrong"
