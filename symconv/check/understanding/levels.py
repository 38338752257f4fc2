"""One letter for the maps before and behind a layer, ``x^{l+1}_i = Σ_a x^l_{i+a} w_a``: each level is a name."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from symconv.check.evaluating.operations import OPERATIONS
from symconv.check.statements import Statement, changed
from symconv.check.understanding.binding import differentiated
from symconv.check.understanding.depth import depth
from symconv.check.understanding.names import PREFERRED, undressed
from symconv.notation.tree import Apply, Equation, Node, Number, Partial, Sum, Symbol
from symconv.notation.walk import rebuilt, walk

_RAISED = str.maketrans("0123456789+-lLkni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˡᴸᵏⁿⁱ")


def with_levels(read: list[Statement]) -> list[Statement]:
    """The statements with ``xˡ⁺¹`` and ``xˡ`` for such a letter, which are two tensors."""
    read = changed(read, _alone)
    tops = {name: top for one in read for name, top in _shared(one.tree)}
    if not tops:
        return read
    shared = frozenset(tops)
    return changed(read, lambda tree: _named(_from(tree, tops), shared))


Level = tuple[str, int]


def _from(tree: Node, tops: Mapping[str, Level]) -> Node:
    """A formula about the layer from l to l + 1 as one about the layer that the text defines, from l − 1 to l."""
    symbols = [node for node in walk(tree) if isinstance(node, Symbol)]
    own = {undressed(one.name) for one in symbols} & tops.keys()
    levels = {found for one in symbols if _of_maps(one, own) and (found := depth(one.upper)) is not None}
    if len(own) != 1 or len(levels) != PAIR or len({letter for letter, _ in levels}) > 1:
        return tree
    (name,) = own
    step = max(levels)[1] - tops[name][1]
    return _lowered(tree, name, step) if step and max(levels)[0] == tops[name][0] else tree


PAIR = 2
"""Levels of a layer: of what it reads, and of what it gives."""


def _of_maps(symbol: Symbol, own: Collection[str]) -> bool:
    """Whether a letter is that of the maps, or of their gradient."""
    return undressed(symbol.name) in own or symbol.name.lower() in PREFERRED["grad_output"]


def _lowered(node: Node, name: str, step: int) -> Node:
    below: Node = rebuilt(node, partial(_lowered, name=name, step=step))
    level = depth(below.upper) if isinstance(below, Symbol) and undressed(below.name) == name else None
    if not isinstance(below, Symbol) or level is None:
        return below
    letter, number = level[0], level[1] - step
    if not letter:
        return replace(below, upper=(Number(number),))
    return replace(below, upper=(Sum((Symbol(letter), Number(number))) if number else Symbol(letter),))


def _alone(node: Node) -> Node:
    """``z^{l,d}`` as ``z^d``: of a level and a channel above a letter, the channel, which an index counts."""
    below: Node = rebuilt(node, _alone)
    if isinstance(below, Symbol) and len(below.upper) == 2:
        found = depth(below.upper[:1])
        if found is not None and found[0] in ("l", "L") and isinstance(below.upper[1], Symbol):
            return replace(below, upper=below.upper[1:])
    return below


def _shared(tree: Node | None) -> Iterator[tuple[str, Level]]:
    """The letter and level of a definition's left side, where it stands at one level less on the right side."""
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
            yield undressed(left.name), here


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
