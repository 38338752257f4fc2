"""The eye reads what the hands write, and what people write."""

import pytest

from symconv.notation.reader import ReadError, read
from symconv.notation.tree import (
    Apply,
    BigSum,
    Case,
    Cases,
    Derived,
    Equation,
    Fraction,
    Infix,
    Limits,
    Number,
    Partial,
    Product,
    Sum,
    Symbol,
    negative,
)


def entry(name: str, *index: int) -> Symbol:
    return Symbol(name, tuple(map(Number, index)))


SAME = {
    r"x_{11}": entry("x", 1, 1),
    r"x_{1, 10}": entry("x", 1, 10),
    r"x[1][2]": entry("x", 1, 2),
    r"x(1,2)": entry("x", 1, 2),
    r"\delta{11}": entry("δ", 1, 1),
    r"O\star{00}": entry("O", 0, 0),
    r"x_{ij}": Symbol("x", (Symbol("i"), Symbol("j"))),
    r"x_{(i+m)(j+n)}": Symbol("x", (Sum((Symbol("i"), Symbol("m"))), Sum((Symbol("j"), Symbol("n"))))),
    r"x_{i',j^{\prime}}": Symbol("x", (Symbol("i′"), Symbol("j′"))),
    r"\partial L/\partial x_{11}": Partial(Symbol("L"), entry("x", 1, 1)),
    r"\frac{dL}{dX}": Partial(Symbol("L"), Symbol("X")),
    r"\nabla x_{11}": Partial(Symbol("L"), entry("x", 1, 1)),
    r"\textcolor{red}{x_{11}} \tag{3}": entry("x", 1, 1),
    r"\boxed{\mathbf{x}_{11}}": entry("x", 1, 1),
    r"\text{rot}_{180^\circ}\left\{ W \right\}": Apply("flip", (Symbol("W"),), (Number(180),)),
    r"\sum_{a=0}^{10} x_a": BigSum((Limits(Symbol("a"), Number(0), Number(10)),), Symbol("x", (Symbol("a"),))),
    r"\sum_{a = 0, \ldots, 2} x_a": BigSum((Limits(Symbol("a"), Number(0), Number(2)),), Symbol("x", (Symbol("a"),))),
    r"w_{11} (x + y)": Product((entry("w", 1, 1), Sum((Symbol("x"), Symbol("y"))))),
    r"u \equiv a \pmod s": Equation((Infix("mod", Symbol("u"), Symbol("s")), Infix("mod", Symbol("a"), Symbol("s")))),
    r"\sum_{u : s \mid u - a} x_u": BigSum(
        (Symbol("u"), Equation((Infix("mod", Sum((Symbol("u"), negative(Symbol("a")))), Symbol("s")), Number(0)))),
        Symbol("x", (Symbol("u"),)),
    ),
    r"0.5 x": Product((Fraction(Number(1), Number(2)), Symbol("x"))),
    r"2.0": Number(2),
    r"\begin{cases} x & \text{if } i < 2 \\ 0 & \text{otherwise} \end{cases}": Cases(
        (Case(Symbol("x"), Equation((Symbol("i"), Number(2)), "<")), Case(Number(0)))
    ),
    r"\operatorname{ConvTranspose}(X, W)": Apply("tconv", (Symbol("X"), Symbol("W"))),
    r"\mathrm{dilate_{2, 3}}\left(X\right)": Apply("dilate", (Symbol("X"),), (Number(2), Number(3))),
    r"X *_{full} W": Infix("∗", Symbol("X"), Symbol("W"), (Symbol("full"),)),
}


@pytest.mark.parametrize("source", SAME)
def test_what_people_write(source: str) -> None:
    assert read(source) == SAME[source]


PROBLEMS = {
    r"x_{11} +": (8, "expected a term before the formula ends"),
    r"\frac{1}{x": (10, "expected }"),
    r"x = = 2": (4, "expected a term, got ="),
    r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}": (27, "row 2 of this matrix has 1 entries where row 1 has 2"),
}


@pytest.mark.parametrize("source", PROBLEMS)
def test_problems_have_a_place(source: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(source)
    position, message = PROBLEMS[source]
    assert (caught.value.position, str(caught.value)[: len(message)]) == (position, message)


def test_an_operator_differentiates_what_stands_behind_it() -> None:
    sum_ = BigSum((Symbol("a"),), Product((Symbol("x", (Symbol("a"),)), Symbol("w", (Symbol("a"),)))))
    by = Symbol("w", (Symbol("m"),))
    for source in (
        r"\frac{\partial}{\partial w_m} \sum_a x_a w_a",
        r"\frac{d}{d w_m} \sum_a x_a w_a",
        r"\frac{\partial \sum_a x_a w_a}{\partial w_m}",
        r"\dfrac{\mathrm{d}}{\mathrm{d} w_m} \left( \sum_a x_a w_a \right)",
    ):
        assert read(source) == Derived(sum_, by)
    assert read("∂/∂w_m Σ_a x_a*w_a", tex=False) == read("d/dw_m sum_a x_a*w_a", tex=False) == Derived(sum_, by)
    assert read(r"\frac{\partial}{\partial w_m} y_1 + 1") == Sum((Partial(entry("y", 1), by), Number(1)))
    assert read(r"\frac{\partial}{\partial w_m} L g_1") == Derived(Product((Symbol("L"), entry("g", 1))), by)
