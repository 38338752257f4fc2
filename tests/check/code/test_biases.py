"""∂L/∂b is judged by the forward pass as well: by what it does with its bias, and what it does beside its sums."""

import json
from pathlib import Path

import pytest

from symconv.check.code import Options, check_file
from symconv.check.code.vocabulary import roles
from symconv.check.report import Report

BIASES = Path(__file__).parents[2] / "data" / "code" / "biases.py"
NARROW = {"kernel_size": 2, "stride": 1, "padding": 0}
OWN = "db: it is right for the layer, but not the gradient of your own forward pass"
ALL = ("grad_input", "grad_weight", "grad_bias", "output")


def checked(name: str, **given: object) -> Report:
    """The report on a class or a function of the file."""
    return check_file(BIASES, name, options=Options(given={**NARROW, **given}))


def words(report: Report) -> tuple[str, ...]:
    """The verdicts on the gradients and on the output, each in one word."""
    found = {str(one.told.target["tensor"]): one.verdict.partition(" ")[0] for one in report.statements}
    return tuple(found.get(name, "") for name in ALL)


@pytest.mark.parametrize(
    ("name", "bias", "output", "said"),
    [
        ("Ignored", "wrong", "right", "it adds no bias, though it holds one, b"),
        ("IgnoredAndSaid", "right", "right", "it adds no bias, though it holds one, b"),
        ("Doubled", "wrong", "wrong", "o_00 has 2·b_0, and must have b_0"),
        ("FirstAlone", "wrong", "wrong", "o_0100 has none of it, and must have b_1"),
        ("Threshold", "right", "right", "it subtracts its bias"),
        ("Beside", "right", "right", "the forward pass is exact on"),
        ("Switched", "right", "right", "use_bias=True"),
        ("Replaced", "right", "right", "the forward pass is exact on"),
    ],
)
def test_what_becomes_of_the_bias(name: str, bias: str, output: str, said: str) -> None:
    report = checked(name)
    assert words(report) == ("right", "right", bias, output), report.to_json()
    assert said in json.dumps(report.to_json(), ensure_ascii=False)
    assert (bias == "wrong") == any(OWN in one.message for one in report.statements)
    assert "forward pass adds no bias" not in str(report.to_json())


def test_nobodys_gradient_is_right_under_an_assumption() -> None:
    report = checked("Absent")
    (one,) = (one for one in report.statements if one.told.target["tensor"] == "grad_bias")
    assert one.verdict == "right under an assumption"
    assert (
        "its forward pass adds no bias that was found: ∂L/∂b is that of one that is added after it" in one.assumptions
    )
    assert words(report) == ("right",) * 4


@pytest.mark.parametrize("name", ["Squared", "Bounded"])
def test_a_forward_pass_that_does_more_is_told(name: str) -> None:
    report = checked(name)
    verdicts = {one.verdict for one in report.statements}
    assert verdicts == {"right under an assumption"}
    assert all("more than a sum of products" in str(one.assumptions) for one in report.statements)


def test_both_passes_are_given_the_same_input() -> None:
    """A forward pass that is handed the padded input is none of a backward pass that is handed the input."""
    report = check_file(BIASES, "rows_backward", options=Options(given={"kernel_size": 2, "padding": 1}))
    assert "x_padded" not in str(report.to_json())
    assert "wrong" not in words(report)[:2], report.to_json()


def test_one_image_at_a_time_is_tried_with_several_channels() -> None:
    report = check_file(BIASES, "Summed", options=Options(given={"kernel_size": 3}))
    rows = [row for row in report.layers if "channels 3→4" in row.told and not row.not_tried]
    assert rows
    assert {row.verdicts["dx"] for row in rows} == {"wrong"}
    assert {row.verdicts["dw"] for row in rows} == {"right"}


def test_a_property_is_no_backward_pass() -> None:
    assert words(checked("Listed")) == ("right",) * 4


def test_code_for_square_images_is_judged_for_these() -> None:
    """Where its output happens to be square, its forward pass is right for images that are not."""
    report = check_file(BIASES, "OneSize", options=Options(given={"padding": 0}))
    assert words(report)[:2] == ("right", "right"), report.to_json()
    tried = [row.layer["input_size"] for row in report.layers if not row.not_tried]
    assert len(tried) >= 3
    assert all(len(set(sizes)) == 1 for sizes in tried)
    assert "judged for square images alone" in str(report.to_json())


def test_cubes_are_tried() -> None:
    report = check_file(BIASES, "Cubes", options=Options(given={"kernel_size": 2, "stride": 1, "padding": 0}))
    rows = [row for row in report.layers if not row.not_tried]
    assert {row.told: row.verdicts["dx"] for row in rows} == {
        "input 3×3×3, kernel 2×2×2, stride 1, padding 0": "right",
        "input 4×4×4, kernel 2×2×2, stride 1, padding 0": "right",
        "input 2×2×2, kernel 2×2×2, stride 1, padding 0, channels 2→3, images 2": "wrong",
    }


def test_misspelt_kernels_and_kinds_of_padding() -> None:
    assert "kernel_size" in roles("kernal_size")
    assert roles("padding_type") == ("pad",)
