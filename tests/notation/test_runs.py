"""Formulas as runs of signs on, below and above the line."""

import pytest

from symconv.notation.runs import Run, runs, width
from symconv.notation.tree import Apply, BigSum, Equation, Node, Number, Partial, Power, Product, Sum, Symbol

x = Symbol("x", (Number(2), Number(2)))
m = Symbol("m")

CASES: dict[str, tuple[Node, list[tuple[str, int]]]] = {
    "number": (Number(-3), [("−3", 0)]),
    "entry": (x, [("x", 0), ("22", -1)]),
    "letters in the index": (Symbol("x", (m, Symbol("n"))), [("x", 0), ("mn", -1)]),
    "two digits": (Symbol("x", (Number(1), Number(10))), [("x", 0), ("1,10", -1)]),
    "channel": (Symbol("x", (Number(0),), (Number(1), Number(3))), [("x", 0), ("(1,3)", 1), ("0", -1)]),
    "formula in the index": (Symbol("x", (Sum((m, Number(1))), m)), [("x", 0), ("m+1,m", -1)]),
    "gradient": (Partial(Symbol("L"), x), [("∂", 0), ("L", 0), ("/∂", 0), ("x", 0), ("22", -1)]),
    "product": (Product((x, x)), [("x", 0), ("22", -1), ("·", 0), ("x", 0), ("22", -1)]),
    "arguments": (Apply("pad", (x, m)), [("pad", 0), ("(", 0), ("x", 0), ("22", -1), (", ", 0), ("m", 0), (")", 0)]),
    "told": (Apply("dilate", (m,), (Number(2), Number(3))), [("dilate", 0), ("2,3", -1), ("(", 0), ("m", 0), (")", 0)]),
    "sum": (BigSum((m,), x), [("Σ", 0), ("m", -1), (" ", 0), ("x", 0), ("22", -1)]),
    "power": (Power(m, Number(2)), [("m", 0), ("2", 1)]),
    "equation": (Equation((m, Number(0))), [("m", 0), (" = 0", 0)]),
}


@pytest.mark.parametrize(("node", "expected"), CASES.values(), ids=CASES)
def test_runs(node: Node, expected: list[tuple[str, int]]) -> None:
    assert [(run.signs, run.height) for run in runs(node)] == expected


def test_names_of_one_letter_are_slanted() -> None:
    assert [run.signs for run in runs(Apply("pad", (Partial(Symbol("L"), x),))) if run.slanted] == ["L", "x"]


def test_scripts_are_narrower() -> None:
    assert width((Run("22", -1),)) < width((Run("22"),)) < width((Run("222"),))


def test_chinese_signs_are_squares() -> None:
    assert width((Run("卷积"),)) == 2
