"""The plain hand: a tree as one line of text, in Unicode or in ASCII.

∂L/∂x_22 = ∂L/∂o_00·f_22 + ∂L/∂o_01·f_20        dL/dx_22 = dL/do_00*f_22 + dL/do_01*f_20
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symconv.notation.latex import subscript
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """The signs a terminal can show."""

    partial: str
    times: str
    sigma: str
    minus: str
    floor: tuple[str, str]
    prime: str
    signs: dict[str, str]
    letters: dict[str, str]


UNICODE = Ink(
    partial="∂",
    times="·",
    sigma="Σ",
    minus="−",
    floor=("⌊", "⌋"),
    prime="′",
    signs={sign: sign for sign in ("⋆", "∗", "⊛", "⊙", "=", "+=", "≠", "≡", "≤", "≥", "<", ">", "∈", "mod")}
    | {"∧": ","},
    letters={},
)
ASCII = Ink(
    partial="d",
    times="*",
    sigma="sum",
    minus="-",
    floor=("floor(", ")"),
    prime="'",
    signs={
        "⋆": "(*)",
        "∗": "(conv)",
        "⊛": "(conv)",
        "⊙": ".*",
        "≠": "!=",
        "≡": "==",
        "≤": "<=",
        "≥": ">=",
        "∈": "in",
        "∧": ",",
    }
    | {sign: sign for sign in ("=", "+=", "<", ">", "mod")},
    letters={"δ": "delta", "σ": "sigma", "φ": "phi", "p₋": "p_before", "p₊": "p_after"},
)


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
        written += f"_{index}" if index.replace(",", "").isalnum() else f"_{{{index}}}"
    return written


def _partial(node: Partial, ink: Ink) -> str:
    return f"{ink.partial}{text(node.of, ink)}/{ink.partial}{text(node.by, ink)}"


def _product(node: Product, ink: Ink) -> str:
    negative, size = absolute(node)
    if negative:
        return f"{ink.minus}{_subtracted(size, ink)}"
    match node.factors:
        case (Number(value), Symbol(_, (), ())) if ink is UNICODE:
            return f"{value}{text(node.factors[1], ink)}"
    return ink.times.join(_factor(factor, ink) for factor in node.factors)


def _factor(node: Node, ink: Ink) -> str:
    if isinstance(node, (Symbol, Partial)):
        return text(node, ink)
    bracketed = isinstance(node, (Sum, Infix, BigSum)) or absolute(node)[0]
    return f"({text(node, ink)})" if bracketed else text(node, ink)


def _subtracted(node: Node, ink: Ink) -> str:
    return f"({text(node, ink)})" if isinstance(node, Sum) else text(node, ink)


def _sum(node: Sum, ink: Ink) -> str:
    written = []
    for position, term in enumerate(node.terms):
        negative, size = absolute(term)
        sign = ink.minus if negative else "+" if position else ""
        value = _subtracted(size, ink) if negative else text(size, ink)
        written.append(f"{sign} {value}" if position else f"{sign}{value}")
    return " ".join(written)


def _big_sum(node: BigSum, ink: Ink) -> str:
    match node.over:
        case (Limits(letter, Number() | Symbol() as first, last),) if last is not None:
            body = f"({text(node.body, ink)})" if isinstance(node.body, Sum) else text(node.body, ink)
            return f"{ink.sigma}_{{{text(letter, ink)}={text(first, ink)}}}^{{{text(last, ink)}}} {body}"
    over = ", ".join(text(part, ink) for part in node.over)
    body = f"({text(node.body, ink)})" if isinstance(node.body, Sum) else text(node.body, ink)
    return f"{ink.sigma}_{over if over.isalnum() else f'{{{over}}}'} {body}"


def _limits(node: Limits, ink: Ink) -> str:
    first = "" if node.first is None else f"={text(node.first, ink)}"
    return text(node.letter, ink) + first + ("" if node.last is None else f"..{text(node.last, ink)}")


def _entry(node: Entry, ink: Ink) -> str:
    return f"({text(node.of, ink)})_{{{subscript(node.index, lambda part: text(part, ink))}}}"


def _apply(node: Apply, ink: Ink) -> str:
    sizes = ",".join(text(part, ink) for part in node.parameter)
    told = f"_{sizes if sizes.isalnum() else f'{{{sizes}}}'}" if sizes else ""
    letters = node.operator.rstrip("′")
    name = ink.letters.get(letters, letters) + ink.prime * (len(node.operator) - len(letters))
    return f"{name}{told}({', '.join(text(part, ink) for part in node.arguments)})"


def _infix(node: Infix, ink: Ink) -> str:
    left, right = (
        f"({text(side, ink)})" if isinstance(side, Sum) else text(side, ink) for side in (node.left, node.right)
    )
    told = f"_{','.join(text(part, ink) for part in node.parameter)}" if node.parameter else ""
    return f"{left} {ink.signs[node.sign]}{told} {right}"


def _fraction(node: Fraction, ink: Ink) -> str:
    return f"{_operand(node.over, ink)}/{_operand(node.under, ink)}"


def _operand(node: Node, ink: Ink) -> str:
    return f"({text(node, ink)})" if isinstance(node, (Sum, Product)) or absolute(node)[0] else text(node, ink)


def _floor(node: Floor, ink: Ink) -> str:
    return f"{ink.floor[0]}{text(node.body, ink)}{ink.floor[1]}"


def _power(node: Power, ink: Ink) -> str:
    return f"{_operand(node.base, ink)}^{_operand(node.exponent, ink)}"


def _equation(node: Equation, ink: Ink) -> str:
    return f" {ink.signs[node.relation]} ".join(text(side, ink) for side in node.sides)


def _bracket(node: Bracket, ink: Ink) -> str:
    return f"[{text(node.condition, ink)}]"


def _dots(node: Dots, ink: Ink) -> str:
    return node.sign if ink is UNICODE else "..."


def _matrix(node: Matrix, ink: Ink) -> str:
    rows = (" ".join(text(cell.node, ink) for cell in row) for row in node.rows)
    return f"[{'; '.join(rows)}]"


_WRITERS: dict[type, Callable[[Any, Ink], str]] = {
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
