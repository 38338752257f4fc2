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
    Bracket,
    Dots,
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
    absolute,
)

SIGNS = {
    "⋆": r"\star",
    "∗": r"\ast",
    "⊛": r"\circledast",
    "⊙": r"\odot",
    "=": "=",
    "+=": "+=",
    "≠": r"\neq",
    "≡": r"\equiv",
    "≤": r"\leq",
    "≥": r"\geq",
    "<": "<",
    ">": ">",
    "∈": r"\in",
    "∧": r",\;",
    "mod": r"\bmod",
}
LETTERS = {"γ": r"\gamma", "δ": r"\delta", "σ": r"\sigma", "φ": r"\varphi", "p₋": "p_{-}", "p₊": "p_{+}"}

REMEMBERED = (Symbol, Partial)
BRACKETED = (Sum, Infix)
"""What stands in brackets when it is a factor."""


class Pen:
    """Writes trees as TeX and remembers its symbols and derivatives: in a derivation the same few stand in many terms.

    Memory is by identity, and holds the node, so that the identity stays its own.
    """

    def __init__(self) -> None:
        self.written: dict[int, tuple[Node, str]] = {}

    def __call__(self, node: Node) -> str:
        """``node`` as TeX math, without delimiters."""
        if not isinstance(node, REMEMBERED):
            return _WRITERS[type(node)](node, self)
        known = self.written.get(id(node))
        if known is None:
            known = self.written[id(node)] = node, _WRITERS[type(node)](node, self)
        return known[1]


def latex(node: Node) -> str:
    """``node`` as TeX math, without delimiters."""
    return Pen()(node)


def _number(node: Number, pen: Pen) -> str:
    return str(node.value)


def _symbol(node: Symbol, pen: Pen) -> str:
    index = f"_{{{subscript(node.index, pen)}}}" if node.index else ""
    upper = f"^{{({','.join(map(pen, node.upper))})}}" if node.upper else ""
    known = LETTERS.get(node.name, "")
    if index and known.endswith("}"):  # p_{-} along an axis
        return f"{known[:-1]},{index[2:]}{upper}"
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


def _partial(node: Partial, pen: Pen) -> str:
    return rf"\frac{{\partial {pen(node.of)}}}{{\partial {pen(node.by)}}}"


def _product(node: Product, pen: Pen) -> str:
    negative, size = absolute(node)
    if negative:
        return f"-{_operand(size, pen)}"
    return _joined(node, pen)


def _joined(node: Product, pen: Pen) -> str:
    return " ".join([_factor(factor, pen) for factor in node.factors])


def _factor(node: Node, pen: Pen) -> str:
    if isinstance(node, REMEMBERED):
        return pen(node)
    return rf"\left({pen(node)}\right)" if isinstance(node, BRACKETED) or absolute(node)[0] else pen(node)


def _sum(node: Sum, pen: Pen) -> str:
    written = []
    for position, term in enumerate(node.terms):
        negative, size = absolute(term)
        sign = "-" if negative else "+" if position else ""
        value = _operand(size, pen) if negative else _unsigned(size, pen)
        written.append(f"{sign} {value}" if position else f"{sign}{value}")
    return " ".join(written)


def _unsigned(term: Node, pen: Pen) -> str:
    """A term without a minus sign; a product need not be asked for one again."""
    return _joined(term, pen) if isinstance(term, Product) else pen(term)


def _big_sum(node: BigSum, pen: Pen) -> str:
    match node.over:
        case (Limits(letter, first, last),):
            start = pen(letter) if first is None else f"{pen(letter)}={pen(first)}"
            stop = "" if last is None else f"^{{{pen(last)}}}"
            return rf"\sum_{{{start}}}{stop} {_factor(node.body, pen)}"
    return rf"\sum_{{{', '.join(map(pen, node.over))}}} {_factor(node.body, pen)}"


def _limits(node: Limits, pen: Pen) -> str:
    first = "" if node.first is None else f"={pen(node.first)}"
    return f"{pen(node.letter)}{first}" + ("" if node.last is None else rf" \ldots {pen(node.last)}")


def _entry(node: Entry, pen: Pen) -> str:
    return rf"\left({pen(node.of)}\right)_{{{subscript(node.index, pen)}}}"


def _apply(node: Apply, pen: Pen) -> str:
    told = f"_{{{', '.join(map(pen, node.parameter))}}}" if node.parameter else ""
    return rf"{_name(node.operator, 'mathrm', told)}\left({', '.join(map(pen, node.arguments))}\right)"


def _infix(node: Infix, pen: Pen) -> str:
    told = f"_{{{', '.join(map(pen, node.parameter))}}}" if node.parameter else ""
    return f"{_operand(node.left, pen)} {SIGNS[node.sign]}{told} {_operand(node.right, pen)}"


def _operand(node: Node, pen: Pen) -> str:
    return rf"\left({pen(node)}\right)" if isinstance(node, Sum) else pen(node)


def _fraction(node: Fraction, pen: Pen) -> str:
    return rf"\frac{{{pen(node.over)}}}{{{pen(node.under)}}}"


def _floor(node: Floor, pen: Pen) -> str:
    return rf"\left\lfloor {pen(node.body)} \right\rfloor"


def _power(node: Power, pen: Pen) -> str:
    base = rf"\left({pen(node.base)}\right)" if isinstance(node.base, Product) else _factor(node.base, pen)
    return f"{{{base}}}^{{{pen(node.exponent)}}}"


def _equation(node: Equation, pen: Pen) -> str:
    return f" {SIGNS[node.relation]} ".join(map(pen, node.sides))


def _bracket(node: Bracket, pen: Pen) -> str:
    return rf"\left[{pen(node.condition)}\right]"


def _dots(node: Dots, pen: Pen) -> str:
    return {"⋯": r"\cdots", "⋮": r"\vdots", "⋱": r"\ddots"}[node.sign]


def _matrix(node: Matrix, pen: Pen) -> str:
    rows = (" & ".join(pen(cell.node) for cell in row) for row in node.rows)
    return r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"


_WRITERS: dict[type, Callable[[Any, Pen], str]] = {
    Number: _number,
    Symbol: _symbol,
    Partial: _partial,
    Product: _product,
    Sum: _sum,
    BigSum: _big_sum,
    Limits: _limits,
    Entry: _entry,
    Apply: _apply,
    Infix: _infix,
    Fraction: _fraction,
    Floor: _floor,
    Power: _power,
    Equation: _equation,
    Bracket: _bracket,
    Dots: _dots,
    Matrix: _matrix,
}
