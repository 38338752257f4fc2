"""Exact arithmetic against SymPy's own polynomials."""

import operator
from collections.abc import Callable
from functools import reduce

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symconv.algebra.polynomial import (
    NormalForm,
    Operand,
    Polynomial,
    collected,
    merged,
    normal_form,
    variable,
)

SYMBOLS = sympy.symbols("v_:5")
Pair = tuple[Operand, sympy.Expr]
"""The same expression twice: ours and SymPy's."""

leaves = st.one_of(
    st.integers(0, 4).map(lambda rank: (variable(rank), SYMBOLS[rank])),
    st.integers(-3, 3).map(lambda number: (number, sympy.Integer(number))),
)
operators = st.sampled_from([operator.add, operator.sub, operator.mul])


def combined(parts: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    def apply(name: Callable[[object, object], object], left: Pair, right: Pair) -> Pair:
        return name(left[0], right[0]), name(left[1], right[1])  # type: ignore[return-value]

    negated = parts.map(lambda pair: (-pair[0], -pair[1]))
    return st.one_of(st.builds(apply, operators, parts, parts), negated)


expressions = st.recursive(leaves, combined, max_leaves=8)


def by_sympy(expression: sympy.Expr) -> NormalForm:
    """SymPy's expanded polynomial with sorted tuples of ranks for exponents."""
    monomials = sympy.Poly(expression, *SYMBOLS).terms()
    return {
        tuple(rank for rank, exponent in enumerate(exponents) for _ in range(exponent)): int(coefficient)
        for exponents, coefficient in monomials
        if coefficient
    }


@given(expressions)
@settings(deadline=None, max_examples=200)
def test_normal_form_is_what_sympy_expands_to(pair: Pair) -> None:
    ours, theirs = pair
    assert normal_form(ours) == by_sympy(theirs)


@given(expressions, expressions)
@settings(deadline=None, max_examples=100)
def test_equal_exactly_when_the_difference_expands_to_zero(left: Pair, right: Pair) -> None:
    assert (normal_form(left[0]) == normal_form(right[0])) == (sympy.expand(left[1] - right[1]) == 0)


polynomials = expressions.map(lambda pair: pair[0])


@given(polynomials, polynomials, polynomials)
@settings(deadline=None, max_examples=100)
def test_ring_laws(a: Operand, b: Operand, c: Operand) -> None:
    laws = [
        (a + b, b + a),
        (a + (b + c), (a + b) + c),
        (a * b, b * a),
        (a * (b * c), (a * b) * c),
        (a * (b + c), a * b + a * c),
        (a + 0, a),
        (a * 1, a),
        (a * 0, 0),
        (a - a, 0),
        (a + -b, a - b),
        (-(0 - a), a),
    ]
    for left, right in laws:
        assert normal_form(left) == normal_form(right)


def test_by_hand() -> None:
    x, y = variable(0), variable(3)
    assert normal_form((x + y) * (x - y)) == {(0, 0): 1, (3, 3): -1}
    assert normal_form((x + 2) * (y + 3) - 6) == {(0, 3): 1, (0,): 3, (3,): 2}
    assert normal_form(2 * x * y - y * x * 2) == {}
    assert normal_form(0) == {}
    assert normal_form(-7) == {(): -7}
    assert normal_form(5 - x) == {(): 5, (0,): -1}


def test_arrays_of_polynomials() -> None:
    row = np.array([variable(rank) for rank in range(3)], dtype=object)
    column = np.array([variable(3), 0, 2], dtype=object)
    assert normal_form(row @ column) == {(0, 3): 1, (2,): 2}
    assert normal_form(row.sum()) == {(0,): 1, (1,): 1, (2,): 1}
    assert normal_form(np.zeros(2, dtype=object).sum()) == {}


def test_a_long_sum_needs_no_deep_stack() -> None:
    total = reduce(operator.add, (variable(0) for _ in range(50_000)))
    assert normal_form(total) == {(0,): 50_000}


@pytest.mark.parametrize("value", [1.5, "x", None, sympy.Symbol("x")], ids=repr)
def test_strangers_are_no_polynomials(value: object) -> None:
    with pytest.raises(TypeError, match=f"expected a polynomial or a fraction, got {type(value).__name__}"):
        normal_form(variable(0) + value)  # type: ignore[operator]


def test_collected_leaves_zeros_out() -> None:
    assert collected([(1, (2,)), (2, (1,)), (-1, (2,)), (0, (5,))]) == {(1,): 2}
    assert collected([]) == {}


def test_merged_is_sorted() -> None:
    assert [merged((), (1,)), merged((1, 4), (2, 3)), merged((1, 2), (2, 3)), merged((5,), (1,))] == [
        (1,),
        (1, 2, 3, 4),
        (1, 2, 2, 3),
        (1, 5),
    ]


def test_nothing_is_changed_in_place() -> None:
    x: Polynomial = variable(0)
    total = x
    total += variable(1)
    assert normal_form(x) == {(0,): 1}
    assert normal_form(total) == {(0,): 1, (1,): 1}


@given(
    st.lists(
        st.tuples(st.sampled_from([0, 1, 2, "x", "y", "z", "x+y", "xy"]), st.sampled_from([0, 1, -1, "x", "z", "x+z"])),
        max_size=6,
    )
)
def test_products_noted_are_products_added(pairs: list[tuple[object, object]]) -> None:
    """A noted sum of products has the normal form of the sum taken one by one."""
    x, y, z = map(variable, range(3))
    named = {"x": x, "y": y, "z": z, "x+y": x + y, "xy": x * y, "x+z": x + z}
    left, right = (
        [named.get(part, part) for part in side] for side in (zip(*pairs, strict=True) if pairs else ((), ()))
    )
    total: Operand = 0
    for one, other in zip(left, right, strict=True):
        total = total + one * other
    assert normal_form(Polynomial.dot(left, right)) == normal_form(total)
    assert normal_form(Polynomial.sum_of([*left, *right])) == normal_form(sum([*left, *right], 0))
