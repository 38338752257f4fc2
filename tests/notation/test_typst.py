"""The Typst hand: whole strings, and everything compiles."""

import pytest

from symconv.notation.tree import (
    Apply,
    BigSum,
    Bracket,
    Case,
    Cases,
    Cell,
    Derived,
    Entry,
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
from symconv.notation.typst import quoted, typst

L, X, F, O_ = Symbol("L"), Symbol("X"), Symbol("F"), Symbol("O")
x = Symbol("x", (Number(2), Number(2)))
f = Symbol("f", (Number(0), Number(1)))
m, n, a = Symbol("m"), Symbol("n"), Symbol("a")

CASES: dict[str, tuple[Node, str]] = {
    "negative number": (Number(-3), "-3"),
    "index": (x, "x_(22)"),
    "two digits": (Symbol("x", (Number(1), Number(10))), "x_(1, 10)"),
    "letters in the index": (Symbol("x", (m, n)), "x_(m n)"),
    "formulas in the index": (Symbol("x", (Sum((Product((Number(2), m)), a)), n)), "x_(2 m + a, n)"),
    "upper index": (Symbol("x", (Number(0), Number(2)), (Number(1),)), "x_(02)^((1))"),
    "long name": (Symbol("input", (Number(1),)), 'italic("input")_(1)'),
    "prime": (Symbol("f′", (Number(1),)), "f'_(1)"),
    "padding before": (Symbol("p₋"), "p_(-)"),
    "derivative": (Partial(L, x), "frac(∂ L, ∂ x_(22))"),
    "product of a sum": (Product((Number(2), Sum((m, Number(1))))), "2 (m + 1)"),
    "minus a sum": (negative(Sum((m, n))), "-(m + n)"),
    "negative factor": (Product((f, Number(-2))), "f_(01) (-2)"),
    "sum with negative terms": (Sum((negative(m), Number(-2), negative(Product((f, x))))), "-m - 2 - f_(01) x_(22)"),
    "big sum": (BigSum((m, n), Product((f, x))), "sum_(m, n) f_(01) x_(22)"),
    "big sum with limits": (BigSum((Limits(m, Number(0), n),), Sum((f, x))), "sum_(m = 0)^(n) (f_(01) + x_(22))"),
    "operation": (Apply("dilate", (Partial(L, O_),), (Number(2), Number(3))), '"dilate"_(2, 3)(frac(∂ L, ∂ O))'),
    "correlation": (Infix("⋆", Sum((X, O_)), F), "(X + O) ⋆ F"),
    "entry": (Entry(Infix("∗", X, F), (m, n)), "(X ∗ F)_(m n)"),
    "bracket": (Bracket(Equation((m, Number(2)))), "[m = 2]"),
    "a padding along an axis": (Symbol("p₋", (Number(1),)), "p_(-, 1)"),
    "floor": (Floor(Fraction(Sum((m, Number(-1))), Number(2))), "floor(frac(m - 1, 2))"),
    "power of a product": (Power(Product((Number(2), m)), Number(2)), "(2 m)^(2)"),
    "less": (Equation((m, n), "<"), "m lt n"),
    "added to": (Equation((x, f), "+="), 'x_(22) class("relation", "+=") f_(01)'),
    "remainder": (Infix("mod", m, n), "m mod n"),
    "operator": (Derived(Sum((f, Number(1))), f), "frac(∂, ∂ f_(01)) (f_(01) + 1)"),
    "cases": (Cases((Case(f, Equation((m, n), "<")), Case(Number(0)))), 'cases(f_(01) & "if" m lt n, 0 & "otherwise")'),
    "matrix": (
        Matrix(((Cell(x), Cell(Number(0))), (Cell(f), Cell(Number(1))))),
        'mat(delim: "[", x_(22), 0; f_(01), 1)',
    ),
}


@pytest.mark.parametrize(("node", "written"), CASES.values(), ids=CASES)
def test_typst(node: Node, written: str) -> None:
    assert typst(node) == written


def test_all_of_it_compiles() -> None:
    compiler = pytest.importorskip("typst", reason="needs typst")
    source = "\n".join(f"$ {written} $" for _, written in CASES.values())
    assert compiler.compile(source.encode(), format="pdf", ignore_system_fonts=True).startswith(b"%PDF")


def test_a_name_is_never_code() -> None:
    assert typst(Symbol('a"); #read("b')) == r'italic("a\"); #read(\"b")'
    assert quoted("\\") == r'"\\"'
