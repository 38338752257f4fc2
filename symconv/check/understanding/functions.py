"""Sides that only name a result: ``g(G, V, s)_{ijkl} = ∂J/∂K_{ijkl} = …``, ``z_{xy} = w ∗ a_{xy} = Σ w_{ab} …``."""

from collections.abc import Iterator

from symconv.check.statements import Statement, changed
from symconv.notation.tree import BigSum, Equation, Node, Partial, Symbol
from symconv.notation.walk import children, rebuilt, walk

_LOSSES = frozenset("JLECℒ")


def without_functions(read: list[Statement]) -> list[Statement]:
    """The statements without such a name where two other sides say what it is; a loss without its arguments."""
    return changed(read, lambda tree: _without_names(_bare_loss(tree)))


def _without_names(tree: Node) -> Node:
    if not isinstance(tree, Equation) or tree.relation != "=":
        return tree
    summed = {name for side in tree.sides[1:] if _sums(side) for name in _indexed(side)}
    sides = tuple(side for side in tree.sides if not _names(side) and not (summed & _whole(side) and not _sums(side)))
    return Equation(sides) if 2 <= len(sides) < len(tree.sides) else tree


def _names(side: Node) -> bool:
    return isinstance(side, Symbol) and len(_tensors(side)) > 1


def _sums(side: Node) -> bool:
    return any(isinstance(node, BigSum) for node in walk(side))


def _indexed(side: Node) -> Iterator[str]:
    """The tensors of which a side has entries."""
    yield from (node.name for node in walk(side) if isinstance(node, Symbol) and node.index)


def _whole(side: Node) -> set[str]:
    """The tensors that a side has whole beside entries of others, as only a shorthand can."""
    symbols = [node for node in _outside(side) if isinstance(node, Symbol)]
    return {node.name for node in symbols if not node.index} if any(node.index for node in symbols) else set()


def _outside(node: Node) -> Iterator[Node]:
    """Everything but what stands below and above letters: W in ``f_W(x)`` is a label."""
    yield node
    for part in () if isinstance(node, Symbol) else children(node):
        yield from _outside(part)


def _tensors(symbol: Symbol) -> tuple[Symbol, ...]:
    """The whole tensors, capital letters without an index, that stand first behind a letter."""
    return tuple(_leading(symbol))


def _leading(symbol: Symbol) -> Iterator[Symbol]:
    for part in symbol.index:
        if not (isinstance(part, Symbol) and part.name[:1].isupper() and not part.index):
            return
        yield part


def _bare_loss(node: Node) -> Node:
    """``J`` for the ``J(V, K)`` that is differentiated."""
    of = node.of if isinstance(node, Partial) else None
    if isinstance(node, Partial) and isinstance(of, Symbol) and of.name in _LOSSES and of.index == _tensors(of):
        return Partial(Symbol(of.name), node.by)
    whole: Node = rebuilt(node, _bare_loss)
    return whole
