"""A pooling in numbers: X and ∂L/∂O as they are given, what was chosen, and every entry that follows, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from math import prod

from symconv.algebra.chain_rule import terms
from symconv.algebra.polynomial import Rational, Term
from symconv.algebra.pooled import PooledGradients
from symconv.algebra.tensors import Index, flat
from symconv.lesson.values import Drawn
from symconv.spec import positions

GIVEN = ("input", "grad_output")


@dataclass(frozen=True, kw_only=True)
class PooledExample:
    """One pooling in numbers.

    Attributes:
        found: its outputs and its gradient.
        given: tensor → its numbers, row by row, for ``GIVEN``.
    """

    found: PooledGradients
    given: Mapping[str, tuple[int, ...]]

    @cached_property
    def chosen(self) -> Mapping[Index, Index]:
        """Of a max: output → the full index of the input that it takes, the first of the largest."""
        spec = self.found.spec
        found: dict[Index, Index] = {}
        for lead in positions(spec.output_shape[:2]):
            value = partial(self._of_channel, lead)
            found |= {(*lead, *m): (*lead, *spec.chosen(m, value)[1]) for m in positions(spec.output_size)}
        return found

    def _of_channel(self, lead: Index, place: Index) -> Rational:
        return self.value("input", (*lead, *place))

    def value(self, tensor: str, index: Index) -> Rational:
        """The number of an entry, given or computed."""
        if tensor in GIVEN:
            return self.given[tensor][flat(index, self.found.alphabet.shapes[tensor])]
        place = flat(index, self.found.alphabet.shapes[tensor.removeprefix("grad_")])
        own = self.found.output[place] if tensor == "output" else terms(self.found.grad_input[place])
        return sum(map(self.product, own), 0)

    def product(self, term: Term) -> Rational:
        """A term in numbers."""
        coefficient, ranks = term
        return coefficient * prod(self._number(rank) for rank in ranks)

    def _number(self, rank: int) -> Rational:
        tensor, index = self.found.alphabet.entry(rank)
        if tensor != "share":
            return self.value(tensor, index)
        output, tap = index[: len(index) // 2 + 1], index[len(index) // 2 + 1 :]
        place = dict(self.found.spec.window(output[2:]))[tap]
        return int(self.chosen[output] == (*output[:2], *place))


def pooled_example(found: PooledGradients, drawn: Drawn) -> PooledExample:
    """The layer with numbers drawn for X and ∂L/∂O."""
    shapes = found.alphabet.shapes
    return PooledExample(found=found, given={tensor: drawn(tensor, prod(shapes[tensor])) for tensor in GIVEN})
