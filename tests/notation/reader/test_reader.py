"""The eye reads what the hands write, and what people write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symconv.notation.latex import latex
from symconv.notation.reader import ReadError, read
from symconv.notation.text import text
from symconv.notation.tree import (
    Apply,
    BigSum,
    Equation,
    Infix,
    Limits,
    Node,
    Number,
    Partial,
    Product,
    Sum,
    Symbol,
)

LETTERS = st.sampled_from("xfo")
PLACES = st.lists(st.integers(0, 12), min_size=2, max_size=2).map(lambda found: tuple(map(Number, found)))
ENTRIES = st.builds(Symbol, LETTERS, PLACES)
FACTORS = ENTRIES | st.builds(Partial, st.just(Symbol("L")), ENTRIES)
PRODUCTS = st.lists(FACTORS, min_size=2, max_size=3).map(lambda found: Product(tuple(found)))
SUMS = st.lists(FACTORS | PRODUCTS, min_size=2, max_size=4).map(lambda found: Sum(tuple(found)))
RUNS = st.builds(Limits, st.sampled_from([Symbol("m"), Symbol("n")]), st.just(Number(0)), st.integers(0, 3).map(Number))
SIDES = FACTORS | PRODUCTS | SUMS | st.builds(BigSum, RUNS.map(lambda run: (run,)), PRODUCTS)
EQUATIONS = st.builds(lambda left, right: Equation((left, right)), FACTORS, SIDES)


@given(EQUATIONS)
@settings(max_examples=200, deadline=None)
def test_latex_comes_back(tree: Node) -> None:
    assert read(latex(tree)) == tree


@given(EQUATIONS)
@settings(max_examples=200, deadline=None)
def test_text_comes_back(tree: Node) -> None:
    assert read(text(tree), tex=False) == tree


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
