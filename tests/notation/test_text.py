"""The plain hand in both inks: trees written by hand, whole strings."""

import pytest

from symconv.notation.ink import ASCII
from symconv.notation.text import text
from symconv.notation.tree import (
    Apply,
    BigSum,
    Bracket,
    Cell,
    Dots,
    Equation,
    Floor,
    Fraction,
    Infix,
    Matrix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
    negative,
)

L, X, F, O_ = Symbol("L"), Symbol("X"), Symbol("F"), Symbol("O")
x = Symbol("x", (Number(2), Number(2)))
f = Symbol("f", (Number(0), Number(1)))
g = Partial(L, Symbol("o", (Number(0), Number(0))))
m, n = Symbol("m"), Symbol("n")

CASES: dict[str, tuple[Node, str, str]] = {
    "number": (Number(12), "12", "12"),
    "negative number": (Number(-3), "−3", "-3"),
    "index": (x, "x_22", "x_22"),
    "two digits": (Symbol("x", (Number(1), Number(10))), "x_1,10", "x_1,10"),
    "formulas in the index": (Symbol("x", (Sum((Product((Number(2), m)), n)), n)), "x_{2m+n,n}", "x_{2*m+n,n}"),
    "upper index": (Symbol("x", (Number(0), Number(2)), (Number(1), Number(3))), "x^(1,3)_02", "x^(1,3)_02"),
    "long name": (Symbol("input", (Number(1), Number(2))), "input_12", "input_12"),
    "prime": (Symbol("f′"), "f′", "f'"),
    "Greek": (Symbol("δ", (Number(0),)), "δ_0", "delta_0"),
    "Greek prime": (Symbol("σ′"), "σ′", "sigma'"),
    "padding before": (Symbol("p₋"), "p₋", "p_before"),
    "derivative": (g, "∂L/∂o_00", "dL/do_00"),
    "product": (Product((g, f)), "∂L/∂o_00·f_01", "dL/do_00*f_01"),
    "number times letter": (Product((Number(2), m)), "2m", "2*m"),
    "number times entry": (Product((Number(2), f)), "2·f_01", "2*f_01"),
    "product of a sum": (Product((f, Sum((m, Number(1))))), "f_01·(m + 1)", "f_01*(m + 1)"),
    "negative product": (Product((Number(-1), f)), "−f_01", "-f_01"),
    "negative product with a number": (Product((Number(-3), f, x)), "−3·f_01·x_22", "-3*f_01*x_22"),
    "sum": (Sum((Product((g, f)), Product((g, x)))), "∂L/∂o_00·f_01 + ∂L/∂o_00·x_22", "dL/do_00*f_01 + dL/do_00*x_22"),
    "sum with negative terms": (
        Sum((negative(m), Number(-2), negative(Product((f, x))))),
        "−m − 2 − f_01·x_22",
        "-m - 2 - f_01*x_22",
    ),
    "minus a sum": (negative(Sum((m, n))), "−(m + n)", "-(m + n)"),
    "less a sum": (Sum((f, negative(Sum((m, n))))), "f_01 − (m + n)", "f_01 - (m + n)"),
    "negative factor": (Product((f, Number(-2))), "f_01·(−2)", "f_01*(-2)"),
    "big sum": (BigSum((m,), f), "Σ_m f_01", "sum_m f_01"),
    "big sum over two": (BigSum((m, n), Sum((f, x))), "Σ_{m, n} (f_01 + x_22)", "sum_{m, n} (f_01 + x_22)"),
    "operation": (Apply("dilate", (Partial(L, O_),), (Number(2),)), "dilate_2(∂L/∂O)", "dilate_2(dL/dO)"),
    "operation told two things": (
        Apply("dilate", (O_, F), (Number(2), Number(3))),
        "dilate_{2,3}(O, F)",
        "dilate_{2,3}(O, F)",
    ),
    "function": (Apply("σ′", (m,)), "σ′(m)", "sigma'(m)"),
    "correlation": (Infix("⋆", X, F), "X ⋆ F", "X (*) F"),
    "entrywise product of a sum": (Infix("⊙", Sum((X, O_)), F), "(X + O) ⊙ F", "(X + O) .* F"),
    "factor with an operator": (Product((Number(2), Infix("⋆", X, F))), "2·(X ⋆ F)", "2*(X (*) F)"),
    "fraction": (Fraction(Sum((m, Number(-1))), Symbol("s")), "(m − 1)/s", "(m - 1)/s"),
    "fraction of products": (Fraction(m, Product((Number(2), n))), "m/(2n)", "m/(2*n)"),
    "bracket": (Bracket(Equation((m, Number(2)))), "[m = 2]", "[m = 2]"),
    "floor": (Floor(Fraction(m, Number(2))), "⌊m/2⌋", "floor(m/2)"),
    "power": (Power(m, Number(2)), "m^2", "m^2"),
    "power of a sum": (Power(Sum((m, n)), Number(10)), "(m + n)^10", "(m + n)^10"),
    "power of a negative number": (Power(Number(-2), Number(3)), "(−2)^3", "(-2)^3"),
    "fraction of a negative number": (Fraction(Number(-2), n), "(−2)/n", "(-2)/n"),
    "equation": (Equation((Symbol("M"), Sum((m, Number(1))), Number(2))), "M = m + 1 = 2", "M = m + 1 = 2"),
    "inequality": (Equation((m, n), "≠"), "m ≠ n", "m != n"),
    "congruence": (Equation((m, n), "≡"), "m ≡ n", "m == n"),
    "dots": (Sum((m, Dots(), n)), "m + ⋯ + n", "m + ... + n"),
    "matrix": (
        Matrix(((Cell(x), Cell(Number(0), "inserted")), (Cell(negative(f)), Cell(Number(1))))),
        "[x_22, 0; −f_01, 1]",
        "[x_22, 0; -f_01, 1]",
    ),
}


@pytest.mark.parametrize(("node", "unicode", "plain"), CASES.values(), ids=CASES)
def test_text(node: Node, unicode: str, plain: str) -> None:
    assert (text(node), text(node, ASCII)) == (unicode, plain)
    assert plain.isascii()
