"""Gradients named by what they are of: ``δ_{y_{ij}}``, and, where ``G_Y = ∂L/∂Y``, ``G_{Y_{ij}}`` and ``G_Y[i, j]``."""

from collections.abc import Mapping
from dataclasses import replace

from symconv.check.statements import Statement
from symconv.notation.tree import Equation, Node, Partial, Symbol
from symconv.notation.walk import rebuilt

LOSS = Symbol("L")

Named = Mapping[tuple[str, str], Node]
"""The letter of a gradient and of its tensor → what is differentiated."""


def without_nested(read: list[Statement]) -> list[Statement]:
    """The statements with such gradients written as derivatives; without the lines that only name them."""
    named: dict[tuple[str, str], Node] = {}
    lines: set[int] = set()
    for one in read:
        made = _named(one.tree)
        if made is not None and named.setdefault(*made) == made[1]:
            lines.add(one.start)
    return [
        one if one.tree is None else replace(one, tree=_written(one.tree, named))
        for one in read
        if one.start not in lines
    ]


def _named(tree: Node | None) -> tuple[tuple[str, str], Node] | None:
    """``G_Y = ∂L/∂Y``: both letters, and the loss."""
    if not isinstance(tree, Equation) or tree.relation != "=" or len(tree.sides) != 2:
        return None
    left, right = tree.sides
    if not isinstance(left, Symbol) or not isinstance(right, Partial) or left.upper or len(left.index) != 1:
        return None
    below = left.index[0]
    whole = isinstance(below, Symbol) and not below.index and not below.upper and below == right.by
    return ((left.name, below.name), right.of) if whole and isinstance(below, Symbol) else None


def _written(node: Node, named: Named) -> Node:
    if isinstance(node, Symbol) and node.index and isinstance(below := node.index[0], Symbol):
        loss = named.get((node.name, below.name), LOSS if node.name == "δ" and below.index else None)
        if loss is not None and not (below.index and node.index[1:]):
            return Partial(loss, Symbol(below.name, (*below.index, *node.index[1:]), (*below.upper, *node.upper)))
    whole: Node = rebuilt(node, lambda inner: _written(inner, named))
    return whole
