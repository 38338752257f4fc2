r"""Factors that are read once: the same node wherever they stand, and nothing of what stands behind them."""

import pytest

from symconv.notation.reader import read
from symconv.notation.text import text
from symconv.notation.tree import Partial, Product, Sum, Symbol


def test_equal_factors_are_one_node() -> None:
    first, second = (read(rf"\frac{{\partial L}}{{\partial o_{{1,2}}}} f_{{0,{n}}}") for n in (0, 1))
    assert isinstance(first, Product)
    assert isinstance(second, Product)
    assert isinstance(first.factors[0], Partial)
    assert first.factors[0] is second.factors[0]
    assert first.factors[1] != second.factors[1]


@pytest.mark.parametrize(
    ("source", "reading"),
    [
        ("x_{12}^T + x_{12}", "x_12^T + x_12"),
        ("x_{12}′ + x_{12}", "x′_12 + x_12"),
        ("x_{1}[2] + x_{1}", "x_12 + x_1"),
        (r"\frac{1}{2}_{3} \cdot \frac{1}{2}", "(1/2)_{3}·(1/2)"),
    ],
)
def test_what_follows_belongs_to_it(source: str, reading: str) -> None:
    read("x_{12} + x_{1}")
    assert text(read(source)) == reading


def test_a_name_before_a_parenthesis_is_not_cut_off() -> None:
    assert read("x_{1} + x(i, j)") == Sum((read("x_{1}"), Symbol("x", (Symbol("i"), Symbol("j")))))
