"""Going through a tree."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any

from symconv.notation.tree import (
    EMPTY,
    Apply,
    BigSum,
    Bracket,
    Cases,
    Derived,
    Dots,
    Entry,
    Equation,
    Floor,
    Fraction,
    Infix,
    Limits,
    Matrix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
    absolute,
)

_BELOW: Mapping[type, Callable[[Any], tuple[Node, ...]]] = MappingProxyType(
    {
        Number: lambda node: (),
        Dots: lambda node: (),
        Symbol: lambda node: node.index + node.upper,
        Partial: lambda node: (node.of, node.by),
        Derived: lambda node: (node.of, node.by),
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
        Cases: lambda node: tuple(part for row in node.rows for part in (row.value, row.condition) if part is not None),
        Matrix: lambda node: tuple(cell.node for row in node.rows for cell in row),
    }
)
"""Kind of node → the nodes directly below one."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node."""
    return _BELOW[type(node)](node)


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    pending = [node]
    while pending:
        found = pending.pop()
        yield found
        if below := _BELOW[type(found)](found):
            pending += below


def rebuilt(node: Any, change: Callable[[Node], Node]) -> Any:
    """A node, or a part of one, with ``change`` applied to each node directly below."""
    if isinstance(node, tuple):
        return tuple(change(part) if type(part) in _BELOW else rebuilt(part, change) for part in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    values = ((part.name, getattr(node, part.name)) for part in fields(node))
    return type(node)(
        **{name: change(value) if type(value) in _BELOW else rebuilt(value, change) for name, value in values}
    )


def put(node: Node, values: Mapping[Node, Node]) -> Node:
    """A node with these nodes in it replaced."""
    if node in values:
        return values[node]
    whole: Node = rebuilt(node, lambda below: put(below, values))
    return whole


def depth(node: Node, most: int) -> int:
    """How many nodes stand above one another, counted up to one more than ``most``."""
    level, reached = [node], 0
    while level and reached <= most:
        reached += 1
        level = [below for above in level for below in _BELOW[type(above)](above)]
    return reached


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
