"""What sums cost: taken at once where that gives what term by term gives, and given up on where there is too much."""

from typing import Any

import pytest

from symconv import check_text
from symconv.check.evaluating import affine
from symconv.check.evaluating.unknown import STATEMENT, TEXT, TOO_MUCH, Budget

UPSTREAM = r"\frac{\partial L}{\partial y_{i,j}}"
FORMULAS = (
    rf"\frac{{\partial L}}{{\partial w_{{a,b}}}} = \sum_i \sum_j {UPSTREAM} x_{{2i+a-1,j+b}}",
    rf"\frac{{\partial L}}{{\partial w_{{a,b}}}} = \sum_i \sum_j {UPSTREAM} x_{{2i+a,j+b}}",
    rf"\frac{{\partial L}}{{\partial w_{{a,b}}}} = \sum_{{i=0}}^{{H-1}} \sum_{{j=0}}^{{3}} {UPSTREAM} x_{{2i+a-1,j+b}}",
    rf"\frac{{\partial L}}{{\partial x_{{u,v}}}} = \sum_{{i,j}} {UPSTREAM} w_{{u-2i+1,v-j}}",
    rf"\frac{{\partial L}}{{\partial x_{{u,v}}}} = 2 \sum_{{i,j}} {UPSTREAM} w_{{u-2i+1,v-j}}",
    r"\frac{\partial L}{\partial x_{u,v}} = \sum_{a,b} \frac{\partial L}{\partial y_{(u-a+1)/2,v-b}} w_{a,b}",
    rf"\frac{{\partial L}}{{\partial x_{{u,v}}}} = \sum_{{i,j : 2i = u + 1 - a}} {UPSTREAM} w_{{u-2i+1,v-j}}",
    r"y_{i,j} = \sum_{a=0}^{2} \sum_{b=0}^{a} x_{2i+a-1,j+b} w_{a,b}",
    r"y_{i,j} = \sum_a \sum_b x_{2i+a-1,j+b} w_{a,b}",
    r"y_{i,j} = \sum_{a=-9}^{9} \sum_{b=-9}^{9} x_{2i+a-1,j+b} w_{a,b}",
    r"\frac{\partial L}{\partial w_{a,b}} = \sum_i \sum_j x_{0,0} x_{2i+a-1,j+b}",
    r"\frac{\partial L}{\partial w_{a,b}} = \sum_c \sum_i \sum_j \delta_{c,i,j} x_{2i+a-1,j+b}",
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_all_at_once_is_term_by_term(formula: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same verdict, differences and assumptions, on a layer with stride and padding in one axis."""
    given = {"input_size": "6x5", "kernel_size": "3x2", "stride": "2x1", "padding": "1x0"}
    told: list[Any] = []
    for fewest in (1, 10**9):
        monkeypatch.setattr(affine, "FEWEST_TERMS", fewest)
        monkeypatch.setattr("symconv.check.readings.trial.on", _fresh)
        told.append(check_text(f"$${formula}$$", given=given, name="a.md").to_json())
    assert told[0] == told[1]


def _fresh(*given: Any, **named: Any) -> Any:
    from symconv.check.evaluating import scene

    return scene.on(*given, **named)


LARGE = (
    r"\frac{\partial L}{\partial w_{a,b}} = \sum_i \sum_j \delta_{i,j} x_{i+a,j+b}",
    r"\frac{\partial L}{\partial x_{u,v}} = \sum_{i,j} \delta_{i,j} w_{u-i,v-j}",
    r"\frac{\partial L}{\partial x_{u,v}} = \sum_{a=0}^{2} \sum_{b=0}^{2} \delta_{u-a,v-b} w_{a,b}",
    r"y_{i,j} = \sum_{a=0}^{2} \sum_{b=0}^{2} x_{i+a,j+b} w_{a,b}",
)


@pytest.mark.exhaustive
@pytest.mark.parametrize("formula", LARGE)
def test_ordinary_sums_on_a_large_layer_are_judged(formula: str) -> None:
    given = {"input_size": "64x64", "kernel_size": "3x3"}
    (one,) = check_text(f"$${formula}$$", given=given, name="a.md").statements
    assert one.verdict.startswith("right")


ENDLESS = (
    r"$y_{i,j} = \sum_{a,b,q,r,e,t} x_{i+a+q+r+e+t,j+b} w_{a,b}$",
    r"$\frac{\partial L}{\partial x_i} = "
    + r"".join(rf"\sum_{{{name}=0}}^{{3}} " for name in "qretuvzcgh")
    + r"\delta_i w_0$",
    r"$\frac{\partial L}{\partial w_{ab}} = \sum_{i=0}^{9999}\sum_{j=0}^{9999} \delta_{ij} x_{i+a,j+b}$",
)


@pytest.mark.exhaustive
@pytest.mark.parametrize("text", ENDLESS, ids=range(len(ENDLESS)))
def test_what_is_too_much_is_said(text: str) -> None:
    given = {"kernel_size": "2" if "x_i}" in text else "2x2", "input_size": "4" if "x_i}" in text else "4x4"}
    (one,) = check_text(text, given=given, name="a.md").statements
    assert (one.verdict, one.message) == ("unreadable", TOO_MUCH)


def test_one_statement_leaves_the_others_their_share() -> None:
    easy = r"$\frac{\partial L}{\partial w_{a,b}} = \sum_i \sum_j \delta_{i,j} x_{i+a,j+b}$"
    hard = ENDLESS[0]
    given = {"kernel_size": "2x2", "input_size": "4x4"}
    verdicts = [one.verdict for one in check_text(f"{hard}\n\n{easy}", given=given, name="a.md").statements]
    assert verdicts == ["unreadable", "right"]
    budget = Budget()
    budget.charge(7, STATEMENT + 5)
    assert (budget.share(7), budget.share(8), budget.left) == (0, STATEMENT, TEXT - STATEMENT - 5)
