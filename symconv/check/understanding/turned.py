"""An entry of a turned filter, ``Σ_{m=0}^{k−1} (rot180 F)_m δ_{i+m}`` or ``rot180 F_m``, written as ``F_{k−1−m}``."""

from collections.abc import Mapping

from symconv.check.statements import Statement, changed
from symconv.notation.tree import Apply, BigSum, Entry, Limits, Node, Number, Product, Sum, Symbol
from symconv.notation.walk import rebuilt, walk

Ends = Mapping[Node, tuple[Node, Node]]
"""Letter of a sum → where it starts and ends."""


def with_turned_entries(read: list[Statement]) -> list[Statement]:
    """The statements with the entries themselves, where a letter of theirs is part of a place of another factor."""
    return changed(read, lambda tree: _written(tree, {}))


def _written(node: Node, ends: Ends) -> Node:
    if isinstance(node, BigSum):
        told = {
            one.letter: (one.first, one.last) for one in node.over if isinstance(one, Limits) and one.first and one.last
        }
        ends = {**ends, **told}
    if isinstance(node, Product) and not any(map(_is_bare, node.factors)):
        node = Product(tuple(_entry(factor, _places(factor, node), ends) for factor in node.factors))
    whole: Node = rebuilt(node, lambda below: _written(below, ends))
    return whole


def _is_bare(factor: Node) -> bool:
    """Whether a factor is a letter alone, which may belong to the name of the next: ``p δ_{i+m}`` of a padded δ."""
    return isinstance(factor, Symbol) and not factor.index


def _places(factor: Node, within: Product) -> set[Node]:
    """The letters of places that are sums, ``i + m``, in the other factors."""
    others = (part for one in within.factors if one is not factor for part in walk(one) if isinstance(part, Symbol))
    return {node for part in others for index in part.index if isinstance(index, Sum) for node in walk(index)}


def _entry(factor: Node, places: set[Node], ends: Ends) -> Node:
    turned, index = (factor.of, factor.index) if isinstance(factor, Entry) else (factor, ())
    tensor = turned.arguments[0] if isinstance(turned, Apply) and turned.operator == "flip" else None
    if not isinstance(tensor, Symbol) or bool(index) == bool(tensor.index):
        return factor
    index = index or tensor.index
    met = [letter for letter in index if letter in places]
    if not met or any(letter not in ends for letter in met):
        return factor
    return Symbol(tensor.name, tuple(_from_the_end(one, ends) if one in met else one for one in index), tensor.upper)


def _from_the_end(letter: Node, ends: Ends) -> Node:
    first, last = ends[letter]
    return Sum((*(() if first == Number(0) else (first,)), last, Product((Number(-1), letter))))
