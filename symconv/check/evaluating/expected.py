"""What the truth says where a claim says something: an entry, or a local derivative, with given numbers put in."""

from dataclasses import dataclass
from functools import cached_property

from symconv.algebra.polynomial import NormalForm, Rational, Term, collected
from symconv.check.evaluating.differences import Place
from symconv.check.evaluating.evaluate import Data
from symconv.check.evaluating.truth import Truth
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.sides import references


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The truth about what one claim is about.

    Attributes:
        claim: the claim.
        truth: the layer.
        data: tensors that are given as numbers.
    """

    claim: Claim
    truth: Truth
    data: Data

    @property
    def target(self) -> Reference:
        """The gradient that is claimed."""
        return self.claim.target

    def at(self, place: Place, output: Place | None = None) -> NormalForm:
        """The entry at a place, or the derivative of an output by it; a bias that the text leaves out is 0."""
        if output is not None:
            return self.truth.local(output, self.target.tensor, place)
        expected = self.truth.entry(self.target.tensor, place)
        if self.target.tensor == "output" and not self._has_bias:
            biases = self.truth.alphabet.ranks("bias")
            return {monomial: n for monomial, n in expected.items() if not any(rank in biases for rank in monomial)}
        return expected

    @cached_property
    def _has_bias(self) -> bool:
        sides, binding = self.claim.sides, self.claim.binding
        return any(part.tensor == "bias" for side in sides for part in references(side, binding, whole=True))

    def with_numbers(self, form: NormalForm) -> NormalForm:
        """A normal form with the tensors that are given as numbers put in."""
        return collected([self._term(*term) for term in form.items()]) if self.data else form

    def _term(self, ranks: Place, coefficient: Rational) -> Term:
        kept = []
        for rank in ranks:
            tensor, index = self.truth.named(rank)
            value = self.data.get(tensor, {}).get(index)
            if value is None:
                kept.append(rank)
            else:
                coefficient *= value
        return coefficient, tuple(kept)
