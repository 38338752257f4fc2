"""Primed letters for places, ``x_{i′}`` with ``i′ = 2i + u``: what they stand for is written where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from symconv.check.regex import regex
from symconv.check.statements import Statement
from symconv.notation.tree import (
    BigSum,
    Equation,
    Floor,
    Fraction,
    Node,
    Number,
    Partial,
    Product,
    Sum,
    Symbol,
)
from symconv.notation.walk import rebuilt, walk

UNDEFINED = "a primed index stands for a place that the text does not tell in one way"

_PRIMED = regex(r"[^\W\d_]′+")


def without_primes(read: list[Statement]) -> tuple[list[Statement], frozenset[int]]:
    """The statements with primed places written out, and the offsets of those with a primed place that is not told."""
    found: dict[str, set[Node]] = {}
    lines: set[int] = set()
    for one in read:
        told = _defined(one.tree)
        if told is not None:
            found.setdefault(told[0], set()).add(told[1])
            lines.add(one.start)
    known = {name: values.pop() for name, values in found.items() if len(values) == 1}
    kept = [one for one in read if one.start not in lines]
    written = [one if one.tree is None else replace(one, tree=_written(one, known)) for one in kept]
    return written, frozenset(one.start for one in written if any(_open(one)))


def _defined(tree: Node | None) -> tuple[str, Node] | None:
    """``i′ = 2i + u``: a primed letter, and the place that it stands for."""
    if not isinstance(tree, Equation) or tree.relation != "=" or len(tree.sides) != 2:
        return None
    left, right = tree.sides
    named = isinstance(left, Symbol) and _is_primed(left) and not left.index and not left.upper
    return (left.name, right) if named and isinstance(left, Symbol) and _is_place(right) else None


def _is_primed(node: Node) -> bool:
    return isinstance(node, Symbol) and _PRIMED.fullmatch(node.name) is not None and node.name.islower()


def _is_place(node: Node) -> bool:
    nodes = list(walk(node))
    plain = all(isinstance(part, Symbol | Number | Sum | Product | Fraction | Floor) for part in nodes)
    letters = [part for part in nodes if isinstance(part, Symbol)]
    return plain and bool(letters) and not any(part.index or part.upper or _is_primed(part) for part in letters)


def _places(node: Node) -> Iterator[Symbol]:
    """The primed letters in indices."""
    for part in walk(node):
        if isinstance(part, Symbol):
            below = (inner for index in part.index for inner in walk(index))
            yield from (inner for inner in below if isinstance(inner, Symbol) and _is_primed(inner))


def _running(statement: Statement) -> set[Symbol]:
    """The primed letters that a statement runs over: those of its left side and of its sums."""
    tree = statement.tree
    if tree is None:
        return set()
    left = [tree.sides[0]] if isinstance(tree, Equation) and not statement.continues else []
    letters = [part for node in walk(tree) if isinstance(node, BigSum) for part in node.letters]
    return {node for one in (*left, *letters) for node in walk(one) if isinstance(node, Symbol) and _is_primed(node)}


def _open(statement: Statement) -> Iterator[Symbol]:
    """The primed places that a statement about tensors neither runs over nor tells; a derivative may differ in them."""
    tree = statement.tree
    sides = tree.sides if isinstance(tree, Equation) else ()
    if not sides or statement.continues or any(isinstance(side, Partial) for side in sides[1:]):
        return
    running = _running(statement)
    yield from (letter for side in sides[1:] for letter in _places(side) if letter not in running)


def _written(statement: Statement, known: Mapping[str, Node]) -> Node | None:
    running = {letter.name for letter in _running(statement)}
    given = {name: value for name, value in known.items() if name not in running}
    return statement.tree if statement.tree is None or not given else _put(statement.tree, given)


def _put(node: Node, given: Mapping[str, Node]) -> Node:
    if isinstance(node, Symbol) and not node.index and node.name in given:
        return given[node.name]
    whole: Node = rebuilt(node, lambda below: _put(below, given))
    return whole
