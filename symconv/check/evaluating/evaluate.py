"""A formula's value on one layer: exact arithmetic over the tree, with every letter given a number.

What the writer left unsaid and the value depends on is collected in ``assumed``: that an array is 0 outside, that an
entry with a fractional index is 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction as Ratio

from symconv.algebra.polynomial import Monomial, Operand, Rational, normal_form
from symconv.check.asking import Log, Subject
from symconv.check.evaluating.affine import Affine
from symconv.check.evaluating.arithmetic import Arithmetic, Letters
from symconv.check.evaluating.chains import is_chain, opens_chain
from symconv.check.evaluating.derived import derivative
from symconv.check.evaluating.places import Places
from symconv.check.evaluating.questions import EDGES
from symconv.check.evaluating.sums import Sums
from symconv.check.evaluating.truth import Truth, polynomial
from symconv.check.evaluating.unknown import Sketchy, Unknown
from symconv.check.understanding.binding import Binding, Reference
from symconv.notation.tree import (
    BigSum,
    Cases,
    Derived,
    Dots,
    Equation,
    Fraction,
    Infix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
)

RESTATED = "restated"
MOST_FACTORS = 40
OUTPUT_READ = "the output itself stands in a gradient, where only ∂L/∂O can"
Data = Mapping[str, Mapping[tuple[int, ...], Rational]]

MOST_BITS = 4096
"""Bits of the largest number that is computed."""


@dataclass(slots=True, kw_only=True)
class Evaluator:
    """One layer, one reading.

    Attributes:
        truth: the layer.
        binding: letter → tensor.
        places: looks entries up.
        sums: runs the letters of a Σ.
        data: tensors that the text gives as numbers.
        log: the answers to what signs leave open.
        edges: the question where its signs start and end.
    """

    truth: Truth
    binding: Binding
    places: Places
    sums: Sums
    data: Data = field(default_factory=dict)
    log: Log
    edges: Subject = EDGES
    _locals: dict[int, tuple[Node, tuple[Reference, Reference] | None]] = field(default_factory=dict)
    _affine: Affine = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._affine = Affine(binding=self.binding, places=self.places, sums=self.sums, given=frozenset(self.data))

    @property
    def arithmetic(self) -> Arithmetic:
        """The layer's numbers."""
        return self.places.arithmetic

    @property
    def assumed(self) -> set[str]:
        """What the value depends on."""
        return self.places.assumed

    @property
    def ranges(self) -> Mapping[str, range]:
        """Letter → its run, where no limits are written."""
        return self.sums.ranges

    def scalar(self, node: Node, letters: Letters) -> Operand:
        """The value of a formula as a polynomial.

        Raises:
            Unknown: it has none on this layer.
        """
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
            return self._summed(node, letters)
        if isinstance(node, Power) and node.exponent == Symbol("T"):
            return self.scalar(node.base, letters)
        if isinstance(node, Power) and isinstance(node.exponent, Number) and 0 < node.exponent.value < 10:
            return self._product((node.base,) * node.exponent.value, letters)
        if isinstance(node, Fraction):
            return self._divided(node, letters)
        if isinstance(node, Cases):
            return self._chosen(node, letters)
        if isinstance(node, Derived):
            return self._derived(node.of, node.by, letters)
        if isinstance(node, Dots):
            raise Sketchy("⋯ stands for something that is not written")
        raise Unknown("this part of the formula has no value that can be computed")

    def _summed(self, node: BigSum, letters: Letters) -> Operand:
        """A sum, at once where it can be, else term by term."""
        if not node.over:
            raise Sketchy("what the sum runs over is not written")
        at_once = self._affine.total(node, letters)
        if at_once is not None:
            return at_once
        total: Operand = 0
        for inner in self.sums.assignments(node.over, letters):
            total = total + self.scalar(node.body, inner)
        return total

    def _chosen(self, node: Cases, letters: Letters) -> Operand:
        """The value of the first row whose condition holds."""
        for row in node.rows:
            if row.condition is None or self.arithmetic.holds(row.condition, letters):
                return self.scalar(row.value, letters)
        raise Unknown("none of the cases holds")

    def _divided(self, node: Fraction, letters: Letters) -> Operand:
        over, under = self.scalar(node.over, letters), self.arithmetic.whole(node.under, letters)
        if not under:
            raise Unknown("a division by zero")
        part = 1 / Ratio(under)
        return over * (int(part) if part.denominator == 1 else Monomial(part, ()))

    def _product(self, factors: tuple[Node, ...], letters: Letters) -> Operand:
        if len(factors) > MOST_FACTORS:
            raise Unknown(f"a product of more than {MOST_FACTORS} factors")
        total: Operand = 1
        before: Node | None = None
        for factor in factors:
            if before is not None and is_chain(before, factor, self.binding):
                return self._chain(factors, letters)
            value = 1 if opens_chain(factor, self.binding) else self.scalar(factor, letters)
            if isinstance(value, int) and value == 0:
                return 0
            total = value if isinstance(total, int) and total == 1 else total * value
            if isinstance(total, int) and total.bit_length() > MOST_BITS:
                raise Unknown(f"a number of more than {MOST_BITS} bits")
            before = factor
        return self.scalar(factors[-1], letters) if before is not None and opens_chain(before, self.binding) else total

    def _chain(self, factors: tuple[Node, ...], letters: Letters) -> Operand:
        """``∂L/∂y · ∂y/∂x_{12}``: the sum over all outputs is meant."""
        last = factors[-1]
        reference = self.reference(last.by) if isinstance(last, Partial) and len(factors) == 2 else None
        if reference is None:
            raise Unknown("this derivative is not known")
        place = self.places.place(reference, letters)
        return 0 if place is None else polynomial(self.truth.entry(f"grad_{reference.tensor}", place))

    def reference(self, node: Node) -> Reference | None:
        """The tensor a node stands for."""
        return self.binding.reference(node)

    def _named(self, node: Symbol | Partial, letters: Letters) -> Operand:
        if isinstance(node, Partial):
            return self._derivative(node, letters)
        if node.name == "δ" and any(isinstance(part, Equation) for part in node.index):
            return int(all(self.arithmetic.holds(part, letters) for part in node.index))
        reference = self.reference(node)
        if reference is not None and (node.index or node.name not in letters):
            return self._entry(reference, letters)
        value = self.arithmetic.whole(node, letters)
        if isinstance(value, int):
            return value
        raise Unknown("a fraction stands where a whole number must")

    def _entry(self, reference: Reference, letters: Letters) -> Operand:
        place = self.places.place(reference, letters)
        return 0 if place is None else self.at(reference.tensor, place)

    def at(self, tensor: str, place: tuple[int, ...]) -> Operand:
        """One entry of a tensor: an unknown, or what the truth says of a gradient."""
        if tensor in ("input", "weight", "bias", "grad_output"):
            return self.truth.variable(tensor, place)
        self.assumed.add(OUTPUT_READ if tensor == "output" else RESTATED)
        return polynomial(self.truth.entry(tensor, place))

    def _derivative(self, node: Partial, letters: Letters) -> Operand:
        reference = self.reference(node)
        if reference is not None:
            return self._entry(reference, letters)
        local = self._local(node)
        if local is None:
            return self._derived(node.of, node.by, letters)
        output, below = local
        if self.binding.untied and below.tensor == "bias" and isinstance(node.by, Symbol) and node.by.index:
            own = replace(output, index=node.by.index)  # each output has a bias of its own
            return int(self.places.place(output, letters) == self.places.place(own, letters))
        where, place = self.places.place(output, letters), self.places.place(below, letters)
        return 0 if where is None or place is None else polynomial(self.truth.local(where, below.tensor, place))

    def _derived(self, of: Node, by: Node, letters: Letters) -> Operand:
        """``∂/∂w (…)``: of what holds entries, by one entry of the input, the filter or the bias."""
        reference, inner = self.reference(by), self.reference(of)
        if reference is None or reference.tensor not in ("input", "weight", "bias"):
            raise Unknown("this derivative is not known")
        if isinstance(of, Symbol) and (inner is None or inner.tensor not in ("input", "weight", "bias", "output")):
            raise Unknown("this derivative is not known")
        read = OUTPUT_READ in self.assumed
        form, place = normal_form(self.scalar(of, letters)), self.places.place(reference, letters)
        if not read and isinstance(of, Symbol):  # of the output itself it is asked here
            self.assumed.discard(OUTPUT_READ)
        if place is None:
            return 0
        return derivative(form, self.truth.alphabet.rank(reference.tensor, self.truth.turned(reference.tensor, place)))

    def _local(self, node: Partial) -> tuple[Reference, Reference] | None:
        known = self._locals.get(id(node))
        if known is None:
            known = self._locals[id(node)] = (node, self.binding.local(node))
        return known[1]
