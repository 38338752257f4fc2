"""The LaTeX hand: trees written by hand, whole strings."""

import pytest

from symconv.notation.latex import latex
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
    Limits,
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
m, n, a = Symbol("m"), Symbol("n"), Symbol("a")

CASES: dict[str, tuple[Node, str]] = {
    "number": (Number(12), "12"),
    "negative number": (Number(-3), "-3"),
    "letter": (X, "X"),
    "index": (x, "x_{22}"),
    "one index": (Symbol("x", (Number(7),)), "x_{7}"),
    "two digits": (Symbol("x", (Number(1), Number(10))), "x_{1,10}"),
    "two digits first": (Symbol("x", (Number(11), Number(1))), "x_{11,1}"),
    "one two-digit index": (Symbol("x", (Number(10),)), "x_{10}"),
    "letters in the index": (Symbol("x", (m, n)), "x_{mn}"),
    "formulas in the index": (
        Symbol("x", (Sum((Product((Number(2), m)), a)), n)),
        "x_{2m+a,n}",
    ),
    "negative index": (Symbol("x", (Number(-1), Number(0))), "x_{-1,0}"),
    "upper index": (Symbol("x", (Number(0), Number(2)), (Number(1),)), "x_{02}^{(1)}"),
    "two upper indices": (Symbol("f", (Number(0),), (Number(3), Number(10))), "f_{0}^{(3,10)}"),
    "upper index alone": (Symbol("b", (), (Number(1),)), "b^{(1)}"),
    "long name": (Symbol("input"), r"\mathit{input}"),
    "long name with scripts": (
        Symbol("input", (Number(1), Number(2)), (Number(0),)),
        r"\mathit{input_{12}^{(0)}}",
    ),
    "prime": (Symbol("f′"), "f'"),
    "two primes": (Symbol("f′′", (Number(1),)), "f''_{1}"),
    "Greek": (Symbol("δ", (Number(0),)), r"\delta_{0}"),
    "Greek prime": (Symbol("σ′"), r"\sigma'"),
    "padding before": (Symbol("p₋"), "p_{-}"),
    "derivative": (Partial(L, x), r"\frac{\partial L}{\partial x_{22}}"),
    "derivative by a map": (Partial(L, X), r"\frac{\partial L}{\partial X}"),
    "product": (Product((Partial(L, O_), f)), r"\frac{\partial L}{\partial O} f_{01}"),
    "product with a number": (Product((Number(2), m)), "2 m"),
    "product of a sum": (Product((Number(2), Sum((m, Number(1))))), r"2 \left(m + 1\right)"),
    "negative product": (Product((Number(-1), f)), "-f_{01}"),
    "negative product with a number": (Product((Number(-3), f, x)), "-3 f_{01} x_{22}"),
    "minus a sum": (negative(Sum((m, n))), r"-\left(m + n\right)"),
    "less a sum": (Sum((a, negative(Sum((m, n))))), r"a - \left(m + n\right)"),
    "negative factor": (Product((f, Number(-2))), r"f_{01} \left(-2\right)"),
    "sum": (Sum((m, n, Number(1))), "m + n + 1"),
    "sum with negative terms": (Sum((negative(m), Number(-2), negative(Product((f, x))))), "-m - 2 - f_{01} x_{22}"),
    "sum of one": (Sum((f,)), "f_{01}"),
    "big sum": (BigSum((m, n), Product((f, x))), r"\sum_{m, n} f_{01} x_{22}"),
    "big sum of a sum": (BigSum((m,), Sum((f, x))), r"\sum_{m} \left(f_{01} + x_{22}\right)"),
    "operation": (Apply("flip", (F,)), r"\mathrm{flip}\left(F\right)"),
    "operation told something": (
        Apply("dilate", (Partial(L, O_),), (Number(2),)),
        r"\mathrm{dilate_{2}}\left(\frac{\partial L}{\partial O}\right)",
    ),
    "operation told two things": (
        Apply("dilate", (O_, F), (Number(2), Number(3))),
        r"\mathrm{dilate_{2, 3}}\left(O, F\right)",
    ),
    "function": (Apply("f′", (Symbol("z", (Number(0),)),)), r"f'\left(z_{0}\right)"),
    "correlation": (Infix("⋆", X, F), r"X \star F"),
    "correlation of a sum": (Infix("⊙", Sum((X, O_)), F), r"\left(X + O\right) \odot F"),
    "factor with an operator": (Product((Number(2), Infix("⋆", X, F))), r"2 \left(X \star F\right)"),
    "fraction": (Fraction(Sum((m, Number(-1))), Symbol("s")), r"\frac{m - 1}{s}"),
    "bracket": (Bracket(Equation((m, Number(2)))), r"\left[m = 2\right]"),
    "a padding along an axis": (Symbol("p₋", (Number(1),)), "p_{-,1}"),
    "sum of a sum": (
        BigSum((Limits(m, Number(0), m),), BigSum((m,), m)),
        r"\sum_{m=0}^{m} \sum_{m} m",
    ),
    "floor": (Floor(Fraction(m, Number(2))), r"\left\lfloor \frac{m}{2} \right\rfloor"),
    "power": (Power(m, Number(2)), "{m}^{2}"),
    "power of a sum": (Power(Sum((m, n)), Number(10)), r"{\left(m + n\right)}^{10}"),
    "power of a product": (Power(Product((Number(2), m)), Number(2)), r"{\left(2 m\right)}^{2}"),
    "power of a negative number": (Power(Number(-2), Number(3)), r"{\left(-2\right)}^{3}"),
    "equation": (Equation((Symbol("M"), Sum((m, Number(1))), Number(2))), "M = m + 1 = 2"),
    "inequality": (Equation((m, n), "≠"), r"m \neq n"),
    "congruence": (Equation((m, n), "≡"), r"m \equiv n"),
    "dots": (Sum((m, Dots(), n)), r"m + \cdots + n"),
    "matrix": (
        Matrix(((Cell(x), Cell(Number(0), "inserted")), (Cell(negative(f)), Cell(Number(1))))),
        r"\begin{bmatrix} x_{22} & 0 \\ -f_{01} & 1 \end{bmatrix}",
    ),
}


@pytest.mark.parametrize(("node", "written"), CASES.values(), ids=CASES)
def test_latex(node: Node, written: str) -> None:
    assert latex(node) == written


@pytest.mark.parametrize("node", [node for node, _ in CASES.values()], ids=CASES)
def test_what_github_can_show(node: Node) -> None:
    r"""No ``\operatorname``, no subscript after a closing brace or bracket."""
    written = latex(node)
    assert "operatorname" not in written
    assert not any(f"{end}_" in written for end in "})]")
    assert written.count("{") == written.count("}")
