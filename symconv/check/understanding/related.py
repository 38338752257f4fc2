"""Letters that a line beside a formula ties to others, ``where t = s·u − p + d·k``: a condition, or what t is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symconv.check.statements import Statement
from symconv.notation.tree import (
    BigSum,
    Equation,
    Floor,
    Fraction,
    Infix,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
)
from symconv.notation.walk import children, put, rebuilt, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """``letter = place``."""

    letter: Symbol
    place: Node


def with_relations(read: list[Statement]) -> list[Statement]:
    """The statements with such relations put in, each in what stands next to it; without the lines that were used."""
    told = [_relation(one) for one in read]
    runs = frozenset(letter for one in read if one.tree is not None for letter in _running(one.tree))
    adds = [_adds(one.tree) for one in read]
    used: set[int] = set()
    found: list[Statement] = []
    for number, one in enumerate(read):
        tree = one.tree
        for other in _beside(told, adds, number) if isinstance(tree, Equation) and told[number] is None else ():
            relation = told[other]
            changed = _related(tree, relation, runs) if isinstance(tree, Equation) and relation else tree
            used |= {other} if changed != tree else set()
            tree = changed
        found.append(replace(one, tree=tree))
    return [one for number, one in enumerate(found) if number not in used]


def _beside(told: list[Relation | None], adds: list[bool], number: int) -> Iterator[int]:
    """The relations right behind a statement, and right before it; lines that add up stand in one loop."""
    for step in (1, -1):
        other = number + step
        while 0 <= other < len(told) and (told[other] is not None or (adds[number] and adds[other])):
            if told[other] is not None:
                yield other
            other += step


def _adds(tree: Node | None) -> bool:
    return isinstance(tree, Equation) and tree.relation == "+="


def _relation(one: Statement) -> Relation | None:
    tree = one.tree if one.tex or one.tree is None else _multiplied(one.tree)
    if not isinstance(tree, Equation) or tree.relation != "=" or len(tree.sides) != 2:
        return None
    left, right = tree.sides
    if not isinstance(left, Symbol) or left.index or left.upper or not isinstance(right, Sum | Fraction | Floor):
        return None
    parts = list(_leaves(right))
    plain = all(isinstance(part, Symbol | Number) for part in parts) and left not in parts
    return Relation(letter=left, place=right) if plain and any(isinstance(part, Symbol) for part in parts) else None


def _multiplied(node: Node) -> Node:
    """``i*S`` in code, which looks like a convolution, as a product."""
    if isinstance(node, Infix) and node.sign == "∗":
        return Product((_multiplied(node.left), _multiplied(node.right)))
    whole: Node = rebuilt(node, _multiplied)
    return whole


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, Sum | Product | Fraction | Floor):
        for part in children(node):
            yield from _leaves(part)
    else:
        yield node


def _related(tree: Equation, relation: Relation, runs: frozenset[Node]) -> Equation:
    """A formula with a relation between its letters; one with another letter that runs is about another formula."""
    first, *rest = tree.sides
    written = {node for side in tree.sides for node in _indices(side)}
    others = {part for part in _leaves(relation.place) if part in written}
    elsewhere = runs & {*_leaves(relation.place)} - written
    if relation.letter not in written or not others or elsewhere:
        return tree
    summed = {letter for side in rest for letter in _summed(side)}
    if tree.relation == "+=" and not summed & others:
        return replace(tree, sides=tuple(put(side, {relation.letter: relation.place}) for side in tree.sides))
    bound = {*_indices(first), *summed}
    if relation.letter not in bound:
        return replace(tree, sides=(first, *(put(side, {relation.letter: relation.place}) for side in rest)))
    if others <= bound:
        return tree
    condition = Equation((relation.letter, relation.place))
    return replace(tree, sides=(first, *(_under(side, condition) for side in rest)))


def _running(node: Node) -> Iterator[Node]:
    """The letters that are an index on their own, or that a Σ runs over."""
    for part in walk(node):
        yield from (index for index in (part.index if isinstance(part, Symbol) else ()) if isinstance(index, Symbol))
    yield from _summed(node)


def _indices(node: Node) -> Iterator[Node]:
    """The letters that stand in indices."""
    for part in walk(node):
        if isinstance(part, Symbol):
            yield from (leaf for index in part.index for leaf in _leaves(index) if isinstance(leaf, Symbol))


def _summed(node: Node) -> Iterator[Node]:
    for part in walk(node):
        yield from part.letters if isinstance(part, BigSum) else ()


def _under(side: Node, condition: Equation) -> Node:
    """A side with a condition under its innermost sum; one without a sum gets one."""
    if not isinstance(side, BigSum):
        return BigSum((condition,), side)
    if isinstance(side.body, BigSum):
        return BigSum(side.over, _under(side.body, condition))
    return BigSum((*side.over, condition), side.body)
