"""Indices, limits and conditions of a claim as formulas on integers that a proof can speak of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from symconv.check.evaluating.arithmetic import Meanings, key
from symconv.notation.tree import Apply, Equation, Floor, Fraction, Node, Number, Product, Sum, Symbol
from symconv.proof.theorem.conditions import Condition, divides, equal, within
from symconv.proof.theorem.indices import Index, Letter, quotient, whole
from symconv.proof.theorem.layer import OpenLayer

ORDERED = {"<": 1, "≤": 0}
BACKWARDS = {">": "<", "≥": "≤"}


class NotUnderstoodError(Exception):
    """The claim says something that is not written as a sum of pairs."""


@dataclass(slots=True, kw_only=True)
class Formal:
    """Translates the formulas of one claim.

    Attributes:
        layer: the layer whose sizes letters stand for.
        meaning: what letters for sizes mean.
        base: the number of the first entry.
        bound: the letters of the sum, and those of the entry that is claimed.
        tests: what was found on the way that must hold for a product to count.
    """

    layer: OpenLayer
    meaning: Meanings
    base: int
    bound: dict[str, Letter] = field(default_factory=dict)
    tests: list[Condition] = field(default_factory=list)

    def index(self, node: Node) -> Index:
        """An index, a limit or a size; a fraction asks for its divisor to divide."""
        match node:
            case Number(value):
                return whole(value)
            case Symbol():
                return self._letter(node)
            case Sum(terms):
                return sum((self.index(term) for term in terms), whole(0))
            case Product(factors):
                product = whole(1)
                for factor in factors:
                    product = product * self.index(factor)
                return product
            case Floor(Fraction(over, under)):
                return quotient(self.index(over), self._divisor(under))
            case Fraction(over, under):
                divisor = self._divisor(under)
                self.tests.append(divides(divisor, self.index(over)))
                return quotient(self.index(over), divisor)
        raise NotUnderstoodError("an index that is no polynomial")

    def _divisor(self, node: Node) -> Index:
        divisor = self.index(node)
        if not (divisor.number or 0) > 0 and divisor not in self.layer.size("s") + self.layer.size("d"):
            raise NotUnderstoodError("a divisor that may not be positive")
        return divisor

    def _letter(self, letter: Symbol) -> Index:
        if key(letter) in self.bound:
            return Index((((self.bound[key(letter)],), 1),))
        meaning = self.meaning(letter)
        if meaning is None:
            raise NotUnderstoodError("a letter of no size")
        quantity, axis = meaning
        at = 0 if axis is None else axis
        if at >= self.layer.axes or quantity not in SIZES:
            raise NotUnderstoodError("a size of no meaning here")
        return SIZES[quantity](*(self.layer.size(name)[at] for name in LETTERS))

    def condition(self, node: Node) -> Iterator[Condition]:
        """A condition under a sum."""
        if not isinstance(node, Equation):
            raise NotUnderstoodError("no condition")
        sides, relation = node.sides, node.relation
        if relation == "∧":
            yield from (test for side in sides for test in self.condition(side))
            return
        if relation in BACKWARDS:
            sides, relation = sides[::-1], BACKWARDS[relation]
        for left, right in pairwise(sides):
            yield self._compared(left, relation, right)

    def _compared(self, left: Node, relation: str, right: Node) -> Condition:
        if relation == "=" and isinstance(left, Apply) and left.operator == "mod" and len(left.arguments) == 2:
            over, divisor = left.arguments
            return divides(self._divisor(divisor), self.index(over) - self.index(right))
        if relation == "=":
            return equal(self.index(left), self.index(right))
        if relation not in ORDERED:
            raise NotUnderstoodError("a relation that is not known")
        gap = self.index(right) - self.index(left) - ORDERED[relation]
        return within(gap, gap + 1)


LETTERS = ("N", "k", "s", "d", "p₋", "p₊", "r", "M")
SIZES: dict[str, Callable[..., Index]] = {
    "stride": lambda n, k, s, d, p, q, r, m: s,
    "padding": lambda n, k, s, d, p, q, r, m: p,
    "dilation": lambda n, k, s, d, p, q, r, m: d,
    "kernel": lambda n, k, s, d, p, q, r, m: k,
    "reach": lambda n, k, s, d, p, q, r, m: d * (k - 1) + 1,
    "input": lambda n, k, s, d, p, q, r, m: n,
    "output": lambda n, k, s, d, p, q, r, m: m,
    "padded": lambda n, k, s, d, p, q, r, m: n + p + q,
    "inserted": lambda n, k, s, d, p, q, r, m: s * (m - 1) + 1,
    "remainder": lambda n, k, s, d, p, q, r, m: r,
}
"""Quantity → the index it is."""
