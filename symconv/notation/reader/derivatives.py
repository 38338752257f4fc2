r"""Derivatives in every dress: ``∂L/∂x``, ``\frac{dL}{dX}``, ``∂_X L``, ``∇_X L``, ``dL/dx``, ``∂/∂x (…)``."""

from symconv.notation.reader import atoms, expression, scripts
from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.lists import index_list, lists
from symconv.notation.tree import (
    Apply,
    BigSum,
    Cases,
    Derived,
    Fraction,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
)

LOSS = Symbol("L")
"""What is differentiated where only ∇ is written."""

SPOKEN = (Symbol("d"), Symbol("δ"))
"""What stands for ∂ in ``δL/δw`` and ``d L/d w``, where it is read as a factor."""

OPERATOR = Apply("∂", ())
"""``∂`` with nothing behind it: what it differentiates stands behind the fraction."""

EXPRESSIONS = (BigSum, Cases, Derived, Fraction, Power, Product, Sum)
"""What is differentiated as an expression; anything else has a name, and so has its derivative."""


def over_under(cursor: Cursor) -> Node:
    r"""``\\frac{…}{…}``."""
    cursor.take()
    with cursor.nested():
        over, under = _argument(cursor), _argument(cursor)
    by = _differentiated(under)
    if over in (OPERATOR, Symbol("d")) and by is not None and expression.starts_factor(cursor):
        return operated(cursor, by)
    return scripts.followed(cursor, fraction(over, under))


def _argument(cursor: Cursor) -> Node:
    """An argument of a command: a group or a single token."""
    if not cursor.at("{"):
        return atoms.factor(cursor)
    if cursor.at("∂", ahead=1) and cursor.at("}", ahead=2):
        cursor.place += 3
        return OPERATOR
    inside = index_list(cursor, script=False, keep_scripts=True)
    return inside[0] if len(inside) == 1 else Apply("list", inside)


def fraction(over: Node, under: Node) -> Node:
    """``∂L/∂x`` and ``dL/dx`` as derivatives, anything else as a fraction."""
    above, below = _differentiated(over), _differentiated(under)
    if above is not None and below is None and _lacks(over, under):
        below = under
    return Fraction(over, under) if above is None or below is None else derivative(above, below)


def _lacks(over: Node, under: Node) -> bool:
    r"""Whether the lower ∂ is forgotten, ``\frac{\partial L}{w_{ab}}``: a ∂ divided by an entry is nothing else."""
    return isinstance(over, Apply) and isinstance(under, Symbol) and bool(under.index or under.upper)


def derivative(of: Node, by: Node) -> Node:
    """The derivative of a name or of an expression."""
    return Derived(of, by) if isinstance(of, EXPRESSIONS) else Partial(of, by)


def operated(cursor: Cursor, by: Node) -> Node:
    """What stands behind ``∂/∂w``: a sum, a group, a product of names; a derivative behind a name is a factor."""
    with cursor.nested():
        if cursor.at("(", "[", "{"):
            return derivative(atoms.factor(cursor), by)
        body = expression.product(cursor)
    factors = body.factors if isinstance(body, Product) else (body,)
    if all(isinstance(part, Symbol | Number | BigSum | Cases) for part in factors):
        return derivative(body, by)
    return expression.together([derivative(factors[0], by), *factors[1:]])


def on_one_line(cursor: Cursor, node: Node) -> Node | None:
    """``dL/dx`` behind a ``dL`` that was read, ``d/dx (…)`` behind a d; None where it is something else."""
    if not (cursor.at("/") and cursor.peek(1).text.startswith("d")):
        return None
    if node == Symbol("d") and len(cursor.peek(1).text) > 1 and not cursor.scripted:
        cursor.take()
        name = cursor.take().text[1:]
        return operated(cursor, _by_name(cursor, Symbol(name)))
    if not _is_differential(node):
        return None
    cursor.take()
    return scripts.followed(cursor, fraction(node, scripts.scripted(cursor, Symbol(cursor.take().text))))


def _by_name(cursor: Cursor, symbol: Symbol) -> Node:
    """The name behind an operator's ``∂``, with its indices."""
    node = scripts.scripted(cursor, symbol)
    if isinstance(node, Symbol) and not node.index and cursor.at("(") and lists(cursor):
        return Symbol(node.name, index_list(cursor, script=True), node.upper)
    return node


def _is_differential(node: Node) -> bool:
    return isinstance(node, Symbol) and len(node.name) > 1 and node.name[0] == "d"


def _differentiated(node: Node) -> Node | None:
    if isinstance(node, Apply) and node.operator == "∂" and node.arguments:
        return node.arguments[0]
    if isinstance(node, Symbol) and _is_differential(node):
        return Symbol(node.name[1:], node.index, node.upper)
    if isinstance(node, Product) and len(node.factors) == 2 and node.factors[0] in SPOKEN:
        return node.factors[1]
    return None


def differential(cursor: Cursor) -> Node:
    """``∂L/∂x`` on one line, ``∂/∂x (…)``, ``∂_X L``, or one of the two alone."""
    cursor.take()
    if cursor.skip("_"):
        return _by(cursor)
    if cursor.at("/") and cursor.at("∂", ahead=1):
        cursor.place += 2
        token = cursor.peek()
        if token.kind != "name":
            raise cursor.error("expected what is differentiated by")
        cursor.take()
        return operated(cursor, _by_name(cursor, Symbol(token.text)))
    with cursor.nested():
        above = Apply("∂", (atoms.factor(cursor),))
    if cursor.at("/") and (cursor.at("∂", ahead=1) or cursor.at("(", ahead=1)):
        cursor.take()
        return scripts.followed(cursor, fraction(above, atoms.factor(cursor)))
    return above


def nabla(cursor: Cursor) -> Node:
    """``∇_X L``, or ``∇x`` for the loss."""
    cursor.take()
    if cursor.skip("_"):
        return _by(cursor)
    with cursor.nested():
        return Partial(LOSS, atoms.factor(cursor))


def _by(cursor: Cursor) -> Node:
    by = scripts.script(cursor)[0]
    with cursor.nested():
        return Partial(atoms.factor(cursor) if expression.starts_factor(cursor) else LOSS, by)
