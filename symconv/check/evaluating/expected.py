"""What the truth says where a claim says something: an entry, or a local derivative, with given numbers put in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from symconv.algebra.polynomial import NormalForm, Rational, Term, collected
from symconv.check.evaluating.differences import Place
from symconv.check.evaluating.evaluate import Data
from symconv.check.evaluating.truth import Truth
from symconv.check.evaluating.unknown import Unknown
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.given import extent
from symconv.check.understanding.sides import references
from symconv.notation.tree import ZERO, Partial, Symbol
from symconv.notation.walk import walk
from symconv.spec import positions


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

    def compared(self, expected: NormalForm, got: NormalForm) -> tuple[NormalForm, NormalForm]:
        """The truth and what is claimed, in letters; with given numbers put in where a claim has numbers for letters.

        Raises:
            Unknown: the numbers are those of another layer, or not all of them are given.
        """
        if not (self.data or self.claim.numeric or self._reckons) or (
            got and set(map(len, got)) <= set(map(len, expected))
        ):
            return expected, got
        expected, got = self._with_numbers(expected), self._with_numbers(got)
        if any(expected) and (() in got or (not got and self._reckons)):
            raise Unknown("it tells numbers, and the text does not give all that they come from")
        return expected, got

    @cached_property
    def _reckons(self) -> bool:
        """Whether numbers are added up somewhere, so that a 0 may be what comes out, and not that nothing arrives."""
        lettered = [any(isinstance(part, Symbol | Partial) for part in walk(side)) for side in self.claim.sides]
        return any(side != ZERO and not letters for side, letters in zip(self.claim.sides, lettered, strict=True))

    def ask_numbers(self) -> None:
        """Asks for the numbers of this layer.

        Raises:
            Unknown: they are those of another layer.
        """
        _ = self._fitting

    def _with_numbers(self, form: NormalForm) -> NormalForm:
        return collected([self._term(*term) for term in form.items()])

    def _term(self, ranks: Place, coefficient: Rational) -> Term:
        kept = []
        for rank in ranks:
            tensor, index = self.truth.named(rank)
            value = self._fitting.get(tensor, {}).get(index)
            if value is None:
                kept.append(rank)
            else:
                coefficient *= value
        return coefficient, tuple(kept)

    @cached_property
    def _fitting(self) -> Data:
        """The numbers, each tensor with as many entries as on this layer; a row or a column where it is a signal."""
        return {tensor: self._of(tensor, entries) for tensor, entries in self.data.items()}

    def _of(self, tensor: str, entries: Mapping[Place, Rational]) -> Mapping[Place, Rational]:
        shape = self.truth.shape(tensor)
        if len(shape) == len(SIGNAL) and 1 in extent(entries):
            entries = {(*SIGNAL[:2], max(place[-2:])): value for place, value in entries.items()}
        if entries.keys() != set(positions(shape)):
            raise Unknown(
                f"the numbers of the {tensor.replace('grad_', 'gradient of the ')} are those of another layer"
            )
        return entries


SIGNAL = (0, 0, 0)
"""The first entry of a signal."""
