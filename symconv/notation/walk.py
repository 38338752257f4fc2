"""Going through a tree."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

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

_BELOW: Mapping[type, Callable[[Any], tuple[Node, ...]]] = MappingProxyType(
    {
        Symbol: lambda node: node.index + node.upper,
        Partial: lambda node: (node.of, node.by),
        Product: lambda node: node.factors,
        Sum: lambda node: node.terms,
        BigSum: lambda node: (*node.over, node.body),
        Limits: lambda node: tuple(part for part in (node.letter, node.first, node.last) if part is not None),
        Apply: lambda node: node.arguments + node.parameter,
        Infix: lambda node: (node.left, node.right, *node.parameter),
        Entry: lambda node: (node.of, *node.index),
        Fraction: lambda node: (node.over, node.under),
        Bracket: lambda node: (node.condition,),
        Floor: lambda node: (node.body,),
        Power: lambda node: (node.base, node.exponent),
        Equation: lambda node: node.sides,
        Matrix: lambda node: tuple(cell.node for row in node.rows for cell in row),
    }
)
"""Kind of node → the nodes directly below one."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node."""
    below = _BELOW.get(type(node))
    return () if below is None else below(node)


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
