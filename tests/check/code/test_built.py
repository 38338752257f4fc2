"""Classes as people build them: how many words a constructor may have, where weights lie, what a step says."""

import json
from pathlib import Path

import pytest

from symconv.check.code import Options, check_file
from symconv.check.code.preparing import preparations
from symconv.check.code.source import Shown
from symconv.check.report import Report

BUILT = Path(__file__).parents[2] / "data" / "code" / "built.py"
NARROW = {"kernel_size": 2}
ONE = {**NARROW, "input_size": "3x4", "stride": 1, "in_channels": 1, "out_channels": 1, "batch_size": 1}
"""Where something is wrong, every layer that shows it is read entry by entry: a small one shows it as well."""
RIGHT = {
    # class: what its layer is said to be, or what was made up for it
    "Counted": "",
    "Untied": "the layer has a bias of its own at each place of its output",
    "Matrix": "filter F|CHW",
    "Activated": "activation='linear'",
    "Made": "weight_init_fn=a function that makes zeros",
    "OnCuda": "NumPy has no np.int any more; Python's int stands in for it",
    "Rectified": "the layer ends in an activation; it was judged where this lets all through",
    "Unrectified": "it does not go back through its activation: ∂L/∂O is taken to be that before it",
    "Handed": "with .input = x, .output_grad = dout; .backward_pass()",
    "Channels": "HWC, filter CFHW",
    "Called": "dw layer.gradient_w",
    "Connected": "track_history=False",
    "Operation": "Operation.backward(ctx=ctx, dout=dout)",
    "Chained": "dw layer.dw",
    "Computing": "dw layer.dw",
    "Worded": "activation='ReLU'",
}


def verdicts(report: Report) -> dict[str, str]:
    """Gradient, or ``output``, → its verdict in one word."""
    return {str(one.told.target["tensor"]): one.verdict.partition(" ")[0] for one in report.statements}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_class(name: str) -> None:
    report = check_file(BUILT, name, options=Options(given=NARROW))
    assert set(verdicts(report).values()) == {"right"}, report.to_json()
    assert {"grad_input", "grad_weight", "output"} <= set(verdicts(report))
    assert RIGHT[name] in json.dumps(report.to_json(), ensure_ascii=False)


def test_steps_that_make_it_ready() -> None:
    """Nothing, one method, a first forward pass, or a method that is told sizes before one that needs nothing more."""
    told = {"name": "input_shape", "unread": False, "kind": "", "optional": False, "default": "", "annotation": ""}
    methods = {"compute_output_shape": [told], "forward": [], "init_weights": []}
    found = [tuple(step.method for step in steps) for steps in preparations(methods, "forward", [()], Shown())]
    assert list(dict.fromkeys(found)) == [(), ("init_weights",), ("forward",), ("compute_output_shape", "init_weights")]


def test_square_images_alone() -> None:
    """Where the forward pass is not defined, no backward pass is wrong; square layers are tried then."""
    report = check_file(BUILT, "Square")
    assert set(verdicts(report).values()) == {"right"}, report.to_json()
    assert len([row for row in report.layers if not row.not_tried]) == 2
    assert any("its own forward pass fails" in note for one in report.statements for note in one.assumptions)


def test_an_activation_hides_no_mistake() -> None:
    found = verdicts(check_file(BUILT, "Turned", options=Options(given=ONE)))
    assert found == {"grad_input": "wrong", "grad_weight": "right", "grad_bias": "right", "output": "right"}
    right = check_file(BUILT, "Rectified", options=Options(given=ONE))
    assert "it does not go back" not in str(right.to_json())


def test_nothing_is_held_against_what_is_behind_an_activation() -> None:
    report = check_file(BUILT, "Unbiased", options=Options(given=ONE))
    assert report.exit_code == 2, report.to_json()


def test_a_wrong_step_is_wrong() -> None:
    found = verdicts(check_file(BUILT, "Untidy", options=Options(given=NARROW)))
    assert found == {"grad_input": "right", "grad_weight": "wrong", "grad_bias": "right", "output": "right"}


@pytest.mark.parametrize(("name", "said"), [("Signed", "is no linear step"), ("Scaled", "is 0.1 times the gradient")])
def test_a_step_that_is_no_gradient(name: str, said: str) -> None:
    """What an optimizer takes off is not held against the gradient."""
    report = check_file(BUILT, name, options=Options(given=NARROW))
    found = verdicts(report)
    assert found["grad_input"] == "right"
    assert found["grad_weight"] == found["grad_bias"] == "unreadable"
    assert said in next(one.message for one in report.statements if one.told.target["tensor"] == "grad_weight")


@pytest.mark.exhaustive
def test_judged_against_its_own_forward_pass_on_larger_layers() -> None:
    """A sampled layer, too, is one of the code's own: only the forward pass is wrong."""
    found = verdicts(check_file(BUILT, "Scrambled", options=Options(given={"in_channels": 2, "kernel_size": 2})))
    assert found == {"grad_input": "right", "grad_weight": "right", "grad_bias": "right", "output": "wrong"}
