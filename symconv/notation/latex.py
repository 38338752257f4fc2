r"""The LaTeX hand: a tree as TeX math.

The same strings go into articles, GitHub, pandoc and notebooks, so: no ``\operatorname`` (GitHub refuses it), no
backslash before punctuation, and ``_`` never follows a closing brace (subscripts come before superscripts, and inside
the braces of a long name).
"""

from collections.abc import Callable
from typing import Any

from symconv.notation.tree import (
    Apply,
    BigSum,
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
    absolute,
)

SIGNS = {"⋆": r"\star", "⊙": r"\odot", "=": "=", "≠": r"\neq", "≡": r"\equiv"}
LETTERS = {"δ": r"\delta", "σ": r"\sigma", "φ": r"\varphi", "p₋": "p_{-}", "p₊": "p_{+}"}


def latex(node: Node) -> str:
    """``node`` as TeX math, without delimiters."""
    return _WRITERS[type(node)](node)


def _number(node: Number) -> str:
    return str(node.value)


def _symbol(node: Symbol) -> str:
    index = f"_{{{subscript(node.index, latex)}}}" if node.index else ""
    upper = f"^{{({','.join(map(latex, node.upper))})}}" if node.upper else ""
    return _name(node.name, "mathit", index + upper)


def _name(name: str, face: str, scripts: str) -> str:
    letters = name.rstrip("′")
    dashes = "'" * (len(name) - len(letters))
    if letters in LETTERS or len(letters) == 1:
        return f"{LETTERS.get(letters, letters)}{dashes}{scripts}"
    return rf"\{face}{{{letters}{dashes}{scripts}}}"


def subscript(index: tuple[Node, ...], write: Callable[[Node], str]) -> str:
    """``22``, ``1,10`` or ``2m+a,2n+b``: commas as soon as one part is longer than a sign."""
    parts = [write(part).replace(" ", "") for part in index]
    return ("" if all(len(part) == 1 for part in parts) else ",").join(parts)


def _partial(node: Partial) -> str:
    return rf"\frac{{\partial {latex(node.of)}}}{{\partial {latex(node.by)}}}"


def _product(node: Product) -> str:
    negative, size = absolute(node)
    if negative:
        return f"-{latex(size)}"
    return " ".join(_factor(factor) for factor in node.factors)


def _factor(node: Node) -> str:
    return rf"\left({latex(node)}\right)" if isinstance(node, Sum | Infix) else latex(node)


def _sum(node: Sum) -> str:
    written = []
    for position, term in enumerate(node.terms):
        negative, size = absolute(term)
        sign = "-" if negative else "+" if position else ""
        written.append(f"{sign} {latex(size)}" if position else f"{sign}{latex(size)}")
    return " ".join(written)


def _big_sum(node: BigSum) -> str:
    return rf"\sum_{{{', '.join(map(latex, node.over))}}} {_factor(node.body)}"


def _apply(node: Apply) -> str:
    told = f"_{{{', '.join(map(latex, node.parameter))}}}" if node.parameter else ""
    return rf"{_name(node.operator, 'mathrm', told)}\left({', '.join(map(latex, node.arguments))}\right)"


def _infix(node: Infix) -> str:
    return f"{_operand(node.left)} {SIGNS[node.sign]} {_operand(node.right)}"


def _operand(node: Node) -> str:
    return rf"\left({latex(node)}\right)" if isinstance(node, Sum) else latex(node)


def _fraction(node: Fraction) -> str:
    return rf"\frac{{{latex(node.over)}}}{{{latex(node.under)}}}"


def _floor(node: Floor) -> str:
    return rf"\left\lfloor {latex(node.body)} \right\rfloor"


def _power(node: Power) -> str:
    return f"{{{_factor(node.base)}}}^{{{latex(node.exponent)}}}"


def _equation(node: Equation) -> str:
    return f" {SIGNS[node.relation]} ".join(map(latex, node.sides))


def _dots(_: Dots) -> str:
    return r"\cdots"


def _matrix(node: Matrix) -> str:
    rows = (" & ".join(latex(cell.node) for cell in row) for row in node.rows)
    return r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"


_WRITERS: dict[type, Callable[[Any], str]] = {
    Number: _number,
    Symbol: _symbol,
    Partial: _partial,
    Product: _product,
    Sum: _sum,
    BigSum: _big_sum,
    Apply: _apply,
    Infix: _infix,
    Fraction: _fraction,
    Floor: _floor,
    Power: _power,
    Equation: _equation,
    Dots: _dots,
    Matrix: _matrix,
}
