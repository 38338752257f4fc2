"""A layer that reads what an activation gives, ``zˡ = wˡ ∗ σ(zˡ⁻¹)``: σ(z) is its input, by the text's name for it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from symconv.check.evaluating.operations import OPERATIONS
from symconv.check.statements import Statement, changed
from symconv.check.understanding.depth import depth
from symconv.notation.tree import Apply, Derived, Equation, Node, Partial, Symbol
from symconv.notation.walk import rebuilt, walk

Names = Mapping[tuple[str, str], str]
"""Activation and the letter it is applied to → what the text calls the result."""


def with_activated(read: list[Statement]) -> list[Statement]:
    """The statements with one letter for what an activation gives, where a layer's definition reads it."""
    called = {name: letter for one in read for name, letter in _called(one.tree)}
    read = changed(read, _bared)
    names = {found: called.get(found, "{}({})".format(*found)) for one in read for found in _inputs(one.tree)}
    if not names:
        return read
    return changed(read, lambda tree: tree if _through(tree) else _named(tree, names))


def given(read: list[Statement]) -> frozenset[str]:
    """The letters of what activations give, ``a = σ(z)``."""
    return frozenset(letter for one in read for _, letter in _called(one.tree))


def _through(tree: Node) -> bool:
    """Whether something is differentiated through an activation, ``∂zˡ⁺¹/∂zˡ``, and not a loss."""
    for node in walk(tree):
        if isinstance(node, Derived):
            return True
        of, by = (node.of, node.by) if isinstance(node, Partial) else (None, None)
        if isinstance(of, Symbol) and isinstance(by, Symbol) and of.name == by.name:
            return True
    return False


def _called(tree: Node | None) -> Iterator[tuple[tuple[str, str], str]]:
    """``a`` of ``aˡ = σ(zˡ)``."""
    if isinstance(tree, Equation) and len(tree.sides) >= 2 and isinstance(tree.sides[0], Symbol):
        inner = _inner(tree.sides[1])
        if inner is not None and isinstance(tree.sides[1], Apply):
            yield (tree.sides[1].operator, inner.name), tree.sides[0].name


def _bared(tree: Node) -> Node:
    """``z = E`` for ``a = σ(z) = σ(E)``."""
    last = tree.sides[-2:] if isinstance(tree, Equation) and tree.relation == "=" else ()
    if len(last) < 2 or not isinstance(last[1], Apply) or _inner(last[0]) is None:
        return tree
    same = isinstance(last[0], Apply) and last[0].operator == last[1].operator and len(last[1].arguments) == 1
    return Equation((_inner(last[0]) or tree, last[1].arguments[0])) if same else tree


def _inputs(tree: Node | None) -> Iterator[tuple[str, str]]:
    """The activation and the letter that a definition, ``zˡ = … σ(zˡ⁻¹) …``, has of the layer before."""
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    level = depth(left.upper) if isinstance(left, Symbol) else None
    if level is None or tree is None or not isinstance(left, Symbol):
        return
    before = level[0], level[1] - 1
    for node in walk(tree):
        inner = _inner(node)
        if isinstance(node, Apply) and inner and (inner.name, depth(inner.upper)) == (left.name, before):
            yield node.operator, inner.name


def _inner(node: Node) -> Symbol | None:
    """``z`` of ``σ(z)``; None for what is no activation, or its derivative."""
    if not isinstance(node, Apply) or node.operator in OPERATIONS or node.operator[-1:] == "′":
        return None
    inner = node.arguments[0] if len(node.arguments) == 1 else None
    return inner if isinstance(inner, Symbol) else None


def _named(node: Node, names: Names) -> Node:
    inner = _inner(node)
    if inner is not None and isinstance(node, Apply) and (name := names.get((node.operator, inner.name))):
        return replace(inner, name=name)
    whole: Node = rebuilt(node, lambda below: _named(below, names))
    return whole
