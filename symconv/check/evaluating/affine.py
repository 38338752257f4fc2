"""Sums of products of entries, all terms at once: where indices and limits are affine in the letters that run.

What a sum reads outside of an array is noted as if its terms had been taken one by one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from math import prod

from symconv.algebra.polynomial import Monomial, Operand
from symconv.check.evaluating.arithmetic import Letters, counted, key
from symconv.check.evaluating.places import Places
from symconv.check.evaluating.plan import Plan
from symconv.check.evaluating.sums import Sums
from symconv.check.evaluating.terms import Along, Terms
from symconv.check.understanding.binding import Binding, Reference
from symconv.folded import FoldedSpec
from symconv.notation.tree import BigSum, Limits, Node, Number, Partial, Product, Sum, Symbol

VARIABLES = ("input", "weight", "grad_output")
FEWEST_TERMS, MOST_TERMS = 24, 250_000
"""Terms that are worth to be looked at together, and that can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A sum that can be taken at once.

    Attributes:
        over: the letters, with their limits.
        factor: the product of the numbers in it.
        references: the entries in it.
    """

    over: tuple[Limits, ...]
    factor: int
    references: tuple[Reference, ...]


@dataclass(slots=True, kw_only=True)
class Affine:
    """Takes sums on one layer.

    Attributes:
        binding: letter → tensor.
        places: looks entries up.
        sums: runs letters.
        given: tensors whose entries are numbers.
    """

    binding: Binding
    places: Places
    sums: Sums
    given: frozenset[str] = frozenset()
    _shapes: dict[int, tuple[Node, Shape | None]] = field(default_factory=dict)

    def total(self, node: BigSum, letters: Letters) -> Operand | None:
        """The value of a sum; None where its terms must be taken one by one.

        Raises:
            Unknown: it has none on this layer.
        """
        known = self._shapes.get(id(node))
        if known is None:
            known = self._shapes[id(node)] = (node, self._shape(node))
        if known[1] is None or any(key(run.letter) in letters for run in known[1].over):
            return None
        runs = {key(run.letter): self.sums.run(run, letters) for run in known[1].over}
        if not FEWEST_TERMS <= prod(map(len, runs.values())) <= MOST_TERMS:
            return None
        return self._added(known[1], runs, letters)

    def _shape(self, node: BigSum) -> Shape | None:
        over, factors = _opened(node)
        runs = [part if isinstance(part, Limits) else Limits(part) for part in over if not _is_condition(part)]
        names = {key(run.letter) for run in runs if isinstance(run.letter, Symbol)}
        limits = [part for run in runs for part in (run.first, run.last) if part is not None]
        if len(names) != len(over) or any(names & set(counted(part)) for part in limits):
            return None
        numbers = [part.value for part in factors if isinstance(part, Number)]
        entries = [part for part in factors if not isinstance(part, Number)]
        references = [self._entry(part, names) for part in entries]
        found = tuple(part for part in references if part is not None)
        if not found or len(found) != len(entries):
            return None
        return Shape(over=tuple(runs), factor=prod(numbers), references=found)

    def _entry(self, node: Node, names: set[str]) -> Reference | None:
        """An unknown whose indices are affine in the letters that run."""
        if not isinstance(node, Symbol | Partial):
            return None
        found = self.binding.reference(node)
        if found is None or found.tensor not in VARIABLES or found.tensor in self.given or not found.index:
            return None
        if found.apart or (found.tensor == "input" and isinstance(self.places.truth.spec, FoldedSpec)):
            return None
        written = (*found.index, *found.upper)
        return found if all(_is_affine(part, names) for part in written) and _is_looked_up(written) else None

    def _added(self, shape: Shape, runs: Mapping[str, range], letters: Letters) -> Operand | None:
        terms = Terms(tuple(map(len, runs.values())))
        for reference in shape.references:
            looked = self.places.looked_up(reference)
            along = self._along(looked.plan, looked.counting, runs, letters)
            if along is None:
                return None
            terms.run({number for each in along for number, step in enumerate(each.steps) if step})
            places = [terms.values(each) for each in along]
            inside = self._inside(reference.tensor, looked.plan, looked.counting, places)
            terms.keep(inside, self._ranks(reference.tensor, looked.plan, places))
        terms.run(set(range(len(runs))))
        self.places.budget.spend(12 + prod(terms.size) // 100 + terms.count // 8)
        return _sum(Monomial(shape.factor, tuple(sorted(term))) for term in zip(*terms.kept, strict=True))

    def _along(
        self, plan: Plan, counting: list[Node | None], runs: Mapping[str, range], letters: Letters
    ) -> list[Along] | None:
        """How the place along each axis follows from the letters; None where one is no whole number."""
        found: list[Along] = []
        start = {name: run.start for name, run in runs.items()}
        for axis, node in enumerate(counting):
            if node is None:
                found.append(Along(0, (0,) * len(runs)))
                continue
            whole, ahead = self.places.arithmetic.whole, (plan.ahead[axis] if plan.ahead else 0) + plan.first[axis]
            first = whole(node, {**letters, **start})
            steps = [whole(node, {**letters, **start, name: run.start + 1}) - first for name, run in runs.items()]
            if not all(isinstance(number, int) for number in (first, *steps)):
                return None
            found.append(Along(int(first - ahead), tuple(map(int, steps))))
        return found

    def _inside(self, tensor: str, plan: Plan, counting: list[Node | None], places: list[list[int]]) -> list[bool]:
        """Which terms' entries exist; what lies outside is noted."""
        along = [[0 <= place < size for place in column] for size, column in zip(plan.shape, places, strict=True)]
        for axis, (node, here) in enumerate(zip(counting, along, strict=True)):
            if not all(here):
                self.places.watch(tensor, axis < plan.leading, node)
        inside = list(map(all, zip(*along, strict=True)))
        if not plan.ahead and not all(inside):
            self.places.outside()
        return inside

    def _ranks(self, tensor: str, plan: Plan, places: list[list[int]]) -> list[int]:
        """The rank of every term's entry in the alphabet of the layer."""
        origin = (0,) * len(plan.shape)
        variable = self.places.truth.variable
        (start,) = variable(tensor, origin).ranks
        ranks = [start] * len(places[0])
        for axis, (size, column) in enumerate(zip(plan.shape, places, strict=True)):
            if size > 1:
                (following,) = variable(tensor, (*origin[:axis], 1, *origin[axis + 1 :])).ranks
                ranks = [rank + place * (following - start) for rank, place in zip(ranks, column, strict=True)]
        return ranks


def _sum(terms: Iterator[Monomial]) -> Operand:
    zero: Operand = 0
    return reduce(lambda total, term: total + term, terms, zero)


def _opened(node: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What is summed over, and the factors."""
    if isinstance(node, BigSum):
        over, factors = _opened(node.body)
        return (*node.over, *over), factors
    if isinstance(node, Product):
        opened = [_opened(factor) for factor in node.factors]
        return tuple(part for over, _ in opened for part in over), tuple(part for _, inner in opened for part in inner)
    return (), (node,)


def _is_condition(part: Node) -> bool:
    return not isinstance(part, Limits | Symbol)


def _is_looked_up(written: tuple[Node, ...]) -> bool:
    """Whether some index has a letter in it; what stands in numbers alone names one entry."""
    return any(not isinstance(part, Number) for part in written)


def _is_affine(node: Node, names: set[str]) -> bool:
    if isinstance(node, Sum):
        return all(_is_affine(term, names) for term in node.terms)
    if isinstance(node, Product):
        running = [factor for factor in node.factors if names & set(counted(factor))]
        return len(running) < 2 and all(_is_affine(factor, names) for factor in running)
    if isinstance(node, Symbol) and key(node) in names:
        return True
    return not names & _everywhere(node)


def _everywhere(node: Node) -> set[str]:
    """The letters of a node, those in the indices of others too, as in ``s(M − 1)``."""
    found = set(counted(node))
    for part in (*node.index, *node.upper) if isinstance(node, Symbol) else ():
        found |= _everywhere(part)
    return found
