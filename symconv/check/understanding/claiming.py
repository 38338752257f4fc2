"""Statements → claims: which side names the gradient, and what it is said to be."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.chained import is_chain_rule
from symconv.check.understanding.claims import GRADIENTS, Claim
from symconv.check.understanding.depth import unactivated, wrong_layer, wrong_order
from symconv.check.understanding.factors import is_activation, is_average, with_kronecker, without
from symconv.check.understanding.given import is_numeric
from symconv.check.understanding.sides import lists, references
from symconv.notation.tree import (
    Equation,
    Fraction,
    Infix,
    Matrix,
    Node,
    Number,
    Partial,
    Symbol,
)


def claim(statement: Statement, binding: Binding, before: Claim | None, *, pooled: bool = False) -> Claim | None:
    """What a statement claims; None where it is no claim about the layer.

    Args:
        statement: a statement that was read.
        binding: letter → tensor.
        before: the claim that a statement starting with ``=`` goes on from.
        pooled: whether the layer is a pooling, whose output is made of X alone.
    """
    tree = statement.tree
    if tree is None:
        return None
    if statement.continues:
        sides = tree.sides if isinstance(tree, Equation) else (tree,)
        return None if before is None else _stripped(replace(before, statement=statement, sides=sides), binding, pooled)
    if not isinstance(tree, Equation) or tree.relation not in ("=", "+=") or any(map(_multiplies, tree.sides)):
        return None
    for side in (tree.sides[0], tree.sides[-1], *tree.sides[1:-1]):
        others = tuple(other for other in tree.sides if other is not side)
        found = _target(side, others, binding) or (_pooled(side, others, binding) if pooled else None)
        if found is not None:
            target, output = found
            others = (
                tuple(
                    other
                    for other in others
                    if not _restates(other, side, binding) and not is_chain_rule(other, side, target, binding)
                )
                or others
            )
            known = Claim(
                statement=statement,
                binding=binding,
                target=target,
                left=side,
                sides=others,
                output=output,
                relation=tree.relation,
                slip=_circle(target, side, others, binding),
            )
            return _stripped(known, binding, pooled)
    return None


def _multiplies(side: Node) -> bool:
    """``C * K * K``: a letter meets itself, as sizes do that are multiplied, and no map that slides."""
    operands = list(_operands(side))
    return len(set(operands)) < len(operands) and all(isinstance(one, Symbol) and not one.index for one in operands)


def _operands(side: Node) -> Iterator[Node]:
    """What stands between the stars of a side."""
    if isinstance(side, Infix) and side.sign == "∗":
        yield from (inner for part in (side.left, side.right) for inner in _operands(part))
    else:
        yield side


def _restates(other: Node, side: Node, binding: Binding) -> bool:
    """``∂L/∂z_i`` beside δ_i, ``[o_11, o_12; o_21, o_22]`` beside O: another name of the very thing that is claimed."""
    one, two = binding.reference(side), binding.reference(other)
    if isinstance(other, Matrix):
        return one is not None and not one.index and lists(other, one.tensor, binding)
    if one is None or two is None or one.tensor == "output":
        return False
    return (one.tensor, one.index, one.upper) == (two.tensor, two.index, two.upper)


def _circle(target: Reference, side: Node, others: tuple[Node, ...], binding: Binding) -> str:
    """A derivative ``∂L/∂x`` said to follow from itself; empty where layers or primes tell the two apart."""
    read = [part for other in others for part in references(other, binding)] if isinstance(side, Partial) else []
    same = [part for part in read if (part.tensor, part.name, part.upper) == ("grad_output", target.name, target.upper)]
    return f"∂L/∂{target.name} is said to follow from itself" if target.tensor == "grad_input" and same else ""


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
    named = {found.tensor for other in others if (found := binding.reference(other)) is not None}
    if reference.tensor == "grad_output" and ({"weight", "grad_output"} <= read or "grad_input" in named):
        return replace(reference, tensor="grad_input"), None
    if reference.tensor == "output" and ({"input", "weight"} <= read or _computed(others, binding)):
        return reference, None
    if reference.tensor == "grad_bias" and binding.untied and (index := _below(side)):
        return replace(reference, tensor="grad_output", index=index), None
    return (reference, None) if reference.tensor in GRADIENTS else None


def _pooled(side: Node, others: tuple[Node, ...], binding: Binding) -> tuple[Reference, None] | None:
    """An output of a pooling, made of entries of X, or in numbers where X is given in numbers."""
    reference = binding.reference(side)
    if reference is None or reference.tensor != "output" or isinstance(side, Matrix):
        return None
    read = {found.tensor for other in others for found in references(other, binding, whole=True)}
    told = "input" in binding.numbered and all(map(is_numeric, others))
    return (reference, None) if "input" in read or told else None


def _below(side: Node) -> tuple[Node, ...]:
    """The indices of a bias of which each output has one."""
    inner = side.by if isinstance(side, Partial) else side
    return inner.index if isinstance(inner, Symbol) else ()


def _computed(others: tuple[Node, ...], binding: Binding) -> bool:
    """Whether numbers are said to be outputs, where input and filter are given as numbers."""
    return {"input", "weight"} <= binding.numbered and all(is_numeric(one) or one == Number(0) for one in others)


def _tabled(side: Matrix, binding: Binding) -> Reference | None:
    """A matrix with the entries of one gradient names that gradient."""
    found = [binding.reference(cell.node) for row in side.rows for cell in row]
    tensors = {reference.tensor if reference else None for reference in found}
    first = found[0]
    if first is None or len(tensors) != 1 or first.tensor not in (*GRADIENTS, "output"):
        return None
    return replace(first, index=())


def _stripped(found: Claim, binding: Binding, pooled: bool) -> Claim:
    """The claim without activation factors and without a division of the whole; averages are divided themselves."""
    sides, activation, divided, slip = [], found.activation, found.divided, found.slip
    for side in found.sides:
        rest, factors = without(side, lambda node: is_activation(node, found.target))
        activation = activation or bool(factors)
        slip = slip or wrong_layer(found.target, factors, binding)
        rest, factors = (rest, []) if pooled else without(rest, is_average)
        divided = factors[0].under if factors and isinstance(factors[0], Fraction) else divided
        sides.append(rest)
    sides = [with_kronecker(side, binding) for side in sides]
    known = [[*references(side, binding)] for side in sides]
    upstream = (part for side in known for part in side if part.tensor == "grad_output")
    slip = slip or wrong_order(found.target, upstream)
    slip = slip or ("" if activation else unactivated(found.target, known, binding))
    return replace(found, sides=tuple(sides), activation=activation, divided=divided, slip=slip)
