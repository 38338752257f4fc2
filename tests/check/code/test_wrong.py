"""What is wrong is called wrong, where it is, and the mistake is named."""

import ast
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from symconv import ConvSpec, check_function
from symconv.check.code.layers import large

SOURCE = (Path(__file__).parents[2] / "data" / "code" / "wrong.py").read_text(encoding="utf-8")
NAMES = {
    node.name for node in ast.parse(SOURCE).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
}
WRONG = {
    # function: what is wrong, the mistake that is named first, a part of what is said
    "empty_crop": ("grad_input", "empty-crop", "exactly those without padding"),
    "empty_crop_raises": ("call", "empty-crop", "exactly those without padding"),
    "stride_lost": ("grad_input", "no-dilation", "exactly those with a stride above 1"),
    "one_zero": ("grad_input", "wrong-dilation", "on 1 of 14 layers"),
    "padding_by_case": ("grad_input", "wrong-padding", "it has size 5x4 where 3x2 is needed"),
    "remainder": ("grad_input", "remainder-dropped", "exactly those with a remainder"),
    "remainder_raises": ("call", "remainder-dropped", "it raises ValueError"),
    "assigned": ("grad_input", "overwritten-overlap", "∂L/∂x_01 lacks ∂L/∂o_00·f_01"),
    "axes_exchanged": ("call", "axes-exchanged", "exactly those whose output is not square"),
    "past_the_buffer": ("grad_weight", "", ""),
    "masked": ("grad_input grad_weight grad_bias", "value-dependent", "not the sum of both results"),
    "clipped": ("grad_weight", "value-dependent", "at large"),
    "whole_numbers": ("grad_input", "value-dependent", "it returns int64 for float64"),
    "random_noise": ("grad_weight", "not-reproducible", "two equal calls give different results"),
    "kept_between_calls": ("grad_bias", "not-reproducible", "two equal calls give different results"),
    "unfilled": ("grad_weight", "unfilled", "NaN"),
    "changes_dout": ("call", "changes-argument", "it changes its argument dout"),
    "not_flipped": ("grad_input", "no-flip", "your code adds ∂L/∂o_00·f_00; the truth is ∂L/∂o_00·f_11"),
    "transposed_filter": ("grad_input", "transposed", "your code adds"),
    "padding_lost": ("grad_weight", "crop-forgotten", "exactly those with padding"),
    "one_channel": ("grad_input", "channels-not-summed", "exactly those with several filters"),
    "first_image": ("grad_weight", "missing-term", "exactly those with several images"),
    "strided_filter_gradient": ("grad_weight", "stride-dilation-swapped", "a stride above 1"),
    "bias_of_one_row": ("grad_bias", "missing-term", "lacks ∂L/∂o_10"),
    "minus": ("grad_weight", "wrong-factor", "lacks 2·"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_is_wrong_and_named(name: str, code: Callable) -> None:
    report = check_function(getattr(code("wrong"), name))
    where, mistake, said = WRONG[name]
    wrong = [one for one in report.statements if one.verdict == "wrong"]
    assert [one.told.target["tensor"] for one in wrong] == where.split()
    assert report.exit_code == 1
    assert said in wrong[0].message
    assert not mistake or wrong[0].mistakes[0].id == mistake
    assert wrong[0].told.counterexample["layer"]["kernel_size"]
    assert [
        (one.verdict, one.message) for one in report.statements if one not in wrong and one.verdict != "right"
    ] == []


def test_every_function_is_tested() -> None:
    assert set(WRONG) == NAMES
    assert len(NAMES) >= 20


def test_the_smallest_layer_is_shown(code: Callable) -> None:
    """``=`` for ``+=`` shows wherever windows overlap: on the smallest layer of the set already."""
    (wrong, *_) = check_function(code("wrong").assigned).statements
    assert wrong.told.counterexample["layer"]["input_size"] == [3, 4]
    assert wrong.told.counterexample["index"] == [0, 0, 0, 1]
    assert wrong.told.expected == "∂L/∂x_01 = ∂L/∂o_00·f_01 + ∂L/∂o_01·f_00"
    assert wrong.told.missing == ("∂L/∂o_00·f_01",)
    assert wrong.told.extra == ()


def test_layers_tell_right_from_wrong(code: Callable) -> None:
    report = check_function(code("wrong").empty_crop)
    tried = [row for row in report.layers if not row.not_tried]
    padded = [any(map(sum, row.layer["padding"])) for row in tried]
    assert [row.verdicts["dx"] == "right" for row in tried] == padded
    assert {row.verdicts["dw"] for row in tried} == {"right"}
    assert "its arguments do not tell the dilation" in {row.not_tried for row in report.layers}


STALE = {"1e308": 1e308, "-1e230": -1e230, "inf": np.inf, "nan": np.nan, "float32": np.float32(3e38)}
SMALL = ConvSpec.of(input_size=(3, 4), kernel_size=2, batch_size=2)
LARGE = ConvSpec.of(input_size=(12, 9), kernel_size=(5, 4), in_channels=3, out_channels=4, padding=2, batch_size=3)


@pytest.mark.parametrize("spec", [SMALL, LARGE], ids=["read whole", "sampled"])
@pytest.mark.parametrize("stale", STALE)
def test_what_memory_held_before(stale: str, spec: ConvSpec, code: Callable) -> None:
    """What was never filled in may hold anything; the judge computes with it without an overflow."""
    right = code("right").conv_backward_naive

    def partly_filled(dout, cache):
        dx, dw, db = right(dout, cache)
        return dx, np.full(dw.shape, STALE[stale]), db

    report = check_function(partly_filled, spec)
    verdicts = {one.told.target["tensor"]: one.verdict for one in report.statements}
    assert verdicts == {"grad_input": "right", "grad_weight": "wrong", "grad_bias": "right"}
    wrong = report.statements[1]
    assert ("NaN" in wrong.message) == (stale != "float32")


def test_a_forward_pass_of_what_memory_held(code: Callable) -> None:
    """It is no layer's, and no gradient is right because both overflow to infinity."""

    class Layer:
        def __init__(self, weight, bias, stride, padding):
            self.weight, self.bias, self.stride, self.padding = weight, bias, stride, padding

        def forward(self, x):
            self.x = x
            out = code("right").conv_forward_columns(x, self.weight, self.bias, self.stride, self.padding)[0]
            return np.full(out.shape, 1e308)

        def backward(self, dout):
            return np.full(self.x.shape, 1e308)

    assert check_function(Layer, SMALL).exit_code


def test_some_layer_pads_one_axis_alone() -> None:
    """``[:, :, p:-p, q:-q]`` is empty where one of the two is 0, also where the other is not."""
    plain = [spec for spec in large(2, {}) if max(spec.dilation) == spec.groups == 1]
    assert any(len({bool(sum(pair)) for pair in spec.padding}) == 2 for spec in plain)
