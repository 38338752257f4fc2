"""Letters with a prime that are tensors: ``Y'(p, q) = ∂L/∂Y(p, q)`` is no derivative of a function Y."""

from collections.abc import Iterator
from functools import partial

from symconv.check.statements import Statement, changed
from symconv.notation.tree import Apply, Equation, Node, Partial, Symbol
from symconv.notation.walk import rebuilt, walk


def with_dashed(read: list[Statement]) -> list[Statement]:
    """The statements with such a letter's arguments as its indices."""
    trees = [one.tree for one in read if one.tree is not None]
    names = frozenset(name for tree in trees for name in _named(tree))
    tensors = {node.name for tree in trees for node in walk(tree) if isinstance(node, Symbol) and node.index}
    meant = names | frozenset(name for name in _functions(trees) if name.rstrip("′") in tensors or name[0].isupper())
    if not meant:
        return read
    return changed(read, lambda tree: _indexed(tree, meant))


def _named(tree: Node) -> Iterator[str]:
    """``Y'(p, q) = ∂L/∂Y(p, q)``."""
    left, right = tree.sides if isinstance(tree, Equation) and len(tree.sides) == 2 else (None, None)
    if isinstance(left, Apply) and left.operator.endswith("′") and isinstance(right, Partial):
        same = isinstance(right.by, Symbol) and right.by.index == left.arguments
        yield from [left.operator] if same else ()


def _functions(trees: list[Node]) -> set[str]:
    """Names with a prime and several arguments, which no derivative of an activation has."""
    found = (node for tree in trees for node in walk(tree) if isinstance(node, Apply) and len(node.arguments) > 1)
    return {node.operator for node in found if node.operator.endswith("′")}


def _indexed(node: Node, names: frozenset[str]) -> Node:
    if isinstance(node, Apply) and node.operator in names:
        return Symbol(node.operator, node.arguments)
    whole: Node = rebuilt(node, partial(_indexed, names=names))
    return whole
