"""Statements → claims: which gradient is claimed to be what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.depth import wrong_layer, wrong_order
from symconv.notation.reader.expression import MAPPING
from symconv.notation.tree import (
    Apply,
    BigSum,
    Entry,
    Equation,
    Fraction,
    Infix,
    Limits,
    Matrix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
)
from symconv.notation.walk import walk

GRADIENTS = ("grad_input", "grad_weight", "grad_bias")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """``target = side = side``.

    Attributes:
        statement: where it stands.
        target: the gradient (or the output) that is claimed; for a local derivative ``∂o/∂v``, its denominator.
        left: the side that names the target.
        output: for a local derivative, the output that is differentiated.
        sides: what it is claimed to be, activation factors taken off.
        relation: ``=`` or ``+=``.
        activation: whether a factor f′ was taken off.
        divided: what a gradient is divided by, as ``1/m``.
        loops: for a line of code, what the loops around it run over; None where one cannot be read.
        slip: what is wrong whatever the values are.
    """

    statement: Statement
    target: Reference
    left: Node
    sides: tuple[Node, ...]
    output: Reference | None = None
    relation: str = "="
    activation: bool = False
    divided: Node | None = None
    loops: tuple[Node, ...] | None = ()
    slip: str = ""

    @property
    def kind(self) -> str:
        """``entry, sum, matrix, operator, scatter`` or ``forward``."""
        if self.target.tensor == "output" and self.output is None:
            return "forward"
        if self.relation == "+=":
            return "scatter"
        nodes = [node for side in self.sides for node in walk(side)]
        if any(is_operation(node) for node in nodes):
            return "matrix" if any(isinstance(node, Matrix) for node in nodes) else "operator"
        if any(isinstance(node, Matrix) for node in nodes):
            return "matrix"
        letters = any(not isinstance(part, Number) for part in (*self.target.index, *self.target.upper))
        return "sum" if letters or any(isinstance(node, BigSum) for node in nodes) else "entry"


def is_operation(node: Node) -> bool:
    """Whether a node works on whole maps."""
    if isinstance(node, Infix):
        return node.sign in "∗⋆⊛"
    return isinstance(node, Apply) and node.operator.partition("_")[0] in MAPPING


def is_table(side: Node) -> bool:
    """Whether a side is a matrix, or a product of matrices as linear algebra has it."""
    if isinstance(side, Power):
        return side.exponent == Symbol("T") and is_table(side.base)
    if isinstance(side, Product):
        return all(map(is_table, side.factors))
    return isinstance(side, Matrix)


def is_linear(side: Node) -> bool:
    """Whether a side is a matrix, or ``Cᵀ`` of one, times whole vectors: ``[w_1 0; w_2 w_1; 0 w_2]·δ``."""
    return (
        isinstance(side, Product)
        and any(map(is_table, side.factors))
        and all(is_table(part) or isinstance(part, Symbol | Partial | Power) for part in side.factors)
    )


def is_map(side: Node) -> bool:
    """Whether a side is to be evaluated as a whole map rather than entry by entry."""
    return any(isinstance(node, Matrix) or is_operation(node) for node in walk(side))


def claim(statement: Statement, binding: Binding, before: Claim | None) -> Claim | None:
    """What a statement claims; None where it is no claim about the layer.

    Args:
        statement: a statement that was read.
        binding: letter → tensor.
        before: the claim that a statement starting with ``=`` goes on from.
    """
    tree = statement.tree
    if tree is None:
        return None
    if statement.continues:
        sides = tree.sides if isinstance(tree, Equation) else (tree,)
        return None if before is None else _stripped(replace(before, statement=statement, sides=sides), binding)
    if not isinstance(tree, Equation) or tree.relation not in ("=", "+="):
        return None
    for side in (tree.sides[0], tree.sides[-1], *tree.sides[1:-1]):
        others = tuple(other for other in tree.sides if other is not side)
        found = _target(side, others, binding)
        if found is not None:
            target, output = found
            known = Claim(
                statement=statement, target=target, left=side, sides=others, output=output, relation=tree.relation
            )
            return _stripped(known, binding)
    return None


def _target(side: Node, others: tuple[Node, ...], binding: Binding) -> tuple[Reference, Reference | None] | None:
    local = binding.local(side) if isinstance(side, Partial) else None
    if local is not None:
        return local[1], local[0]
    reference = _tabled(side, binding) if isinstance(side, Matrix) else binding.reference(side)
    if reference is None:
        return None
    read = {found.tensor for other in others for found in references(other, binding, whole=True)}
    if isinstance(side, Matrix) and reference.tensor == "output":
        return (reference, None) if {"input", "weight"} <= read else None
    if reference.tensor == "grad_output" and "weight" in read and "grad_output" in read:
        return replace(reference, tensor="grad_input"), None
    if reference.tensor == "output" and {"input", "weight"} <= read:
        return reference, None
    return (reference, None) if reference.tensor in GRADIENTS else None


def _tabled(side: Matrix, binding: Binding) -> Reference | None:
    """A matrix with the entries of one gradient names that gradient."""
    found = [binding.reference(cell.node) for row in side.rows for cell in row]
    tensors = {reference.tensor if reference else None for reference in found}
    first = found[0]
    if first is None or len(tensors) != 1 or first.tensor not in (*GRADIENTS, "output"):
        return None
    return replace(first, index=())


def references(node: Node, binding: Binding, *, whole: bool = False) -> Iterator[Reference]:
    """The tensors in a formula, each with its own indices; ``whole`` counts those without any, too."""
    pending = [node]
    while pending:
        found = pending.pop()
        if isinstance(found, Partial):
            reference = binding.reference(found)
            yield from [reference] if reference else binding.local(found) or ()
        elif isinstance(found, Symbol):
            reference = binding.reference(found)
            if reference is not None and (whole or reference.index or reference.upper):
                yield reference
        elif not isinstance(found, Limits):
            pending.extend(_inside(found))


def _inside(node: Node) -> Iterator[Node]:
    """What stands in a node, without the letters of sums and the amounts of operations."""
    if isinstance(node, BigSum):
        yield node.body
    elif isinstance(node, Apply):
        yield from node.arguments
    elif isinstance(node, Infix):
        yield from (node.left, node.right)
    elif isinstance(node, Entry):
        yield node.of
    elif isinstance(node, Product | Sum):
        yield from node.factors if isinstance(node, Product) else node.terms
    elif isinstance(node, Equation):
        yield from node.sides
    elif isinstance(node, Fraction):
        yield from (node.over, node.under)
    elif isinstance(node, Power):
        yield node.base
    elif isinstance(node, Matrix):
        yield from (cell.node for row in node.rows for cell in row)


def _stripped(found: Claim, binding: Binding) -> Claim:
    """The claim without activation factors and without a division of the whole."""
    sides, activation, divided, slip = [], found.activation, found.divided, found.slip
    for side in found.sides:
        rest, factors = _without(side, lambda node: _is_activation(node, found.target))
        activation = activation or bool(factors)
        slip = slip or wrong_layer(found.target, factors, binding)
        rest, factors = _without(rest, _is_average)
        divided = factors[0].under if factors and isinstance(factors[0], Fraction) else divided
        sides.append(rest)
    sides = [_with_kronecker(side) for side in sides]
    upstream = (part for side in sides for part in references(side, binding) if part.tensor == "grad_output")
    slip = slip or wrong_order(found.target, upstream)
    return replace(found, sides=tuple(sides), activation=activation, divided=divided, slip=slip)


def _with_kronecker(side: Node) -> Node:
    """``δ_{u,i+a}`` beside ``∂L/∂y_ij`` in one product is Kronecker's: 1 where its two indices are equal."""
    if isinstance(side, BigSum):
        return BigSum(side.over, _with_kronecker(side.body))
    if isinstance(side, Sum):
        return Sum(tuple(_with_kronecker(term) for term in side.terms))
    if not isinstance(side, Product) or not any(isinstance(factor, Partial) for factor in side.factors):
        return Product(tuple(map(_with_kronecker, side.factors))) if isinstance(side, Product) else side
    return Product(tuple(_kronecker(factor) for factor in side.factors))


def _kronecker(factor: Node) -> Node:
    plain = isinstance(factor, Symbol) and factor.name == "δ" and len(factor.index) == 2 and not factor.upper
    if plain and isinstance(factor, Symbol) and not any(isinstance(part, Equation) for part in factor.index):
        return Symbol("δ", (Equation(factor.index),))
    return factor


def _without(node: Node, takes) -> tuple[Node, list[Node]]:  # type: ignore[no-untyped-def]
    """A product without the factors that ``takes`` takes, which stand in it or under its sums."""
    if isinstance(node, BigSum):
        body, factors = _without(node.body, takes)
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
        inner, factors = _without(node.factors[-1], takes)
        kept = [*node.factors[:-1], inner]
    if not factors or not kept:
        return node, []
    return (kept[0] if len(kept) == 1 else Product(tuple(kept))), factors


def _is_activation(node: Node, target: Reference) -> bool:
    """``f′(z_ij)`` at the entry that is claimed; elsewhere it is no factor that can be taken off."""
    if isinstance(node, Symbol):
        return node.name[-1:] == "′" and node.name[0] in "σφfgh" and node.index in ((), target.index)
    if not isinstance(node, Apply) or node.operator[-1:] != "′":
        return False
    inner = node.arguments[0] if node.arguments else None
    return isinstance(inner, Symbol) and inner.index in ((), target.index)


def _is_average(node: Node) -> bool:
    return isinstance(node, Fraction) and node.over == Number(1) and isinstance(node.under, Symbol | Product)
