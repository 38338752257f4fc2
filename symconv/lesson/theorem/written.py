"""Indices, conditions and terms of a proof as formulas on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import gcd

from symconv.notation import tree
from symconv.notation.paper import DEFAULT_NAMES
from symconv.notation.tree import Node, Number, Partial, Symbol, negative
from symconv.proof.theorem.conditions import Condition, positive
from symconv.proof.theorem.indices import Atom, Index, Letter, Monomial, whole
from symconv.proof.theorem.terms import Bracket, Entry, Plus, Product, Sum, Term

FACTORED = ("s", "d")
"""Sizes that are written before a bracket: ``d(k−1)`` rather than ``dk − d``."""

POSITIVE = ("k", "M")
"""Sizes that are positive in such a bracket: ``−d(k − 1 − b)`` rather than ``+ d(b + 1 − k)``."""

ENTRIES = {"x": "input", "f": "weight", "o": "output"}
DERIVED = {"∂x": "input", "∂f": "weight", "g": "output"}
EXCHANGED = {"g": "x", "x": "g", "∂x": "o", "o": "∂x"}
"""Array of a convolution → the one in its place in a transposed layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How the proof is written.

    Attributes:
        axes: of the layer; letters of several axes carry the number of theirs.
        entries: whether E is written as the ∂L/∂O it is.
        transposed: whether input and output are in each other's place.
        names: code word → name on paper.
    """

    axes: int = 1
    entries: bool = False
    transposed: bool = False
    names: Mapping[str, str] = field(default_factory=lambda: DEFAULT_NAMES)

    def letter(self, name: Letter) -> Node:
        """``m``, or ``m_0`` where there are several axes; channels have no axis."""
        numbered = self.axes > 1 and name.name not in "zhyvcwBHUV"
        return Symbol(name.name, (Number(name.axis),) if numbered else ())

    def index(self, index: Index) -> Node:
        """``s·m + d·a − p₋``."""
        found = list(self._grouped(list(index.terms)))
        parts = sorted(found, key=lambda part: tree.absolute(part)[0])
        return tree.Sum(tuple(parts)) if len(parts) > 1 else parts[0] if parts else Number(0)

    def _grouped(self, terms: list[tuple[Monomial, int]]) -> Iterable[Node]:
        while terms:
            shared = next((atom for atom in terms[0][0] if isinstance(atom, Letter) and atom.name in FACTORED), None)
            group = [part for part in terms if shared in part[0]]
            if shared is None or len(group) < 2:
                yield self._monomial(*terms.pop(0))
                continue
            terms = [part for part in terms if part not in group]
            yield self._factored(shared, group)

    def _factored(self, shared: Letter, group: list[tuple[Monomial, int]]) -> Node:
        """``d(k − 1)``, with what all coefficients have in common before it."""
        sizes = [coefficient for monomial, coefficient in group if len(monomial) > 1 and _is_size(monomial[1])]
        common = gcd(*(coefficient for _, coefficient in group)) * (1 if (*sizes, group[0][1])[0] > 0 else -1)
        rest = whole(0)
        for monomial, coefficient in group:
            left = list(monomial)
            left.remove(shared)
            rest = rest + Index(((tuple(left), coefficient // common),))
        return self._product(common, [self.letter(shared), self.index(rest)])

    def _monomial(self, monomial: Monomial, coefficient: int) -> Node:
        return self._product(coefficient, list(map(self._atom, monomial)))

    def _product(self, coefficient: int, factors: list[Node]) -> Node:
        if not factors:
            return Number(coefficient)
        if coefficient not in (1, -1):
            factors = [Number(abs(coefficient)), *factors]
        node = factors[0] if len(factors) == 1 else tree.Product(tuple(factors))
        return negative(node) if coefficient < 0 else node

    def _atom(self, atom: Atom) -> Node:
        if isinstance(atom, Letter):
            return self.letter(atom)
        return tree.Floor(tree.Fraction(self.index(atom.over), self.index(atom.under)))

    def condition(self, condition: Condition) -> tree.Equation:
        """``i = s·m``, ``0 ≤ t ≤ n − 1``, ``s ≥ 1`` or ``t mod s = 0``."""
        left, right = self.index(condition.left), self.index(condition.right)
        if condition == positive(condition.right):
            return tree.Equation((right, Number(1)), "≥")
        if condition.kind == "equal":
            return tree.Equation((left, right))
        if condition.kind == "within":
            return tree.Equation((Number(0), left, self.index(condition.right - 1)), "≤")
        return tree.Equation((tree.Infix("mod", left, right), Number(0)))

    def entry(self, entry: Entry) -> Node:
        """``∂L/∂o_m``, ``f_a``, ``D_t``."""
        index, upper = (tuple(map(self.index, part)) for part in (entry.index, entry.upper))
        array = "g" if entry.array == "E" and self.entries else entry.array
        array = EXCHANGED.get(array, array) if self.transposed else array
        if array in DERIVED:
            return self.gradient(DERIVED[array], index, upper)
        if array in ENTRIES:
            return Symbol(self.names[ENTRIES[array]].lower(), index, upper)
        return Symbol(array, index, upper)

    def gradient(self, tensor: str, index: tuple[Node, ...], upper: tuple[Node, ...] = ()) -> Partial:
        """``∂L/∂o_m``."""
        return Partial(Symbol(self.names["loss"]), Symbol(self.names[tensor].lower(), index, upper))

    def term(self, term: Term) -> Node:
        """The whole term."""
        match term:
            case Sum(letter, size, body):
                limits = tree.Limits(self.letter(letter), Number(0), self.index(size - 1))
                return tree.BigSum((limits,), self.term(body))
            case Plus(terms):
                return tree.Sum(tuple(map(self.term, terms))) if terms else Number(0)
            case Entry():
                return self.entry(term)
        factors = tuple(self._factors(term))
        return factors[0] if len(factors) == 1 else tree.Product(factors)

    def _factors(self, term: Term) -> Iterable[Node]:
        match term:
            case Bracket(condition, body):
                yield tree.Bracket(self.condition(condition))
                yield from self._factors(body)
            case Product(factors):
                for factor in factors:
                    yield from self._factors(factor)
            case _:
                yield self.term(term)


def _is_size(atom: Atom) -> bool:
    return isinstance(atom, Letter) and atom.name in POSITIVE
