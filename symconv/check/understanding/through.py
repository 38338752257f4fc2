"""The activation behind a layer, ``a = σ(z)``: ``∂L/∂a · σ′(z)`` is ∂L/∂z, and ∂L/∂a alone is not the output's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from symconv.check.evaluating.operations import OPERATIONS
from symconv.check.statements import Statement
from symconv.check.understanding.applied import applied
from symconv.check.understanding.binding import is_loss
from symconv.check.understanding.said import Said
from symconv.notation.tree import Apply, BigSum, Equation, Infix, Node, Partial, Product, Symbol
from symconv.notation.walk import rebuilt, walk

CHAIN = "the chain rule through the activation"
UNDERIVED = "the derivative of {0} belongs there, not {0} itself: of {0}(z) = z² it is 6 at z = 3, and {0} is 9"
LOST = "{} is the gradient behind the activation; without its derivative this holds only if there is none"
Names = Mapping[str, str]
"""What an activation gives → what it is applied to, the output of the layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """Statements without the activation behind the layer.

    Attributes:
        read: the statements.
        said: offset → the chain rule, where a statement says just that.
        lost: offset → what stands there without the activation's derivative.
    """

    read: list[Statement]
    said: Mapping[int, Said]
    lost: Mapping[int, str]


class _Pair(NamedTuple):
    """``∂L/∂a`` and ``σ′(z)``, and what they are together."""

    upstream: Partial
    local: Node
    whole: Partial


def through(read: list[Statement]) -> Through:
    """The statements with ∂L/∂z for ``∂L/∂a · σ′(z)`` and for ``∂L/∂a · ∂a/∂z``."""
    names = dict(_activated(read))
    names |= {above.upper(): below.upper() for above, below in names.items() if above.upper() not in names}
    direct = dict.fromkeys(applied(read), "")
    if not names and not direct:
        return Through(read=read, said={}, lost={})
    made = [replace(one, tree=None if one.tree is None else _joined(one.tree, names)) for one in read]
    said = {
        one.start: Said(word="right", kind="chain", message=CHAIN)
        for one, before in zip(made, read, strict=True)
        if one.tree != before.tree and isinstance(one.tree, Equation) and len({*one.tree.sides}) == 1
    }
    said |= {
        one.start: Said(word="wrong", kind="chain", message=UNDERIVED.format(function))
        for one in made
        if (function := _underived(one.tree, names))
    }
    lost = {one.start: LOST.format(f"∂L/∂{name}") for one in made if (name := _lost(one.tree, {**direct, **names}))}
    return Through(read=made, said=said, lost=lost)


def _activated(read: Iterable[Statement]) -> Iterator[tuple[str, str]]:
    """``a`` and ``z`` of ``a = σ(z)``, where the text says what z is, too."""
    trees = [one.tree for one in read if isinstance(one.tree, Equation) and one.tree.relation == "="]
    outputs = {tree.sides[0].name for tree in trees if isinstance(tree.sides[0], Symbol) and _is_layer(tree.sides[1])}
    for tree in trees:
        left, right = tree.sides[:2]
        inner = right.arguments[0] if isinstance(right, Apply) and len(right.arguments) == 1 else None
        if not (isinstance(left, Symbol) and isinstance(right, Apply) and isinstance(inner, Symbol)):
            continue
        plain = right.operator not in OPERATIONS and right.operator[-1:] != "′"
        if plain and inner.name in outputs and left.name != inner.name and _same_place(left, inner):
            yield left.name, inner.name


def _is_layer(side: Node) -> bool:
    return any(isinstance(node, BigSum | Infix) for node in walk(side))


def _same_place(one: Symbol, other: Symbol) -> bool:
    return one.index == other.index and one.upper == other.upper


def _joined(node: Node, names: Names) -> Node:
    whole: Node = rebuilt(node, lambda below: _joined(below, names))
    if isinstance(whole, Product):
        factors = list(whole.factors)
        for pair in list(_pairs(factors, names)):
            factors[factors.index(pair.upstream)] = pair.whole
            factors.remove(pair.local)
        return Product(tuple(factors)) if len(factors) > 1 else factors[0]
    if isinstance(whole, Infix) and whole.sign == "⊙":
        return next((pair.whole for pair in _pairs([whole.left, whole.right], names)), whole)
    return whole


def _pairs(factors: list[Node], names: Names) -> Iterator[_Pair]:
    for factor in factors:
        behind = _behind(factor, names)
        for other in factors:
            before = _before(other, names)
            together = behind and before and names[behind.name] == before.name and _same_place(behind, before)
            if isinstance(factor, Partial) and before and together:
                yield _Pair(factor, other, Partial(factor.of, before))


def _behind(node: Node, names: Names) -> Symbol | None:
    """``a`` of ``∂L/∂a``."""
    if isinstance(node, Partial) and isinstance(node.of, Symbol) and is_loss(node.of) and isinstance(node.by, Symbol):
        return node.by if node.by.name in names else None
    return None


def _before(node: Node, names: Names) -> Symbol | None:
    """``z`` of ``σ′(z)`` and of ``∂a/∂z``."""
    if isinstance(node, Apply) and node.operator[-1:] == "′" and len(node.arguments) == 1:
        return node.arguments[0] if isinstance(node.arguments[0], Symbol) else None
    if isinstance(node, Partial) and isinstance(node.of, Symbol) and isinstance(node.by, Symbol):
        local = names.get(node.of.name) == node.by.name and _same_place(node.of, node.by)
        return node.by if local else None
    return None


def _underived(tree: Node | None, names: Names) -> str:
    """The function of ``∂L/∂z = ∂L/∂a · σ(z)``; empty where nothing of the kind stands."""
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    by = left.by if isinstance(left, Partial) else None
    for side in tree.sides[1:] if isinstance(tree, Equation) and isinstance(by, Symbol) else ():
        factors = _factors(side)
        upstream = [letter.name for one in factors if (letter := _behind(one, names))]
        applied = [one.operator for one in factors if isinstance(one, Apply) and one.arguments == (by,)]
        if len(factors) == 2 and upstream and applied and isinstance(by, Symbol) and names[upstream[0]] == by.name:
            return applied[0]
    return ""


def _factors(side: Node) -> tuple[Node, ...]:
    if isinstance(side, Infix):
        return side.left, side.right
    return side.factors if isinstance(side, Product) else ()


def _lost(tree: Node | None, names: Names) -> str:
    """The letter of a ``∂L/∂a`` that stands in the gradient of a filter, an input or a bias without σ′; else empty."""
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    by = left.by if isinstance(left, Partial) else None
    if not isinstance(tree, Equation) or not isinstance(by, Symbol) or by.name in {*names, *names.values()}:
        return ""
    found = (_behind(node, names) for side in tree.sides[1:] for node in walk(side))
    return next((letter.name for letter in found if letter), "")
