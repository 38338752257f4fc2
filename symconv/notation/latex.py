r"""The LaTeX hand: a tree as TeX math.

The same strings go into articles, GitHub, pandoc and notebooks, so: no ``\operatorname`` (GitHub refuses it), no
backslash before punctuation, and ``_`` never follows a closing brace (subscripts come before superscripts, and inside
the braces of a long name).
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from symconv.notation.ink import TEX_DOTS, TEX_LETTERS, TEX_SIGNS
from symconv.notation.tree import (
    Apply,
    BigSum,
    Bracket,
    Cases,
    Derived,
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
    numbers,
    runs_together,
)

REMEMBERED = (Symbol, Partial)
BRACKETED = (Sum, Infix)
"""What stands in brackets when it is a factor."""
LOOSE = (Sum, Infix, BigSum, Derived)
"""What stands in brackets when something follows it."""


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
    known = TEX_LETTERS.get(node.name, "")
    if index and known.endswith("}"):  # p_{-} along an axis
        return f"{known[:-1]},{index[2:]}{upper}"
    return _name(node.name, "mathit", index + upper)


def _name(name: str, face: str, scripts: str) -> str:
    letters = name.rstrip("′")
    dashes = "'" * (len(name) - len(letters))
    if letters in TEX_LETTERS or len(letters) == 1:
        return f"{TEX_LETTERS.get(letters, letters)}{dashes}{scripts}"
    return rf"\{face}{{{letters}{dashes}{scripts}}}"


def subscript(index: tuple[Node, ...], write: Callable[[Node], str]) -> str:
    """``22``, ``1,10`` or ``2m+a,2n+b``: commas where a part is longer than a sign, or would be multiplied."""
    parts = [write(part).replace(" ", "") for part in index]
    return ("," if runs_together(index) or any(len(part) > 1 for part in parts) else "").join(parts)


def _partial(node: Partial, pen: Pen) -> str:
    return rf"\frac{{\partial {pen(node.of)}}}{{\partial {pen(node.by)}}}"


def _derived(node: Derived, pen: Pen) -> str:
    body = pen(node.of) if isinstance(node.of, BigSum) else rf"\left({pen(node.of)}\right)"
    return rf"\frac{{\partial}}{{\partial {pen(node.by)}}} {body}"


def _product(node: Product, pen: Pen) -> str:
    negative, size = absolute(node)
    if negative:
        return f"-{_operand(size, pen)}"
    return _joined(node, pen)


def _joined(node: Product, pen: Pen) -> str:
    if all(isinstance(factor, REMEMBERED) for factor in node.factors):
        return " ".join(map(pen, node.factors))
    written = [_factor(factor, pen, LOOSE) for factor in node.factors[:-1]]
    written += [_factor(factor, pen) for factor in node.factors[-1:]]
    pieces = written[:1]
    for (before, factor), after in zip(pairwise(node.factors), written[1:], strict=True):
        named = after.startswith(r"\left(") and isinstance(before, Symbol) and not before.index
        pieces.append(rf"\cdot {after}" if named or numbers(before, factor) else after)
    return " ".join(pieces)


def _factor(node: Node, pen: Pen, kinds: tuple[type, ...] = BRACKETED) -> str:
    if isinstance(node, REMEMBERED):
        return pen(node)
    return _bracketed(node, pen, kinds)


def _bracketed(node: Node, pen: Pen, kinds: tuple[type, ...]) -> str:
    """The node, in brackets if it is of one of these kinds or has a minus sign."""
    return rf"\left({pen(node)}\right)" if isinstance(node, kinds) or absolute(node)[0] else pen(node)


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
    if node.operator == "list":
        return rf"\left\{{{', '.join(map(pen, node.arguments))}\right\}}"
    told = f"_{{{', '.join(map(pen, node.parameter))}}}" if node.parameter else ""
    return rf"{_name(node.operator, 'mathrm', told)}\left({', '.join(map(pen, node.arguments))}\right)"


def _infix(node: Infix, pen: Pen) -> str:
    told = f"_{{{', '.join(map(pen, node.parameter))}}}" if node.parameter else ""
    left = _bracketed(node.left, pen, (Sum, BigSum, Derived))
    return f"{left} {TEX_SIGNS[node.sign]}{told} {_bracketed(node.right, pen, (Product, *LOOSE))}"


def _operand(node: Node, pen: Pen) -> str:
    return rf"\left({pen(node)}\right)" if isinstance(node, Sum) else pen(node)


def _fraction(node: Fraction, pen: Pen) -> str:
    return rf"\frac{{{pen(node.over)}}}{{{pen(node.under)}}}"


def _floor(node: Floor, pen: Pen) -> str:
    return rf"\left\lfloor {pen(node.body)} \right\rfloor"


def _power(node: Power, pen: Pen) -> str:
    base = _bracketed(node.base, pen, (Product, *LOOSE))
    return f"{{{base}}}^{{{pen(node.exponent)}}}"


def _equation(node: Equation, pen: Pen) -> str:
    return f" {TEX_SIGNS[node.relation]} ".join(map(pen, node.sides))


def _bracket(node: Bracket, pen: Pen) -> str:
    return rf"\left[{pen(node.condition)}\right]"


def _dots(node: Dots, pen: Pen) -> str:
    return TEX_DOTS[node.sign]


def _matrix(node: Matrix, pen: Pen) -> str:
    rows = (" & ".join(pen(cell.node) for cell in row) for row in node.rows)
    return r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"


def _cases(node: Cases, pen: Pen) -> str:
    rows = (
        pen(row.value) + (r" & \text{otherwise}" if row.condition is None else rf" & \text{{if }} {pen(row.condition)}")
        for row in node.rows
    )
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


_WRITERS: dict[type, Callable[[Any, Pen], str]] = {
    Number: _number,
    Symbol: _symbol,
    Partial: _partial,
    Derived: _derived,
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
    Cases: _cases,
}
