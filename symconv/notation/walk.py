"""Going through a tree."""

from collections.abc import Iterator

from symconv.notation.tree import (
    EMPTY,
    Apply,
    BigSum,
    Bracket,
    Entry,
    Equation,
    Floor,
    Fraction,
    Infix,
    Limits,
    Matrix,
    Node,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
    absolute,
)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node."""
    if isinstance(node, Symbol):
        yield from (*node.index, *node.upper)
    elif isinstance(node, Partial):
        yield from (node.of, node.by)
    elif isinstance(node, Product):
        yield from node.factors
    elif isinstance(node, Sum):
        yield from node.terms
    elif isinstance(node, BigSum):
        yield from (*node.over, node.body)
    elif isinstance(node, Limits):
        yield from (part for part in (node.letter, node.first, node.last) if part is not None)
    elif isinstance(node, Apply):
        yield from (*node.arguments, *node.parameter)
    elif isinstance(node, Infix):
        yield from (node.left, node.right, *node.parameter)
    elif isinstance(node, Entry):
        yield from (node.of, *node.index)
    elif isinstance(node, Fraction):
        yield from (node.over, node.under)
    elif isinstance(node, Bracket):
        yield node.condition
    elif isinstance(node, Floor):
        yield node.body
    elif isinstance(node, Power):
        yield from (node.base, node.exponent)
    elif isinstance(node, Equation):
        yield from node.sides
    elif isinstance(node, Matrix):
        yield from (cell.node for row in node.rows for cell in row)


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    pending = [node]
    while pending:
        found = pending.pop()
        yield found
        pending.extend(children(found))


def units(side: Node) -> Iterator[Node]:
    """Where a product may be cut: its signs of sums and its factors, one after the other."""
    if isinstance(side, BigSum) and not isinstance(side.body, Sum):
        yield BigSum(side.over, EMPTY)
        yield from units(side.body)
    elif isinstance(side, Product) and not absolute(side)[0]:
        *factors, last = side.factors
        yield from (Product((factor,)) for factor in factors)
        yield from units(last) if isinstance(last, BigSum) else (Product((last,)),)
    else:
        yield side
