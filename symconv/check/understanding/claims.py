"""Statements → claims: which gradient is claimed to be what."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.conditions import Where
from symconv.check.understanding.depth import wrong_layer, wrong_order
from symconv.check.understanding.factors import is_activation, is_average, with_kronecker, without
from symconv.check.understanding.given import is_numeric
from symconv.check.understanding.sides import is_map, is_operation, references
from symconv.notation.tree import (
    Apply,
    BigSum,
    Equation,
    Fraction,
    Infix,
    Limits,
    Matrix,
    Node,
    Number,
    Partial,
    Symbol,
)
from symconv.notation.walk import walk

GRADIENTS = ("grad_input", "grad_weight", "grad_bias")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """``target = side = side``.

    Attributes:
        statement: where it stands.
        binding: letter → tensor.
        target: the gradient (or the output) that is claimed; for a local derivative ``∂o/∂v``, its denominator.
        left: the side that names the target.
        output: for a local derivative, the output that is differentiated.
        sides: what it is claimed to be, activation factors taken off.
        relation: ``=`` or ``+=``.
        activation: whether a factor f′ was taken off.
        divided: what a gradient is divided by, as ``1/m``.
        loops: for a line of code, what the loops around it run over; None where one cannot be read.
        slip: what is wrong whatever the values are.
        where: the layers that it is said to hold for, of those the text is about.
    """

    statement: Statement
    binding: Binding
    target: Reference
    left: Node
    sides: tuple[Node, ...]
    output: Reference | None = None
    relation: str = "="
    activation: bool = False
    divided: Node | None = None
    loops: tuple[Node, ...] | None = ()
    slip: str = ""
    where: Where = field(default_factory=Where)

    @cached_property
    def known(self) -> tuple[Reference, ...]:
        """Every tensor in it, the target first."""
        tabled = references(self.left, self.binding) if isinstance(self.left, Matrix) else ()
        own = (self.target, *((self.output,) if self.output else ()), *tabled)
        return (*own, *(part for side in self.sides for part in references(side, self.binding)))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Everything that stands in its sides."""
        return tuple(node for side in self.sides for node in walk(side))

    @cached_property
    def maps(self) -> tuple[bool, ...]:
        """For each side whether it is to be evaluated as a whole map."""
        return tuple(map(is_map, self.sides))

    @cached_property
    def kind(self) -> str:
        """``entry, sum, matrix, operator, scatter`` or ``forward``."""
        if self.target.tensor == "output" and self.output is None and not self.numeric:
            return "forward"
        if self.relation == "+=":
            return "scatter"
        nodes = self.nodes
        if any(is_operation(node) for node in nodes):
            return "matrix" if any(isinstance(node, Matrix) for node in nodes) else "operator"
        if any(isinstance(node, Matrix) for node in nodes):
            return "matrix"
        letters = any(not isinstance(part, Number) for part in (*self.target.index, *self.target.upper))
        return "sum" if letters or any(isinstance(node, BigSum) for node in nodes) else "entry"

    @cached_property
    def numeric(self) -> bool:
        """Whether numbers alone stand on some side."""
        return self.output is None and any(map(is_numeric, self.sides))

    @cached_property
    def concrete(self) -> bool:
        """Whether it is about one layer: it tells numbers, or numbers are the indices of its entries or its filter."""
        if self.numeric:
            return True
        indexed = [part for part in self.known if part.index]
        taps = [part for part in indexed if part.tensor == "weight"]
        return any(
            parts and all(isinstance(node, Number) for part in parts for node in part.index)
            for parts in (indexed, taps, [self.target] if self.target.index else [])
        )

    @cached_property
    def letters(self) -> frozenset[Symbol]:
        """Letters that neither count places nor run through a sum: its sizes."""
        counting: set[Node] = {node for part in self.known for node in (*part.index, *part.upper)}
        for node in self.nodes:
            for part in node.over if isinstance(node, BigSum) else ():
                counting.add(part.letter if isinstance(part, Limits) else part)
        return frozenset(node for node in self.nodes if isinstance(node, Symbol) and node not in counting)

    @cached_property
    def amounts(self) -> bool:
        """Whether operations in it are told by numbers, ``pad(X, 0, 0, 1, 1)``, which suits one layer only."""
        told = [
            part
            for node in self.nodes
            if isinstance(node, Apply | Infix) and is_operation(node)
            for part in (*node.parameter, *(node.arguments[1:] if isinstance(node, Apply) else ()))
        ]
        return any(isinstance(part, Number) for part in told)

    @cached_property
    def each_axis(self) -> bool:
        """Whether it is about one axis at a time, whatever the layer has."""
        return self.where.each_axis and all(len(part.index) <= 1 and not part.upper for part in self.known)

    @cached_property
    def ends_at_number(self) -> bool:
        """Whether a sum in it ends at a number, which suits one layer only."""
        sums = (part for node in self.nodes if isinstance(node, BigSum) for part in node.over)
        return any(isinstance(part, Limits) and isinstance(part.last, Number) for part in sums)

    @cached_property
    def open_star(self) -> bool:
        """Whether a sign in it may flip its filter or not."""
        return any(
            (isinstance(node, Infix) and node.sign in "∗⊛")
            or (isinstance(node, Apply) and node.operator.startswith("conv"))
            for node in self.nodes
        )


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
            others = tuple(other for other in others if not _restates(other, side, binding)) or others
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
            return _stripped(known, binding)
    return None


def _restates(other: Node, side: Node, binding: Binding) -> bool:
    """``∂L/∂z_i`` beside δ_i: another name of the very entry that is claimed."""
    one, two = binding.reference(side), binding.reference(other)
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
    if reference.tensor == "grad_output" and "weight" in read and "grad_output" in read:
        return replace(reference, tensor="grad_input"), None
    if reference.tensor == "output" and ({"input", "weight"} <= read or _computed(others, binding)):
        return reference, None
    return (reference, None) if reference.tensor in GRADIENTS else None


def _computed(others: tuple[Node, ...], binding: Binding) -> bool:
    """Whether numbers are said to be outputs, where input and filter are given as numbers."""
    return {"input", "weight"} <= binding.numbered and all(map(is_numeric, others))


def _tabled(side: Matrix, binding: Binding) -> Reference | None:
    """A matrix with the entries of one gradient names that gradient."""
    found = [binding.reference(cell.node) for row in side.rows for cell in row]
    tensors = {reference.tensor if reference else None for reference in found}
    first = found[0]
    if first is None or len(tensors) != 1 or first.tensor not in (*GRADIENTS, "output"):
        return None
    return replace(first, index=())


def _stripped(found: Claim, binding: Binding) -> Claim:
    """The claim without activation factors and without a division of the whole."""
    sides, activation, divided, slip = [], found.activation, found.divided, found.slip
    for side in found.sides:
        rest, factors = without(side, lambda node: is_activation(node, found.target))
        activation = activation or bool(factors)
        slip = slip or wrong_layer(found.target, factors, binding)
        rest, factors = without(rest, is_average)
        divided = factors[0].under if factors and isinstance(factors[0], Fraction) else divided
        sides.append(rest)
    sides = [with_kronecker(side) for side in sides]
    upstream = (part for side in sides for part in references(side, binding) if part.tensor == "grad_output")
    slip = slip or wrong_order(found.target, upstream)
    return replace(found, sides=tuple(sides), activation=activation, divided=divided, slip=slip)
