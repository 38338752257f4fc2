"""One letter for the maps before and behind a layer, ``x^{l+1}_i = Σ_a x^l_{i+a} w_a``: each level is a name."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from symconv.check.evaluating.operations import OPERATIONS
from symconv.check.statements import Statement
from symconv.check.understanding.binding import differentiated
from symconv.check.understanding.depth import depth
from symconv.check.understanding.names import PREFERRED, undressed
from symconv.notation.tree import Apply, Equation, Node, Partial, Symbol
from symconv.notation.walk import rebuilt, walk

_RAISED = str.maketrans("0123456789+-lLkni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˡᴸᵏⁿⁱ")


def with_levels(read: list[Statement]) -> list[Statement]:
    """The statements with ``xˡ⁺¹`` and ``xˡ`` for such a letter, which are two tensors."""
    read = [one if one.tree is None else replace(one, tree=_alone(one.tree)) for one in read]
    shared = frozenset(name for one in read for name in _shared(one.tree))
    if not shared:
        return read
    return [one if one.tree is None else replace(one, tree=_named(one.tree, shared)) for one in read]


def _alone(node: Node) -> Node:
    """``z^{l,d}`` as ``z^d``: of a level and a channel above a letter, the channel, which an index counts."""
    below: Node = rebuilt(node, _alone)
    if isinstance(below, Symbol) and len(below.upper) == 2:
        found = depth(below.upper[:1])
        if found is not None and found[0] in ("l", "L") and isinstance(below.upper[1], Symbol):
            return replace(below, upper=below.upper[1:])
    return below


def _shared(tree: Node | None) -> Iterator[str]:
    """The letter of a definition's left side, where it stands at one level less on the right side."""
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    if not isinstance(tree, Equation) or not isinstance(left, Symbol) or _level(left) is None:
        return
    if left.name.lower() in PREFERRED["grad_output"] or differentiated(left.name):
        return
    sides = [list(walk(side)) for side in tree.sides[1:]]
    if any(_is_no_layer(node) for nodes in sides for node in nodes):
        return
    here = depth(left.upper)
    for other in (node for nodes in sides for node in nodes if isinstance(node, Symbol)):
        there = depth(other.upper)
        alike = undressed(other.name) == undressed(left.name) and bool(other.index) == bool(left.index)
        if alike and here and there and _level(other) and (here[0], here[1] - 1) == there:
            yield undressed(left.name)


def _is_no_layer(node: Node) -> bool:
    """A derivative, or an activation: it works on the output of one layer, and gives the input of the next."""
    return isinstance(node, Partial) or (isinstance(node, Apply) and node.operator not in OPERATIONS)


def _level(symbol: Symbol) -> str | None:
    """``ˡ⁺¹``; None where what stands above is no level of a network, or cannot be written so."""
    found = depth(symbol.upper)
    if found is None:
        return None
    letter, step = found
    written = f"{letter}{step:+d}" if letter and step else letter or str(step)
    raised = written.translate(_RAISED)
    return None if set(raised) & set(written) else raised


def _named(node: Node, shared: Iterable[str]) -> Node:
    below: Node = rebuilt(node, partial(_named, shared=shared))
    if isinstance(below, Symbol) and (level := _level(below)):
        lead = "d" if below.name[:1] == "d" and undressed(below.name[1:]) in shared else ""
        if undressed(below.name.removeprefix(lead)) in shared:
            return replace(below, name=f"{below.name}{level}", upper=())
    return below
