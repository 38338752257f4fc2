"""Layers that are told things by others: a layer before them, a network, a wrapper; and what these leave untold."""

import ast
from pathlib import Path

import pytest

from symconv.check.code import Options, check_file
from symconv.check.code.squares import square, square_image
from symconv.check.report import Report
from symconv.foreign.context import Neighbour
from symconv.foreign.plan import LAYER, built

WIRED = Path(__file__).parents[2] / "data" / "code" / "wired.py"
ODD = {"kernel_size": 3, "stride": 1}


def verdicts(report: Report) -> dict[str, str]:
    """Gradient, or ``output``, → its verdict in one word."""
    return {str(one.told.target["tensor"]): one.verdict.partition(" ")[0] for one in report.statements}


@pytest.mark.parametrize("name", ["Wired", "Asking"])
def test_a_layer_is_connected_to_one_before_it(name: str) -> None:
    report = check_file(WIRED, name, options=Options(given={"stride": 1}))
    assert verdicts(report) == dict.fromkeys(("grad_input", "grad_weight", "grad_bias", "output"), "right")
    assert "dw w - layer.weights[0]" in str(report.to_json())


def test_a_connected_layer_is_wrong_where_it_is() -> None:
    found = verdicts(check_file(WIRED, "Miswired", options=Options(given=ODD)))
    assert found == {"grad_input": "right", "grad_weight": "wrong", "grad_bias": "right", "output": "right"}


def test_what_failed_furthest_is_told() -> None:
    """``map`` refuses a number for the kernel when the class is built; a pair comes as far as its backward pass."""
    report = check_file(WIRED, "Stuck", options=Options(given={"kernel_size": 2, "stride": 1}))
    assert verdicts(report) == {"call": "unreadable"}
    message = report.statements[0].message
    assert "IndexError" in message
    assert "kernel_size=(kernel_size, kernel_size)" in message


def test_a_wrapper_without_a_name() -> None:
    found = verdicts(check_file(WIRED, "Logged", options=Options(given={"kernel_size": 2})))
    assert {found[name] for name in ("grad_input", "grad_weight", "output")} == {"right"}


def test_same_as_scipy_pads() -> None:
    right = check_file(WIRED, "Centred")
    assert {verdicts(right)[name] for name in ("grad_input", "grad_weight", "output")} == {"right"}
    assert "pads k//2 zeros before and (k−1)//2 after inside" in right.statements[0].message
    tried = [row.layer["kernel_size"] for row in right.layers if not row.not_tried]
    assert [2, 2] in tried
    assert [3, 3] in tried


def test_an_even_filter_one_place_off() -> None:
    report = check_file(WIRED, "CentredTwice")
    assert verdicts(report) | {"grad_bias": ""} == {
        "grad_input": "wrong",
        "grad_weight": "right",
        "grad_bias": "",
        "output": "right",
    }
    wrong = [row.layer["kernel_size"] for row in report.layers if row.verdicts.get("dx") == "wrong"]
    assert wrong
    assert all(any(size % 2 == 0 for size in sizes) for sizes in wrong)


def test_code_that_says_that_it_is_for_square_images() -> None:
    report = check_file(WIRED, "image_backward")
    assert set(verdicts(report).values()) == {"right"}, report.to_json()
    assert all("judged for square images alone" in note for one in report.statements for note in one.assumptions)
    tried = [row.layer["input_size"] for row in report.layers if not row.not_tried]
    assert len(tried) > 2
    assert all(high == wide for high, wide in tried)


def test_what_a_neighbour_tells() -> None:
    made = built({LAYER: {"output_shape": "x_shape:image"}}, {"x_shape:image": (2, 4, 5)})
    assert isinstance(made, Neighbour)
    assert (made.output_shape, made.get_output_shape(), made.learning_rate) == ((2, 4, 5), (2, 4, 5), 1.0)
    with pytest.raises(AttributeError):
        _ = made.__array__


@pytest.mark.parametrize(
    ("taken", "filters", "images"),
    [
        ("n, c, size, _ = x.shape", False, True),
        ("n, height, width, _ = x.shape", False, False),
        ("m, H_prev, W_prev, _ = a_prev.shape", False, False),
        ("f, _, c, _ = w.shape", True, False),
        ("kh, kw, c, _ = w.shape", False, False),
        ("k_height, k_width, c, _ = w.shape", False, False),
    ],
)
def test_which_sizes_are_read(taken: str, filters: bool, images: bool) -> None:
    """What is left out last is a size only where the other one has no name: channels come last, too."""
    tree = ast.parse(taken)
    assert (square(tree), square_image(tree)) == (filters, images)
