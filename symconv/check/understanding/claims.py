"""Claims: which gradient is said to be what."""

from dataclasses import dataclass, field
from functools import cached_property

from symconv.check.facts.conditions import Where
from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.given import is_numeric
from symconv.check.understanding.sides import is_map, is_operation, operands, references
from symconv.notation.tree import (
    Apply,
    BigSum,
    Equation,
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

    @property
    def untied(self) -> bool:
        """Whether it is about a bias of which each output has its own: its gradient is that of the output."""
        return self.target.tensor == "grad_output"

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
        """Letters that neither count places nor run through a sum, nor are factors: its sizes."""
        counting: set[Node] = {node for part in self.known for node in (*part.index, *part.upper)}
        counting |= {node for side in self.sides for node in operands(side)}
        counting |= {part for node in self.nodes if isinstance(node, Symbol) for part in (*node.index, *node.upper)}
        for node in self.nodes:
            if isinstance(node, BigSum):
                counting.update(node.letters)
            if isinstance(node, Partial):
                counting |= {node.of, node.by}
        return frozenset(node for node in self.nodes if isinstance(node, Symbol) and node not in counting)

    @cached_property
    def names_taps_alone(self) -> bool:
        """Whether only its filters have numbers for indices, ``y_i = w_0 x_{2i} + w_1 x_{2i+1}``."""
        others = [part for part in self.known if not part.tensor.endswith("weight") and part.index]
        named = any(isinstance(node, Number) for part in others for node in part.index)
        return self.concrete and bool(others) and not named

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
    def bounds(self) -> tuple[int, ...]:
        """The numbers that bound places, ``i < 12`` or ``min(k − 1, 29)``, where layers may be larger."""
        bounded: list[Node] = []
        for node in self.nodes:
            if isinstance(node, Equation) and node.relation not in ("=", "≡"):
                bounded += node.sides
            elif isinstance(node, Apply) and node.operator in ("min", "max"):
                bounded += node.arguments
        return tuple(part.value for part in bounded if isinstance(part, Number) and isinstance(part.value, int))

    @cached_property
    def ends_at_number(self) -> bool:
        """Whether a sum in it ends at a number, which suits one layer only."""
        sums = (part for node in self.nodes if isinstance(node, BigSum) for part in node.over)
        return any(isinstance(part, Limits) and isinstance(part.last, Number) for part in sums)
