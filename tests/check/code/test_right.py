"""What is right is called right, in whatever style it is written."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from symconv import check_function

SOURCE = (Path(__file__).parents[2] / "data" / "code" / "right.py").read_text(encoding="utf-8")
NAMES = [
    node.name
    for node in ast.parse(SOURCE).body
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and "forward" not in node.name
]
ALL = {"grad_input", "grad_weight", "grad_bias"}
RETURNED = {
    "conv_backward_weight_only": {"grad_weight"},
    "conv_backward_fft": {"grad_input", "grad_weight"},
    "Conv3x3": {"grad_weight"},
}
FORWARD = {"conv_backward_columns", "Convolution", "Conv2D", "ParameterLayer"}
"""Those with a forward pass of their own, which decides and is judged as well."""

TRIED = {
    # without a stride or a padding to hand over, fewer layers can be asked for; with dilation and groups, all
    "backward_of_unknown_names": 9,
    "conv_backward_fft": 9,
    "correlate_backward_image": 9,
    "conv1d_backward": 18,
    "conv_backward_channels_last": 21,
    "conv_backward_weight_only": 21,
    "Conv2D": 21,
    "ParameterLayer": 21,
    "StepLayer": 6,
    "Conv3x3": 5,
    "conv_backward_whole": 28,
}
ASSUMED = {
    "conv_backward_mean": ["", "dw is averaged over the batch: 1/N of the sum", "db is averaged over the batch"],
    "conv_backward_fft": ["its coefficients are whole numbers but for rounding"] * 2,
}
LAYOUTS = {
    "conv_backward_channels_last": "NHWC, filter HWCF",
    "correlate_backward_image": "HW, filter HW",
    "StepLayer": "CHW, filter FCHW",
    "Conv3x3": "HW, filter FHW",
    "conv1d_backward": "NCW, filter FCW",
}


@pytest.mark.parametrize("name", NAMES)
def test_right_is_right(name: str, code: Callable) -> None:
    report = check_function(getattr(code("right"), name))
    ahead = {"output"} if name in FORWARD else set()
    assert {one.told.target["tensor"] for one in report.statements} == RETURNED.get(name, ALL) | ahead
    assert {one.verdict.split()[0] for one in report.statements} == {"right"}
    assert report.exit_code == 0
    assert sum(not row.not_tried for row in report.layers) == TRIED.get(name, 24)
    assert report.binding["layout"] == LAYOUTS.get(name, "NCHW, filter FCHW")
    notes = [" ".join(one.assumptions) for one in report.statements]
    assert all(note.startswith(wanted) for note, wanted in zip(notes, ASSUMED.get(name, notes), strict=True))
    assert name in ASSUMED or not any(notes)


def test_enough_styles() -> None:
    assert len(NAMES) >= 15
