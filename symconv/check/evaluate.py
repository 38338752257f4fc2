"""A formula's value on one layer: exact arithmetic over the tree, with every letter given a number.

What the writer left unsaid and the value depends on is collected in ``assumed``: that an array is 0 outside, that an
entry with a fractional index is 0.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction as Ratio


from symconv.algebra.polynomial import Operand
from symconv.check.binding import Binding, Reference, walk
from symconv.check.layout import PLAIN
from symconv.check.names import QUANTITIES, size_meaning
from symconv.check.truth import Truth, polynomial
from symconv.notation.tree import (
    Apply,
    BigSum,
    Entry,
    Equation,
    Floor,
    Fraction,
    Infix,
    Limits,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
)

Letters = dict[Node, int]
Whole = int | Ratio

ZERO_OUTSIDE = "entries outside an array count as 0"
ZERO_BETWEEN = "entries with a fractional index count as 0"
OVERRUN = "a sum runs past the end of an array"
ALL_INTEGERS = "a sum without limits runs over all integers"
RESTATED = "restated"


class Unknown(Exception):  # noqa: N818 - not an error: the formula says something that has no value here
    """Something in the formula has no value on this layer."""


class Uneven(Unknown):
    """One letter is used for two axes that differ on this layer."""


@dataclass(slots=True, kw_only=True)
class Evaluator:
    """One layer, one reading.

    Attributes:
        truth: the layer.
        binding: letter → tensor.
        orders: (tensor, number of indices) → axes.
        upper_orders: the same for what stands above.
        base: the number of the first entry.
        sizes: letters whose meaning the text fixes.
        ranges: letter → its run, where no limits are written.
        data: tensors that are given as numbers.
        einstein: whether repeated letters are summed.
        assumed: what the value depends on.
    """

    truth: Truth
    binding: Binding
    orders: Mapping[tuple[str, int], str]
    upper_orders: Mapping[tuple[str, int], str]
    base: int
    sizes: Mapping[Node, tuple[str, int | None]] = field(default_factory=dict)
    ranges: Mapping[Node, range] = field(default_factory=dict)
    data: Mapping[str, Mapping[tuple[int, ...], int]] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)
    limited: set[Node] = field(default_factory=set)
    _references: dict[int, Reference | None] = field(default_factory=dict)

    def whole(self, node: Node, letters: Letters) -> Whole:
        """An index, a limit, a size: exact, possibly fractional."""
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Symbol):
            return letters[node] if node in letters else self.size(node)
        if isinstance(node, Sum):
            return sum((self.whole(term, letters) for term in node.terms), start=0)
        if isinstance(node, Product | Infix):
            total: Whole = 1
            for factor in node.factors if isinstance(node, Product) else (node.left, node.right):
                total *= self.whole(factor, letters)
            return total
        if isinstance(node, Fraction):
            return self._ratio(self.whole(node.over, letters), self.whole(node.under, letters))
        if isinstance(node, Floor):
            return self.whole(node.body, letters).__floor__()
        if isinstance(node, Apply):
            return self._function(node, letters)
        raise Unknown("this is no number")

    def _ratio(self, over: Whole, under: Whole) -> Whole:
        if under == 0:
            raise Unknown("a division by zero")
        ratio = Ratio(over) / Ratio(under)
        return int(ratio) if ratio.denominator == 1 else ratio

    def _function(self, node: Apply, letters: Letters) -> Whole:
        values = [self.whole(argument, letters) for argument in node.arguments]
        functions = {"max": max, "min": min}
        if node.operator in functions:
            return functions[node.operator](values)
        if node.operator in ("ceil", "floor") and len(values) == 1:
            return values[0].__ceil__() if node.operator == "ceil" else values[0].__floor__()
        if node.operator == "mod" and len(values) == 2 and values[1]:
            return values[0] % values[1]
        raise Unknown(f"{node.operator} is no number")

    def size(self, letter: Symbol) -> int:
        """What a letter for a size stands for on this layer."""
        meaning = self.sizes.get(letter) or size_meaning(letter)
        if meaning is None:
            raise Unknown(f"the letter {letter.name} is not known")
        quantity, axis = meaning
        spec = self.truth.spec
        along = range(len(spec.input_size)) if axis is None else (axis,)
        if axis is not None and axis >= len(spec.input_size):
            raise Unknown(f"the letter {letter.name} is for an axis that the layer does not have")
        values = {QUANTITIES[quantity](spec, number) for number in along}
        if quantity == "padding" and any(before != after for before, after in spec.padding):
            raise Uneven("padding differs")
        if len(values) > 1:
            raise Uneven(f"{letter.name} differs along the axes")
        return values.pop()

    def scalar(self, node: Node, letters: Letters) -> Operand:
        """The value of a formula as a polynomial."""
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Symbol | Partial):
            return self._named(node, letters)
        if isinstance(node, Sum):
            total: Operand = 0
            for term in node.terms:
                total = total + self.scalar(term, letters)
            return total
        if isinstance(node, Product):
            return self._product(node.factors, letters)
        if isinstance(node, Infix) and node.sign in "⊙∗":
            return self._product((node.left, node.right), letters)
        if isinstance(node, BigSum):
            return self._sum(node, letters)
        if isinstance(node, Power) and node.exponent == Symbol("T"):
            return self.scalar(node.base, letters)
        if isinstance(node, Fraction):
            over, under = self.scalar(node.over, letters), self.whole(node.under, letters)
            if isinstance(over, int) and under and Ratio(over) % Ratio(under) == 0:
                return int(Ratio(over) / Ratio(under))
        raise Unknown("this part of the formula has no value that can be computed")

    def _product(self, factors: tuple[Node, ...], letters: Letters) -> Operand:
        total: Operand = 1
        for factor in _contracted(factors, self.reference):
            value = self._chain(factor, letters) if isinstance(factor, tuple) else self.scalar(factor, letters)
            if isinstance(value, int) and value == 0:
                return 0
            total = value if isinstance(total, int) and total == 1 else total * value
        return total

    def _chain(self, pair: tuple[Node, Node], letters: Letters) -> Operand:
        """``∂L/∂y · ∂y/∂x_{12}``: the sum over all outputs is meant."""
        by = pair[1].by if isinstance(pair[1], Partial) else pair[1]
        reference = self.reference(by)
        if reference is None:
            raise Unknown("this derivative is not known")
        place = self.place(reference, letters)
        return 0 if place is None else polynomial(self.truth.entry(f"grad_{reference.tensor}", place))

    def reference(self, node: Node) -> Reference | None:
        """The tensor a node stands for."""
        key = id(node)
        if key not in self._references:
            self._references[key] = self.binding.reference(node)
        return self._references[key]

    def _named(self, node: Symbol | Partial, letters: Letters) -> Operand:
        if isinstance(node, Partial) and self._is_local(node):
            return self._local(node, letters)
        if isinstance(node, Symbol) and node.name == "δ" and any(isinstance(part, Equation) for part in node.index):
            return int(all(self.holds(part, letters) for part in node.index))
        if isinstance(node, Symbol) and node in letters:
            return letters[node]
        reference = self.reference(node)
        if reference is None:
            return self._number(node, letters)
        place = self.place(reference, letters)
        return 0 if place is None else self.at(reference.tensor, place)

    def _number(self, node: Symbol | Partial, letters: Letters) -> int:
        value = self.whole(node, letters)
        if isinstance(value, int):
            return value
        raise Unknown("a fraction stands where a whole number must")

    def at(self, tensor: str, place: tuple[int, ...]) -> Operand:
        """One entry of a tensor: an unknown, a number that was given, or what the truth says of a gradient."""
        if tensor in self.data:
            return self.data[tensor][place]
        if tensor in ("input", "weight", "bias", "grad_output"):
            return self.truth.variable(tensor, place)
        if tensor != "output":
            self.assumed.add(RESTATED)
        return polynomial(self.truth.entry(tensor, place))

    def _is_local(self, node: Partial) -> bool:
        above = self.reference(node.of)
        return above is not None and above.tensor == "output"

    def local_places(
        self, node: Partial, letters: Letters
    ) -> tuple[tuple[int, ...] | None, Reference, tuple[int, ...] | None]:
        """Where ``∂y/∂v`` looks: the output, the other tensor, its entry; None outside."""
        above, below = self.reference(node.of), self.reference(node.by)
        if above is None or below is None or below.tensor not in ("input", "weight", "bias"):
            raise Unknown("this derivative is not known")
        if not above.index and len(below.index) > len(self.truth.spec.input_size):
            count = len(below.index) - len(self.truth.shape(below.tensor)) + 2
            raise Unknown(f"the {count} indices of this derivative cannot be told apart")
        return self.place(above, letters), below, self.place(below, letters)

    def _local(self, node: Partial, letters: Letters) -> Operand:
        output, below, place = self.local_places(node, letters)
        if output is None or place is None:
            return 0
        return polynomial(self.truth.local(output, below.tensor, place))

    def place(self, reference: Reference, letters: Letters) -> tuple[int, ...] | None:
        """The full 0-based index of an entry; None where it lies outside, or between two entries."""
        tensor = PLAIN[reference.tensor]
        shape = self.truth.shape(tensor)
        axes = self._axes(tensor, len(shape))
        known: dict[str, Whole] = {}
        for order, nodes in self._indexed(reference):
            for axis, node in zip(order, nodes, strict=True):
                known[axis] = self.whole(node, letters) - self.base
                self._watch(axis, node, known[axis], shape[axes.index(axis)], letters)
        place = []
        for axis, size in zip(axes, shape, strict=True):
            if axis not in known and size != 1:
                raise Unknown(f"{reference.name} needs an index for {_AXIS_NAMES[axis]}")
            place.append(known.get(axis, 0))
        return self._inside(place, shape)

    def _axes(self, tensor: str, count: int) -> str:
        space = "".join(map(str, range(len(self.truth.spec.input_size))))
        return {"input": "ni", "weight": "oi", "output": "no", "bias": "o"}[tensor] + (space if count > 1 else "")

    def _indexed(self, reference: Reference) -> Iterator[tuple[str, tuple[Node, ...]]]:
        key = (reference.tensor, len(reference.index))
        index = reference.index
        if index:
            if key not in self.orders:
                raise Unknown(f"{len(index)} indices of {reference.name} cannot be told apart")
            yield self.orders[key], index
        upper = (reference.tensor, len(reference.upper))
        if reference.upper and upper in self.upper_orders:
            yield self.upper_orders[upper], reference.upper

    def _watch(self, axis: str, node: Node, value: Whole, size: int, letters: Letters) -> None:
        if node in self.limited and not 0 <= value < size:
            self.assumed.add(OVERRUN)
        if axis in "nio" and not 0 <= value < size:
            raise Unknown("an index counts a channel or image that the layer does not have")

    def _inside(self, place: list[Whole], shape: tuple[int, ...]) -> tuple[int, ...] | None:
        if any(isinstance(value, Ratio) for value in place):
            self.assumed.add(ZERO_BETWEEN)
            return None
        if any(not 0 <= value < size for value, size in zip(place, shape, strict=True)):
            self.assumed.add(ZERO_OUTSIDE)
            return None
        return tuple(int(value) for value in place)

    def _sum(self, node: BigSum, letters: Letters) -> Operand:
        total: Operand = 0
        for inner in self.assignments(node.over, node.body, letters):
            total = total + self.scalar(node.body, inner)
        return total

    def assignments(self, over: tuple[Node, ...], body: Node, letters: Letters) -> Iterator[Letters]:
        """Every choice of the letters of a Σ that its limits and conditions allow."""
        conditions = [part for part in over if isinstance(part, Equation)]
        runs: list[Limits] = [_run(part) for part in over if not isinstance(part, Equation)]
        named = {run.letter for run in runs}
        for letter in _letters_in(conditions):
            if letter not in letters and letter not in named and letter in self.ranges:
                named.add(letter)
                runs.append(Limits(letter))
        yield from self._choices(runs, conditions, dict(letters))

    def _choices(self, runs: list[Limits], conditions: list[Node], letters: Letters) -> Iterator[Letters]:
        if not runs:
            if all(self.holds(condition, letters) for condition in conditions):
                yield letters
            return
        first, *rest = runs
        for value in self.run(first, letters):
            yield from self._choices(rest, conditions, {**letters, first.letter: value})

    def run(self, limits: Limits, letters: Letters) -> range:
        """The numbers a letter runs through."""
        usual = self.ranges.get(limits.letter)
        if limits.first is None and limits.last is None:
            if usual is None:
                self.assumed.add(ALL_INTEGERS)
                reach = (
                    2 * max(*self.truth.spec.input_size, *self.truth.spec.output_size, *self.truth.spec.kernel_size) + 4
                )
                return range(-reach, reach)
            return usual
        if limits.last is None:
            if usual is None:
                raise Unknown("a sum has no upper limit")
            return usual
        first = self.base if limits.first is None else self.whole(limits.first, letters)
        last = self.whole(limits.last, letters)
        if not isinstance(first, int) or not isinstance(last, int):
            raise Unknown("a limit of a sum is no whole number")
        if last - first > 10_000:
            raise Unknown("a sum is too long")
        self.limited.add(limits.letter)
        return range(first, last + 1)

    def holds(self, condition: Node, letters: Letters) -> bool:
        """Whether a side condition is true."""
        if isinstance(condition, Equation) and condition.relation == "∧":
            return all(self.holds(part, letters) for part in condition.sides)
        if not isinstance(condition, Equation) or condition.relation not in _COMPARE:
            raise Unknown("this condition cannot be decided")
        sides = [self.whole(side, letters) for side in condition.sides]
        return all(_COMPARE[condition.relation](a, b) for a, b in zip(sides, sides[1:], strict=False))


_COMPARE = {
    "=": lambda a, b: a == b,
    "≠": lambda a, b: a != b,
    "≤": lambda a, b: a <= b,
    "≥": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
_AXIS_NAMES = {
    "n": "the image",
    "i": "the input channel",
    "o": "the output channel",
    "0": "its place",
    "1": "its place",
}


def _run(part: Node) -> Limits:
    if isinstance(part, Limits):
        return part
    if isinstance(part, Symbol):
        return Limits(part)
    raise Unknown("what this sum runs over cannot be read")


def _letters_in(conditions: list[Node]) -> Iterator[Node]:
    for condition in conditions:
        for node in walk(condition):
            if isinstance(node, Symbol):
                yield node


def _contracted(factors: tuple[Node, ...], reference) -> list[Node | tuple[Node, Node]]:  # type: ignore[no-untyped-def]
    """``∂L/∂y · ∂y/∂x`` with y as a whole is one chain."""
    found: list[Node | tuple[Node, Node]] = []
    for factor in factors:
        before = found[-1] if found and isinstance(found[-1], Partial) else None
        above = reference(factor.of) if isinstance(factor, Partial) else None
        upstream = reference(before) if before is not None else None
        whole = above is not None and above.tensor == "output" and not above.index
        if (
            whole
            and before is not None
            and upstream is not None
            and upstream.tensor == "grad_output"
            and not upstream.index
        ):
            found[-1] = (before, factor)
        else:
            found.append(factor)
    return found
