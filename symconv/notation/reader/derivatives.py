r"""Derivatives in every dress: ``∂L/∂x``, ``\frac{dL}{dX}``, ``∂_X L``, ``∇_X L``, ``dL/dx``."""

from symconv.notation.reader import atoms, expression, scripts
from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.lists import index_list
from symconv.notation.tree import Apply, Fraction, Node, Partial, Symbol

LOSS = Symbol("L")
"""What is differentiated where only ∇ is written."""


def over_under(cursor: Cursor) -> Node:
    r"""``\\frac{…}{…}``."""
    cursor.take()
    with cursor.nested():
        over, under = _argument(cursor), _argument(cursor)
    if over == Apply("∂", ()):
        over = Apply("∂", (atoms.factor(cursor),))
    return scripts.followed(cursor, fraction(over, under))


def _argument(cursor: Cursor) -> Node:
    """An argument of a command: a group or a single token."""
    if not cursor.at("{"):
        return atoms.factor(cursor)
    if cursor.at("∂", ahead=1) and cursor.at("}", ahead=2):
        cursor.place += 3
        return Apply("∂", ())
    inside = index_list(cursor, script=False, keep_scripts=True)
    return inside[0] if len(inside) == 1 else Apply("list", inside)


def fraction(over: Node, under: Node) -> Node:
    """``∂L/∂x`` and ``dL/dx`` as derivatives, anything else as a fraction."""
    above, below = _differentiated(over), _differentiated(under)
    return Fraction(over, under) if above is None or below is None else Partial(above, below)


def on_one_line(cursor: Cursor, node: Node) -> Node | None:
    """``dL/dx`` behind a ``dL`` that was read; None where it is something else."""
    if not (_is_differential(node) and cursor.at("/") and cursor.peek(1).text.startswith("d")):
        return None
    cursor.take()
    return scripts.followed(cursor, fraction(node, scripts.scripted(cursor, Symbol(cursor.take().text))))


def _is_differential(node: Node) -> bool:
    return isinstance(node, Symbol) and len(node.name) > 1 and node.name[0] == "d"


def _differentiated(node: Node) -> Node | None:
    if isinstance(node, Apply) and node.operator == "∂" and node.arguments:
        return node.arguments[0]
    if isinstance(node, Symbol) and _is_differential(node):
        return Symbol(node.name[1:], node.index, node.upper)
    return None


def differential(cursor: Cursor) -> Node:
    """``∂L/∂x`` on one line, ``∂_X L``, or one of the two alone."""
    cursor.take()
    if cursor.skip("_"):
        return _by(cursor)
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
