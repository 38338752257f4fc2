"""Sums whose letters are not written, ``y_ij = Σ Σ x_{i+m,j+n} f_mn``: they run over what the left side lacks."""

from collections.abc import Iterator

from symconv.check.statements import Statement, changed
from symconv.notation.tree import BigSum, Equation, Node, Partial, Symbol
from symconv.notation.walk import children, walk


def with_letters_of_sums(read: list[Statement]) -> list[Statement]:
    """The statements with these letters below their sums."""
    return changed(read, _written)


def _written(tree: Node) -> Node:
    left, *sides = tree.sides if isinstance(tree, Equation) and tree.relation == "=" else (tree,)
    named = left.by if isinstance(left, Partial) else left
    if not sides or not isinstance(named, Symbol) or not named.index:
        return tree
    known = {node for part in named.index for node in walk(part)}
    made = tuple(_below(side, known) for side in sides)
    return Equation((left, *made)) if made != tuple(sides) else tree


def _below(side: Node, known: set[Node]) -> Node:
    """One side with its letters, where it is such a sum and as many signs as letters stand there, or one alone."""
    count, body = 0, side
    while isinstance(body, BigSum) and not body.over:
        count, body = count + 1, body.body
    letters = [letter for letter in dict.fromkeys(_alone(body)) if letter not in known]
    summed = any(isinstance(node, BigSum) for node in walk(body))
    return BigSum(tuple(letters), body) if letters and count in (1, len(letters)) and not summed else side


def _alone(body: Node) -> Iterator[Symbol]:
    """The letters that stand alone as an index of a tensor; those at the sizes in it, ``pad_h``, tell an axis."""
    if isinstance(body, Symbol):
        yield from (part for part in body.index if isinstance(part, Symbol) and not part.index)
    else:
        yield from (letter for part in children(body) for letter in _alone(part))
