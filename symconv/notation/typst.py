"""The Typst hand: a tree as Typst math.

Names of more than one letter are quoted, and every index stands in round brackets, so that nothing a name holds can be
read as a Typst function or as code.
"""

from collections.abc import Callable
from typing import Any

from symconv.notation.latex import BRACKETED
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

SIGNS = {sign: sign for sign in "⋆∗⊛⊙=≠≡≤≥∈"} | {
    "+=": 'class("relation", "+=")',
    "<": "lt",
    ">": "gt",
    "∧": '","',
    "mod": "mod",
}
LETTERS = {"p₋": "p_(-)", "p₊": "p_(+)"}


def typst(node: Node) -> str:
    """``node`` as Typst math, without delimiters."""
    return _WRITERS[type(node)](node)


def quoted(words: str) -> str:
    """Words as a Typst string."""
    return '"{}"'.format(words.replace("\\", "\\\\").replace('"', '\\"'))


def _number(node: Number) -> str:
    return str(node.value)


def _symbol(node: Symbol) -> str:
    upper = f"^(({','.join(map(typst, node.upper))}))" if node.upper else ""
    name = _name(node.name, "italic({})")
    if node.index and name.endswith(")") and node.name in LETTERS:  # p_(-) along an axis
        return f"{name[:-1]}, {_subscript(node.index)}){upper}"
    return name + (f"_({_subscript(node.index)})" if node.index else "") + upper


def _subscript(index: tuple[Node, ...]) -> str:
    """``22``, ``m n`` or ``2 m + a, n``: commas as soon as one part is longer than a sign."""
    parts = [typst(part) for part in index]
    if any(len(part) > 1 for part in parts):
        return ", ".join(parts)
    return ("" if all(part.isdigit() for part in parts) else " ").join(parts)


def _name(name: str, face: str) -> str:
    letters = name.rstrip("′")
    dashes = "'" * (len(name) - len(letters))
    plain = len(letters) == 1 and letters.isalpha()
    return LETTERS.get(letters, letters if plain else face.format(quoted(letters))) + dashes


def _partial(node: Partial) -> str:
    return f"frac(∂ {typst(node.of)}, ∂ {typst(node.by)})"


def _derived(node: Derived) -> str:
    body = typst(node.of) if isinstance(node.of, BigSum) else f"({typst(node.of)})"
    return f"frac(∂, ∂ {typst(node.by)}) {body}"


def _product(node: Product) -> str:
    negative, size = absolute(node)
    return f"-{_operand(size)}" if negative else _joined(node)


def _joined(node: Product) -> str:
    return " ".join(map(_factor, node.factors))


def _factor(node: Node) -> str:
    return f"({typst(node)})" if isinstance(node, BRACKETED) or absolute(node)[0] else typst(node)


def _sum(node: Sum) -> str:
    written = []
    for position, term in enumerate(node.terms):
        negative, size = absolute(term)
        sign = "-" if negative else "+" if position else ""
        value = _operand(size) if negative else typst(size)
        written.append(f"{sign} {value}" if position else f"{sign}{value}")
    return " ".join(written)


def _big_sum(node: BigSum) -> str:
    match node.over:
        case (Limits(letter, first, last),):
            start = typst(letter) if first is None else f"{typst(letter)} = {typst(first)}"
            stop = "" if last is None else f"^({typst(last)})"
            return f"sum_({start}){stop} {_factor(node.body)}"
    return f"sum_({', '.join(map(typst, node.over))}) {_factor(node.body)}"


def _limits(node: Limits) -> str:
    first = "" if node.first is None else f" = {typst(node.first)}"
    return f"{typst(node.letter)}{first}" + ("" if node.last is None else f" … {typst(node.last)}")


def _entry(node: Entry) -> str:
    return f"({typst(node.of)})_({_subscript(node.index)})"


def _apply(node: Apply) -> str:
    if node.operator == "list":
        return f"{{{', '.join(map(typst, node.arguments))}}}"
    told = f"_({', '.join(map(typst, node.parameter))})" if node.parameter else ""
    return f"{_name(node.operator, '{}')}{told}({', '.join(map(typst, node.arguments))})"


def _infix(node: Infix) -> str:
    told = f"_({', '.join(map(typst, node.parameter))})" if node.parameter else ""
    return f"{_operand(node.left)} {SIGNS[node.sign]}{told} {_operand(node.right)}"


def _operand(node: Node) -> str:
    return f"({typst(node)})" if isinstance(node, Sum) else typst(node)


def _fraction(node: Fraction) -> str:
    return f"frac({typst(node.over)}, {typst(node.under)})"


def _floor(node: Floor) -> str:
    return f"floor({typst(node.body)})"


def _power(node: Power) -> str:
    base = f"({typst(node.base)})" if isinstance(node.base, Product) else _factor(node.base)
    return f"{base}^({typst(node.exponent)})"


def _equation(node: Equation) -> str:
    return f" {SIGNS[node.relation]} ".join(map(typst, node.sides))


def _bracket(node: Bracket) -> str:
    return f"[{typst(node.condition)}]"


def _dots(node: Dots) -> str:
    return node.sign


def _matrix(node: Matrix) -> str:
    rows = (", ".join(typst(cell.node) for cell in row) for row in node.rows)
    return f'mat(delim: "[", {"; ".join(rows)})'


def _cases(node: Cases) -> str:
    whens = ('"otherwise"' if row.condition is None else f'"if" {typst(row.condition)}' for row in node.rows)
    return f"cases({', '.join(f'{typst(row.value)} & {when}' for row, when in zip(node.rows, whens, strict=True))})"


_WRITERS: dict[type, Callable[[Any], str]] = {
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
