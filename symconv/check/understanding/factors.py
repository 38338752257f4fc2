"""Factors of a whole side: f′ of an activation, a mean's 1/N, Kronecker's δ."""

from collections.abc import Callable

from symconv.check.understanding.binding import Binding, Reference
from symconv.notation.tree import Apply, BigSum, Equation, Fraction, Infix, Node, Number, Partial, Product, Sum, Symbol


def with_kronecker(side: Node, binding: Binding) -> Node:
    """``δ_{u,i+a}`` beside ``∂L/∂y_ij`` in one product is Kronecker's: 1 where its two indices are equal."""
    if isinstance(side, BigSum):
        return BigSum(side.over, with_kronecker(side.body, binding))
    if isinstance(side, Sum):
        return Sum(tuple(with_kronecker(term, binding) for term in side.terms))
    if not isinstance(side, Product):
        return side
    if any(_is_gradient(factor, binding) for factor in side.factors):
        return Product(tuple(_kronecker(factor) for factor in side.factors))
    return Product(tuple(with_kronecker(factor, binding) for factor in side.factors))


def _is_gradient(factor: Node, binding: Binding) -> bool:
    """``∂L/∂y_ij``; beside a local derivative, ``∂y_ij/∂x_u δ_ij``, δ is that gradient itself."""
    reference = binding.reference(factor) if isinstance(factor, Partial) else None
    return reference is not None and reference.tensor == "grad_output"


def _kronecker(factor: Node) -> Node:
    plain = isinstance(factor, Symbol) and factor.name == "δ" and len(factor.index) == 2 and not factor.upper
    if plain and isinstance(factor, Symbol) and not any(isinstance(part, Equation) for part in factor.index):
        return Symbol("δ", (Equation(factor.index),))
    return factor


def without(node: Node, takes: Callable[[Node], bool]) -> tuple[Node, list[Node]]:
    """A product without the factors that ``takes`` takes, which stand in it or under its sums."""
    if isinstance(node, BigSum):
        body, factors = without(node.body, takes)
        return (BigSum(node.over, body) if factors else node), factors
    if isinstance(node, Infix) and node.sign == "⊙":
        for factor, rest in ((node.right, node.left), (node.left, node.right)):
            if takes(factor):
                return rest, [factor]
        return node, []
    if not isinstance(node, Product):
        return node, []
    factors = [factor for factor in node.factors if takes(factor)]
    kept = [factor for factor in node.factors if not takes(factor)]
    if not factors and isinstance(node.factors[-1], BigSum):
        inner, factors = without(node.factors[-1], takes)
        kept = [*node.factors[:-1], inner]
    if not factors or not kept:
        return node, []
    return (kept[0] if len(kept) == 1 else Product(tuple(kept))), factors


def is_activation(node: Node, target: Reference) -> bool:
    """``f′(z_ij)`` at the entry that is claimed; elsewhere it is no factor that can be taken off."""
    if isinstance(node, Symbol):
        return node.name[-1:] == "′" and node.name[0] in "σφfgh" and node.index in ((), target.index)
    if not isinstance(node, Apply) or node.operator[-1:] != "′":
        return False
    inner = node.arguments[0] if node.arguments else None
    return isinstance(inner, Symbol) and inner.index in ((), target.index)


def is_average(node: Node) -> bool:
    """``1/N`` before a sum."""
    return isinstance(node, Fraction) and node.over == Number(1) and isinstance(node.under, Symbol | Product)
