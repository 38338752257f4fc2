"""The plain hand: a tree as one line of text, in Unicode or in ASCII.

∂L/∂x_22 = ∂L/∂o_00·f_22 + ∂L/∂o_01·f_20        dL/dx_22 = dL/do_00*f_22 + dL/do_01*f_20
"""

from collections.abc import Callable
from typing import Any

from symconv.notation.ink import UNICODE, Ink
from symconv.notation.latex import subscript
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
)

WORDS = ("in", "if", "up")
"""Letters of an index that would be taken for a word."""
LOOSE = (Infix, BigSum, Derived, Cases)
"""What is looser than a fraction or a power."""
TERMS = (Sum, Cases)
"""What stands in brackets as a term."""


def text(node: Node, ink: Ink = UNICODE) -> str:
    """``node`` on one line."""
    return _WRITERS[type(node)](node, ink)


def _number(node: Number, ink: Ink) -> str:
    return str(node.value) if node.value >= 0 else f"{ink.minus}{-node.value}"


def _symbol(node: Symbol, ink: Ink) -> str:
    letters = node.name.rstrip("′")
    written = ink.letters.get(letters, letters) + ink.prime * (len(node.name) - len(letters))
    if node.upper:
        written += f"^({','.join(text(part, ink) for part in node.upper)})"
    if node.index:
        index = subscript(node.index, lambda part: text(part, ink))
        listed = index.replace(",", "").isdigit() and written.isalpha()
        short = len(letters.removeprefix("d") or letters) == 1
        bare = listed or index.isdigit() or (index.isalpha() and short and index not in WORDS)
        written += f"_{index}" if bare else f"_{{{index}}}"
    return written


def _partial(node: Partial, ink: Ink) -> str:
    return f"{ink.partial}{text(node.of, ink)}/{ink.partial}{text(node.by, ink)}"


def _derived(node: Derived, ink: Ink) -> str:
    body = text(node.of, ink)
    operator = f"{ink.partial}/{ink.partial}{text(node.by, ink)}"
    return f"{operator} {body if isinstance(node.of, BigSum) else f'({body})'}"


def _product(node: Product, ink: Ink) -> str:
    negative, size = absolute(node)
    if negative:
        return f"{ink.minus}{_bracketed(size, ink, TERMS)}"
    match node.factors:
        case (Number(value), Symbol(_, (), ())) if ink is UNICODE:
            return f"{value}{text(node.factors[1], ink)}"
    return ink.times.join(_factor(factor, ink) for factor in node.factors)


def _factor(factor: Node, ink: Ink) -> str:
    if isinstance(factor, (Symbol, Partial)):
        return text(factor, ink)
    return _bracketed(factor, ink, (Sum, Infix, BigSum, Derived, Fraction, Cases))


def _bracketed(node: Node, ink: Ink, kinds: tuple[type, ...]) -> str:
    """The node, in brackets if it is of one of these kinds or has a minus sign."""
    written = text(node, ink)
    return f"({written})" if isinstance(node, kinds) or absolute(node)[0] else written


def _sum(node: Sum, ink: Ink) -> str:
    written = []
    for position, term in enumerate(node.terms):
        negative, size = absolute(term)
        sign = ink.minus if negative else "+" if position else ""
        value = _bracketed(size, ink, TERMS if negative else (Cases,))
        written.append(f"{sign} {value}" if position else f"{sign}{value}")
    return " ".join(written)


def _big_sum(node: BigSum, ink: Ink) -> str:
    body = _bracketed(node.body, ink, TERMS)
    match node.over:
        case (Limits(letter, Number() | Symbol() as first, last),) if last is not None:
            return f"{ink.sigma}_{{{text(letter, ink)}={text(first, ink)}}}^{{{text(last, ink)}}} {body}"
        case (Limits(letter, None, last),) if last is not None:
            return f"{ink.sigma}_{{{text(letter, ink)}}}^{{{text(last, ink)}}} {body}"
    over = ", ".join(text(part, ink) for part in node.over)
    return f"{ink.sigma}_{over if over.isalnum() else f'{{{over}}}'} {body}"


def _limits(node: Limits, ink: Ink) -> str:
    first = "" if node.first is None else f"={text(node.first, ink)}"
    return text(node.letter, ink) + first + ("" if node.last is None else f"..{text(node.last, ink)}")


def _entry(node: Entry, ink: Ink) -> str:
    return f"({text(node.of, ink)})_{{{subscript(node.index, lambda part: text(part, ink))}}}"


def _apply(node: Apply, ink: Ink) -> str:
    if node.operator == "slice":
        return ":".join("" if part == Symbol(":") else text(part, ink) for part in node.arguments)
    if node.operator == "list":
        return f"{{{', '.join(text(part, ink) for part in node.arguments)}}}"
    letters = node.operator.rstrip("′")
    name = ink.letters.get(letters, letters) + ink.prime * (len(node.operator) - len(letters))
    return f"{name}{_told(node.parameter, ink)}({', '.join(text(part, ink) for part in node.arguments)})"


def _told(parameter: tuple[Node, ...], ink: Ink) -> str:
    """What stands below an operation: ``_2``, ``_{2,3}``."""
    sizes = ",".join(text(part, ink) for part in parameter)
    return f"_{sizes if sizes.isalnum() else f'{{{sizes}}}'}" if sizes else ""


def _infix(node: Infix, ink: Ink) -> str:
    left = _bracketed(node.left, ink, (Sum, BigSum, Derived, Cases))
    right = _bracketed(node.right, ink, (Sum, Product, Fraction, *LOOSE))
    return f"{left} {ink.signs[node.sign]}{_told(node.parameter, ink)} {right}"


def _fraction(node: Fraction, ink: Ink) -> str:
    over = _bracketed(node.over, ink, (Sum, Product, Partial, *LOOSE))
    return f"{over}/{_bracketed(node.under, ink, (Sum, Product, Fraction, Partial, *LOOSE))}"


def _floor(node: Floor, ink: Ink) -> str:
    return f"{ink.floor[0]}{text(node.body, ink)}{ink.floor[1]}"


def _power(node: Power, ink: Ink) -> str:
    raised = isinstance(node.exponent, Number) or node.exponent == Symbol("T")
    named = (Symbol,) if not raised else ()
    base = _bracketed(node.base, ink, (Sum, Product, Partial, Fraction, Power, *LOOSE, *named))
    exponent = text(node.exponent, ink)
    return f"{base}^{exponent}" if exponent.isalnum() else f"{base}^{{{exponent}}}"


def _equation(node: Equation, ink: Ink) -> str:
    return f" {ink.signs[node.relation]} ".join(text(side, ink) for side in node.sides)


def _bracket(node: Bracket, ink: Ink) -> str:
    return f"[{text(node.condition, ink)}]"


def _dots(node: Dots, ink: Ink) -> str:
    return ink.dots[node.sign]


def _matrix(node: Matrix, ink: Ink) -> str:
    rows = (", ".join(text(cell.node, ink) for cell in row) for row in node.rows)
    return f"[{'; '.join(rows)}]"


def _cases(node: Cases, ink: Ink) -> str:
    """``(a if m = 0 else b)``."""
    rows = [
        text(row.value, ink) + ("" if row.condition is None else f" if {text(row.condition, ink)}") for row in node.rows
    ]
    return f"({' else '.join(rows)})"


_WRITERS: dict[type, Callable[[Any, Ink], str]] = {
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
