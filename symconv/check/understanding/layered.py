"""Bare numbers above a tensor: exponents, unless the text names what it defines so (``z² = W² ∗ a¹``)."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from symconv.check.statements import Statement
from symconv.notation.tree import Equation, Node, Number, Partial, Power, Symbol


def layered(read: list[Statement]) -> list[Statement]:
    """The statements, with bare numbers above tensors read as layers where the text counts layers so."""
    if not any(_names_a_layer(statement.tree) for statement in read):
        return read
    return [replace(one, tree=_as_layers(one.tree)) if one.tree is not None else one for one in read]


def _names_a_layer(tree: Node | None) -> bool:
    left = tree.sides[0] if isinstance(tree, Equation) else None
    left = left.by if isinstance(left, Partial) else left
    return _is_raised(left)


def _is_raised(node: Any) -> bool:
    return isinstance(node, Power) and isinstance(node.base, Symbol) and isinstance(node.exponent, Number)


def _as_layers(node: Any) -> Any:
    if _is_raised(node):
        return replace(_as_layers(node.base), upper=(*node.base.upper, node.exponent))
    if isinstance(node, tuple):
        return tuple(map(_as_layers, node))
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changed = {part.name: _as_layers(getattr(node, part.name)) for part in fields(node)}
    return type(node)(**changed)
