"""A colon in two factors, ``w[m,:,a,b] · x[n,:,i+a,j+b]``: a product of vectors, written as a sum."""

from dataclasses import replace

from symconv.check.statements import Statement, changed
from symconv.check.understanding.slices import FRESH, WHOLE
from symconv.notation.tree import BigSum, Equation, Node, Product, Symbol
from symconv.notation.walk import rebuilt, walk


def with_dots(read: list[Statement]) -> list[Statement]:
    """The statements with a sum for each such product, where nothing else has a colon."""
    return changed(read, _summed)


def _summed(tree: Node) -> Node:
    letters = {node.name for node in walk(tree) if isinstance(node, Symbol)}
    letter = next((Symbol(name) for name in FRESH if name not in letters), None)
    if not isinstance(tree, Equation) or letter is None or any(_open(node) for node in walk(tree.sides[0])):
        return tree
    return replace(tree, sides=(tree.sides[0], *(_dotted(side, letter) for side in tree.sides[1:])))


def _open(node: Node) -> bool:
    return isinstance(node, Symbol) and node.index.count(WHOLE) == 1


def _dotted(node: Node, letter: Symbol) -> Node:
    whole: Node = rebuilt(node, lambda below: _dotted(below, letter))
    if isinstance(whole, Product) and sum(map(_open, whole.factors)) == 2:
        return BigSum((letter,), Product(tuple(_put(factor, letter) for factor in whole.factors)))
    return whole


def _put(factor: Node, letter: Symbol) -> Node:
    if isinstance(factor, Symbol) and _open(factor):
        return replace(factor, index=tuple(letter if part == WHOLE else part for part in factor.index))
    return factor
