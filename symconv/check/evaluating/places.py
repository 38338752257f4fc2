"""From an index as it is written to a place in an array: order of axes, index base, what lies outside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction as Ratio

from symconv.check.evaluating.arithmetic import Arithmetic, Budget, Letters, Miscounted, Sketchy, Unknown, Whole
from symconv.check.evaluating.truth import Truth
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.layout import PLAIN
from symconv.notation.tree import Apply, Node, Symbol

Orders = Mapping[tuple[str, int], str]
"""(tensor, number of indices) → axes."""

ZERO_OUTSIDE = "entries outside an array count as 0"
ZERO_BETWEEN = "entries with a fractional index count as 0"
OVERRUN = "a sum runs past the end of an array"

AXES = {"input": "ni", "weight": "oi", "output": "no", "bias": "o"}
"""The axes of a tensor before the spatial ones."""
_NAMES = {"n": "the image", "i": "the input channel", "o": "the output channel"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a reference is looked up: the shape, and for each axis the node that counts along it."""

    shape: tuple[int, ...]
    nodes: tuple[Node | None, ...]
    counting: frozenset[int]


@dataclass(slots=True, kw_only=True)
class Places:
    """Looks entries up on one layer.

    Attributes:
        truth: the layer.
        arithmetic: its numbers.
        orders: the order of indices.
        upper_orders: the order of what stands above.
        base: the number of the first entry.
        budget: steps that are left.
        assumed: what was looked up outside of the arrays.
        limited: letters of sums with written limits.
    """

    truth: Truth
    arithmetic: Arithmetic
    orders: Orders
    upper_orders: Orders
    base: int
    budget: Budget
    assumed: set[str] = field(default_factory=set)
    limited: set[str] = field(default_factory=set)
    _plans: dict[int, tuple[Reference, Plan]] = field(default_factory=dict)

    def place(self, reference: Reference, letters: Letters) -> tuple[int, ...] | None:
        """The full 0-based index of an entry; None where it lies outside, or between two entries.

        Raises:
            Unknown: an index is missing, has no value, or counts a channel that is not there.
        """
        _, plan = self._plans.get(id(reference)) or self._planned(reference)
        place: list[int] = []
        outside = between = False
        for axis, (node, size) in enumerate(zip(plan.nodes, plan.shape, strict=True)):
            value: Whole = 0 if node is None else self.arithmetic.whole(node, letters) - self.base
            if isinstance(value, Ratio):
                between = True
                continue
            if not 0 <= value < size:
                self._watch(axis in plan.counting, node)
                outside = True
            place.append(value)
        if outside or between:
            self.assumed.add(ZERO_BETWEEN if between else ZERO_OUTSIDE)
            return None
        return tuple(place)

    def _watch(self, counting: bool, node: Node | None) -> None:
        if counting:
            raise Miscounted("an index counts a channel or image that the layer does not have")
        if isinstance(node, Symbol) and node.name in self.limited:
            self.assumed.add(OVERRUN)

    def _planned(self, reference: Reference) -> tuple[Reference, Plan]:
        tensor = PLAIN[reference.tensor]
        shape = self.truth.shape(tensor)
        axes = AXES[tensor] + "".join(map(str, range(len(shape) - len(AXES[tensor]))))
        if any(
            node == Symbol(":") or (isinstance(node, Apply) and node.operator == "slice") for node in reference.index
        ):
            raise Sketchy(f"{reference.name} is cut into slices whose letters are not told")
        nodes: dict[str, Node] = {}
        for order, written in self._indexed(reference):
            nodes |= dict(zip(order, written, strict=True))
        for axis, size in zip(axes, shape, strict=True):
            if axis not in nodes and size != 1:
                raise Sketchy(f"{reference.name} needs an index for {_NAMES.get(axis, 'its place')}")
        plan = Plan(
            shape=shape,
            nodes=tuple(nodes.get(axis) for axis in axes),
            counting=frozenset(range(len(AXES[tensor]))),
        )
        self._plans[id(reference)] = (reference, plan)
        return reference, plan

    def _indexed(self, reference: Reference) -> Iterator[tuple[str, tuple[Node, ...]]]:
        index, count = reference.index, len(reference.index)
        if index:
            if (reference.tensor, count) not in self.orders:
                raise Unknown(f"{count} indices of {reference.name} cannot be told apart")
            yield self.orders[reference.tensor, count], index
        upper = (reference.tensor, len(reference.upper))
        if reference.upper and upper in self.upper_orders:
            yield self.upper_orders[upper], reference.upper
