"""General formulas for every size: proven, refuted at a layer that was not tried, or left as they were."""

import pytest

from symconv import check_text
from symconv.check.judgement import Judgement
from symconv.check.judging import general

FORWARD = "Forward: $o_m = \\sum_{a=0}^{k-1} x_{sm+a-p} f_a$ with stride s, padding p and dilation 1.\n\n"
IMAGE = "Forward: $y_{mn} = \\sum_{a,b} x_{sm+a-p,sn+b-p} w_{ab}$ with stride s, padding p and dilation 1.\n\n"
PLAIN = "Forward: $o_m = \\sum_{a=0}^{k-1} x_{sm+a} f_a$ with stride s.\n\n"


def last(forward: str, formula: str) -> Judgement:
    return check_text(f"{forward}$${formula}$$\n", name="text.md").statements[-1]


PROVEN = {
    "input, both letters": (
        FORWARD,
        r"\frac{\partial L}{\partial x_i} = \sum_{m,a: sm+a-p=i} \frac{\partial L}{\partial o_m} f_a",
    ),
    "input, by taps": (
        FORWARD,
        r"\frac{\partial L}{\partial x_i} = \sum_a \frac{\partial L}{\partial o_{(i+p-a)/s}} f_a",
    ),
    "input, by outputs": (PLAIN, r"\frac{\partial L}{\partial x_i} = \sum_m \frac{\partial L}{\partial o_m} f_{i-sm}"),
    "input, taps backwards": (
        FORWARD,
        r"\frac{\partial L}{\partial x_i} = \sum_a \frac{\partial L}{\partial o_{(i+p-k+1+a)/s}} f_{k-1-a}",
    ),
    "chain rule first": (
        PLAIN,
        r"\frac{\partial L}{\partial x_i} = \sum_m \frac{\partial L}{\partial o_m} \frac{\partial o_m}{\partial x_i}"
        r" = \sum_m \frac{\partial L}{\partial o_m} f_{i-sm}",
    ),
    "filter": (
        FORWARD,
        r"\frac{\partial L}{\partial f_a} = \sum_{m=0}^{M-1} \frac{\partial L}{\partial o_m} x_{sm+a-p}",
    ),
    "Kronecker's delta": (
        PLAIN,
        r"\frac{\partial L}{\partial x_i} = \sum_{m,a} \frac{\partial L}{\partial o_m} f_a \delta_{i,sm+a}",
    ),
    "through an activation": (
        PLAIN,
        r"\frac{\partial L}{\partial x_i} = f'(z_i) \sum_m \frac{\partial L}{\partial o_m} f_{i-sm}",
    ),
    "filter of an image": (
        IMAGE,
        r"\frac{\partial L}{\partial w_{ab}} = \sum_{m,n} \frac{\partial L}{\partial y_{mn}} x_{sm+a-p,sn+b-p}",
    ),
}


@pytest.mark.parametrize("case", PROVEN)
def test_a_right_formula_is_proven(case: str) -> None:
    pytest.importorskip("z3", reason="needs z3 (the smt extra)")
    told = last(*PROVEN[case])
    assert told.verdict.startswith("right")
    assert told.message.startswith("proven for every size at dilation 1")


def test_what_holds_on_every_layer_tried_can_still_be_refuted() -> None:
    """No layer that is tried has ten taps, and the sum leaves the tenth out."""
    pytest.importorskip("z3", reason="needs z3 (the smt extra)")
    formula = r"\frac{\partial L}{\partial x_i} = \sum_{m, a, sm+a=i, a<9} \frac{\partial L}{\partial o_m} f_a"
    told = last(PLAIN, formula)
    assert told.verdict == "wrong"
    assert told.message == "∂L/∂x_9 lacks ∂L/∂o_0·f_9"
    assert told.told
    assert told.told.counterexample
    layer = told.told.counterexample["layer"]
    assert (layer["input_size"], layer["kernel_size"], layer["stride"]) == ([10], [10], [1])


def test_a_wrong_formula_stays_wrong() -> None:
    told = last(FORWARD, r"\frac{\partial L}{\partial f_a} = \sum_m \frac{\partial L}{\partial o_m} x_{m+a-p}")
    assert told.verdict == "wrong"


def test_without_a_solver_the_layers_tried_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(general, "installed", lambda: False)
    told = last(*PROVEN["filter"])
    assert told.message.startswith("holds on all ")
    assert told.message.endswith(" layers tried")


def test_what_is_no_sum_of_products_is_left_as_it_was() -> None:
    told = last(PLAIN, r"\frac{\partial L}{\partial F} = X \star \mathrm{dilate}_s(\frac{\partial L}{\partial O})")
    assert not told.message.startswith("proven")


def test_what_the_solver_leaves_open_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("z3", reason="needs z3 (the smt extra)")
    monkeypatch.setattr(general.Solver, "passes", lambda self, claim, given: False)
    monkeypatch.setattr(general, "smallest", lambda claims, given, sizes: None)
    assert last(*PROVEN["filter"]).message.endswith(" layers tried")
