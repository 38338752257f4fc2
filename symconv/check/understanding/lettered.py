"""Entries with letters of their own, ``∂L/∂O = [a b; c d]`` or ``W = [w_1 w_2; w_3 w_4]``: written by their places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from symconv.check.statements import Statement, changed
from symconv.notation.tree import BigSum, Equation, Matrix, Node, Number, Partial, Product, Symbol
from symconv.notation.walk import put, rebuilt, walk

_D = Symbol("d")
Entries = Mapping[Node, Node]
"""A letter → the entry that it stands for."""


def with_entries(read: list[Statement]) -> list[Statement]:
    """The statements with such letters replaced by the entries; without the lines that only give them."""
    tables = {one.start: found for one in read if (found := _table(one.tree)) is not None}
    runs = frozenset(letter for one in read if one.tree is not None for letter in _counting(one.tree))
    tables = {start: found for start, found in tables.items() if not runs.intersection(_cells(found[1]))}
    if not tables:
        return read
    base = first_number(one.tree for one in read if one.tree is not None and one.start not in tables)
    named = {cell: entry for left, table in tables.values() for cell, entry in _entries(left, table, base)}
    return changed((one for one in read if one.start not in tables), lambda tree: _written(tree, named))


def _table(tree: Node | None) -> tuple[Symbol | Partial, Matrix] | None:
    """A whole tensor, or a gradient, and its entries' letters: each another one, none counted as the others are."""
    if not isinstance(tree, Equation) or tree.relation != "=" or len(tree.sides) != 2:
        return None
    left, right = tree.sides
    inner = left.by if isinstance(left, Partial) else left
    if not isinstance(left, Symbol | Partial) or not isinstance(inner, Symbol) or inner.index or inner.upper:
        return None
    if not isinstance(right, Matrix) or len(right.rows) == 1 == len(right.rows[0]):
        return None
    cells, axes = list(_cells(right)), 2 if min(len(right.rows), len(right.rows[0])) > 1 else 1
    letters = {cell for cell in cells if isinstance(cell, Symbol) and not cell.upper and _is_own(cell, axes)}
    return (left, right) if len(letters) == len(cells) else None


def _is_own(cell: Symbol, axes: int) -> bool:
    """``a``, or ``w_3`` in a table of two axes: what tells no place."""
    return not cell.index or (axes == 2 and len(cell.index) == 1 and _is_short(cell.index[0]))


def _is_short(index: Node) -> bool:
    return isinstance(index, Number) and 0 <= index.value < 10


def _cells(table: Matrix) -> Iterator[Node]:
    yield from (cell.node for row in table.rows for cell in row)


def _counting(tree: Node) -> Iterator[Node]:
    """The letters that count places: in indices, under sums."""
    for node in walk(tree):
        if isinstance(node, Symbol):
            yield from (part for index in node.index for part in walk(index))
        elif isinstance(node, BigSum):
            yield from node.letters


def first_number(trees: Iterable[Node]) -> int:
    """The number that entries start at: the smallest of their indices, or 1, as in matrices."""
    nodes = (node for tree in trees for node in walk(tree) if isinstance(node, Symbol))
    numbers = (part.value for node in nodes for part in node.index if isinstance(part, Number))
    return min([1, *(number for number in numbers if isinstance(number, int))])


def _entries(left: Symbol | Partial, table: Matrix, base: int) -> Iterator[tuple[Node, Node]]:
    flat = 1 in (len(table.rows), len(table.rows[0]))
    for number, cell in enumerate(_cells(table)):
        row, column = divmod(number, len(table.rows[0]))
        place = (number + base,) if flat else (row + base, column + base)
        yield cell, _at(left, tuple(map(Number, place)))


def _at(left: Symbol | Partial, place: tuple[Node, ...]) -> Node:
    if isinstance(left, Symbol):
        return replace(left, index=place)
    return replace(left, by=_at(left.by, place)) if isinstance(left.by, Symbol | Partial) else left


def _written(tree: Node, named: Entries) -> Node:
    return put(_apart(tree) if _D in named else tree, named)


def _apart(node: Node) -> Node:
    """``dX_22``, which looks like a gradient, as d times X_22."""
    if isinstance(node, Symbol) and len(node.name) == 2 and node.name[0] == "d":
        return Product((_D, replace(node, name=node.name[1])))
    whole: Node = rebuilt(node, _apart)
    return whole
