"""Matrices with a name, as ``C = [w_1 w_2 0; 0 w_1 w_2]`` or a padded map, written where the name stands."""

from collections.abc import Mapping
from dataclasses import replace

from symconv.check.statements import Statement
from symconv.notation.tree import Apply, Equation, Infix, Matrix, Node, Number, Partial, Power, Product, Sum, Symbol
from symconv.notation.walk import walk


def written_in(read: list[Statement]) -> list[Statement]:
    """The statements with the names of matrices replaced by the matrices."""
    named: dict[Node, Matrix] = {}
    found = []
    for statement in read:
        tree = statement.tree
        if isinstance(tree, Equation) and named:
            tree = Equation((tree.sides[0], *(_written(side, named) for side in tree.sides[1:])), tree.relation)
            statement = replace(statement, tree=tree)
        if isinstance(tree, Equation) and len(tree.sides) == 2 and _defines(tree.sides[0], tree.sides[1]):
            left, right = tree.sides
            if isinstance(right, Matrix):
                named[left] = right
        found.append(statement)
    return found


def _defines(left: Node, right: Node) -> bool:
    """Whether a letter of its own is given a matrix with zeros and entries of a tensor."""
    if isinstance(left, Partial):
        return isinstance(right, Matrix) and _is_whole(left.of) and _is_whole(left.by)
    if not isinstance(left, Symbol) or not _is_whole(left) or not isinstance(right, Matrix):
        return False
    cells = [cell.node for row in right.rows for cell in row]
    entries = {node.name for cell in cells for node in walk(cell) if isinstance(node, Symbol) and node.index}
    return Number(0) in cells and bool(entries) and left.name.lower() not in {name.lower() for name in entries}


def _is_whole(node: Node) -> bool:
    return isinstance(node, Symbol) and not node.index and not node.upper


def _written(node: Node, named: Mapping[Node, Matrix]) -> Node:
    if isinstance(node, Symbol):
        dashed = replace(node, name=node.name.removesuffix("′"))
        if node not in named and dashed in named:
            return Power(named[dashed], Symbol("T"))
        return named.get(node, node)
    if isinstance(node, Power):
        known = named.get(node.base) if isinstance(node.base, Partial) and node.exponent == Symbol("T") else None
        return replace(node, base=known or _written(node.base, named))
    if isinstance(node, Product):
        return Product(tuple(_written(factor, named) for factor in node.factors))
    if isinstance(node, Sum):
        return Sum(tuple(_written(term, named) for term in node.terms))
    if isinstance(node, Infix):
        return replace(node, left=_written(node.left, named), right=_written(node.right, named))
    if isinstance(node, Apply):
        return replace(node, arguments=tuple(_written(part, named) for part in node.arguments))
    return node
