"""Bare numbers above a tensor: exponents, unless the text names what it defines so (``z² = W² ∗ a¹``)."""

from dataclasses import replace

from symconv.check.statements import Statement, changed
from symconv.notation.tree import Equation, Node, Number, Partial, Power, Symbol
from symconv.notation.walk import rebuilt


def layered(read: list[Statement]) -> list[Statement]:
    """The statements, with bare numbers above tensors read as layers where the text counts layers so."""
    if not any(_names_a_layer(statement.tree) for statement in read):
        return read
    return changed(read, _as_layers)


def _names_a_layer(tree: Node | None) -> bool:
    left = tree.sides[0] if isinstance(tree, Equation) else None
    left = left.by if isinstance(left, Partial) else left
    return _is_raised(left)


def _is_raised(node: Node | None) -> bool:
    return isinstance(node, Power) and isinstance(node.base, Symbol) and isinstance(node.exponent, Number)


def _as_layers(node: Node) -> Node:
    if isinstance(node, Power) and _is_raised(node) and isinstance(node.base, Symbol):
        base: Symbol = rebuilt(node.base, _as_layers)
        return replace(base, upper=(*base.upper, node.exponent))
    whole: Node = rebuilt(node, _as_layers)
    return whole
