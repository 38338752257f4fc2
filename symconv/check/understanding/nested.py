"""Gradients named by what they are of: ``δ_{y_{ij}}``, and, where ``G_Y = ∂L/∂Y``, ``G_{Y_{ij}}`` and ``G_Y[i, j]``."""

from collections.abc import Mapping
from dataclasses import replace

from symconv.check.statements import Statement, changed
from symconv.check.understanding.binding import LOSS, is_loss
from symconv.check.understanding.names import PREFERRED
from symconv.notation.tree import Equation, Node, Partial, Symbol
from symconv.notation.walk import rebuilt

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
    return changed((one for one in read if one.start not in lines), lambda tree: _written(tree, named))


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
    return _of_entry(whole) if isinstance(whole, Partial) else whole


def _of_entry(node: Partial) -> Partial:
    """``∇_X L_{22}`` as the derivative by x_22, where L is a loss and X whole."""
    of, by = node.of, node.by
    if not isinstance(of, Symbol) or not isinstance(by, Symbol) or by.index or not of.index or is_loss(of):
        return node
    if of.name.lower() not in PREFERRED["loss"]:
        return node
    return Partial(replace(of, index=()), replace(by, index=of.index))
