"""A claim with letters for sizes as a sum of pairs that a proof can speak of; of any other nothing is said.

Understood are sums of products of two entries, with limits, conditions, floors and fractions in indices (an entry with
a fractional index counts as 0), and the chain rule written as such.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeGuard

from symconv.check.evaluating.arithmetic import Sizes, key
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.names import size_meaning
from symconv.notation.tree import (
    Apply,
    BigSum,
    Equation,
    Floor,
    Fraction,
    Limits,
    Node,
    Number,
    Partial,
    Product,
    Sum,
    Symbol,
)
from symconv.notation.walk import children
from symconv.proof.theorem.conditions import Condition, divides, equal, within
from symconv.proof.theorem.indices import Index, Letter, quotient, whole
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.pairs import MEETING, Pairs

COUNTED = {"output": "m", "grad_output": "m", "weight": "a", "grad_weight": "a", "input": "i", "grad_input": "i"}
"""Tensor → what its index counts: outputs, taps, inputs."""

ORDERED = {"<": 1, "≤": 0}
BACKWARDS = {">": "<", "≥": "≤"}


class NotUnderstoodError(Exception):
    """The claim says something that is not written as a sum of pairs."""


@dataclass(slots=True, kw_only=True)
class Formal:
    """Translates the formulas of one claim.

    Attributes:
        layer: the layer whose sizes letters stand for.
        binding: letter → tensor.
        sizes: what letters for sizes mean, where the text tells.
        base: the number of the first entry.
        bound: the letters of the sum, and those of the entry that is claimed.
        tests: what was found on the way that must hold for a product to count.
    """

    layer: OpenLayer
    binding: Binding
    sizes: Sizes
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
        meaning = self.sizes.get(letter) or size_meaning(letter)
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


def formal(found: Claim, side: Node, binding: Binding, sizes: Sizes, base: int, layer: OpenLayer) -> Pairs | None:
    """A side of a claim as a sum of pairs; None where it is the chain rule as such.

    Raises:
        NotUnderstoodError: it is something else.
    """
    over, factors = _opened(side)
    target = _placed(found.target, layer)
    translation = Formal(layer=layer, binding=binding, sizes=sizes, base=base)
    translation.bound |= {name: Letter(f"·{name}") for name in _names(target)}
    if _is_chain_rule(over, factors, found.target, binding):
        return None
    claimed = dict(translation.bound)
    _bind(over, translation)
    letters = tuple(letter for name, letter in translation.bound.items() if name not in claimed)
    for part in over:
        if isinstance(part, Equation):
            translation.tests += translation.condition(part)
        elif isinstance(part, Limits) and (part.first is not None or part.last is not None):
            translation.tests += _limited(part, translation)
    for factor in factors:
        translation.tests += translation.condition(factor.index[0]) if _is_kronecker(factor) else ()
    references = [binding.reference(factor) for factor in factors if not _is_kronecker(factor)]
    read = {COUNTED[found.target.tensor]: tuple(translation.index(node) - base for node in target)}
    for reference in references:
        if reference is None or reference.tensor not in ("grad_output", "weight", "input") or reference.flipped:
            raise NotUnderstoodError("a factor that is no entry")
        counted = COUNTED[reference.tensor]
        if counted in read:
            raise NotUnderstoodError("an entry too many")
        read[counted] = tuple(translation.index(node) - base for node in _placed(reference, layer))
    if set(read) != set(MEETING):
        raise NotUnderstoodError("an entry is missing")
    tests = tuple(translation.tests)
    return Pairs(target=COUNTED[found.target.tensor], letters=letters, tests=tests, read=read)


def _opened(side: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What is summed over, and the factors."""
    if isinstance(side, BigSum):
        over, factors = _opened(side.body)
        return (*side.over, *over), factors
    if isinstance(side, Product):
        opened = [_opened(factor) for factor in side.factors]
        return tuple(part for over, _ in opened for part in over), tuple(part for _, inner in opened for part in inner)
    return (), (side,)


def _placed(reference: Reference, layer: OpenLayer) -> tuple[Node, ...]:
    if reference.upper or len(reference.index) != layer.axes:
        raise NotUnderstoodError("an index that counts more than places")
    return reference.index


def _names(target: tuple[Node, ...]) -> list[str]:
    names = [key(node) for node in target if isinstance(node, Symbol)]
    if len(set(names)) != len(target):
        raise NotUnderstoodError("the entry that is claimed has no letters of its own")
    return names


def _bind(over: tuple[Node, ...], translation: Formal) -> None:
    """The letters a sum runs over: those listed, and those of its conditions that are no sizes."""
    for part in over:
        listed = part.letter if isinstance(part, Limits) else part
        if isinstance(listed, Symbol):
            translation.bound.setdefault(key(listed), Letter(f"·{key(listed)}"))
    for part in over:
        for letter in _symbols(part) if isinstance(part, Equation) else ():
            if key(letter) not in translation.bound and (translation.sizes.get(letter) or size_meaning(letter)) is None:
                translation.bound[key(letter)] = Letter(f"·{key(letter)}")


def _symbols(node: Node) -> Iterator[Symbol]:
    if isinstance(node, Symbol):
        yield node
        return
    for part in children(node):
        yield from _symbols(part)


def _limited(part: Limits, translation: Formal) -> Iterator[Condition]:
    running = translation.index(part.letter)
    first = whole(translation.base) if part.first is None else translation.index(part.first)
    gap = running - first
    yield within(gap, gap + 1)
    if part.last is not None:
        left = translation.index(part.last) - running
        yield within(left, left + 1)


def _is_kronecker(node: Node) -> TypeGuard[Symbol]:
    """``δ_{u,i+a}``, which is 1 where its two indices are equal."""
    return isinstance(node, Symbol) and len(node.index) == 1 and isinstance(node.index[0], Equation)


def _is_chain_rule(over: tuple[Node, ...], factors: tuple[Node, ...], target: Reference, binding: Binding) -> bool:
    """``Σ_m ∂L/∂o_m · ∂o_m/∂x_i`` over all m."""
    if len(factors) != 2:
        return False
    local = next(
        (binding.local(factor) for factor in factors if isinstance(factor, Partial) and binding.local(factor)), None
    )
    upstream = next((found for factor in factors if (found := binding.reference(factor)) is not None), None)
    if local is None or upstream is None or upstream.tensor != "grad_output":
        return False
    output, by = local
    plain = all(isinstance(part, Symbol) for part in over)
    return plain and output.index == upstream.index == tuple(over) and by.index == target.index
