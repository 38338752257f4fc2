"""What is noted while a claim is compared: a value beside the truth, a map of another size, a first difference."""

from dataclasses import dataclass, replace

from symconv.algebra.polynomial import NormalForm, Operand, normal_form
from symconv.check.evaluating.differences import Comparison, Difference, Place
from symconv.check.evaluating.evaluate import RESTATED, Evaluator
from symconv.check.evaluating.expected import Expected
from symconv.check.evaluating.maps import Maps
from symconv.check.evaluating.unknown import Unknown
from symconv.check.understanding.claims import Claim
from symconv.spec import positions

MOST_ENTRIES = 50_000


class Enough(Exception):  # noqa: N818 - not an error: the first difference was found, and no more was asked for
    """The first difference was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """One claim under comparison.

    Attributes:
        claim: the claim.
        evaluator: the layer and the order of the indices.
        expected: the truth about it.
        result: what came out so far.
        first: whether the first difference is enough.
    """

    claim: Claim
    evaluator: Evaluator
    expected: Expected
    result: Comparison
    first: bool

    @property
    def maps(self) -> Maps:
        """Formulas in whole maps, on the same layer."""
        return Maps(evaluator=self.evaluator)

    def known(self) -> None:
        """Nothing stands in the claim only because it restates the gradient."""
        self.result.assumed.discard(RESTATED)

    def value(self, number: int, place: Place, expected: NormalForm, value: Operand) -> None:
        """One value of a side, beside the truth.

        Raises:
            Enough: it differs, and the first difference is enough.
            Unknown: there are too many entries.
        """
        expected, got = self.expected.compared(expected, normal_form(value))
        tensor = self.claim.target.tensor
        self.result.got[number, tensor, place] = got
        if got != expected:
            self._differs(Difference(tensor=tensor, index=place, side=number, expected=expected, got=got))
        self.result.compared += 1
        if self.result.compared > MOST_ENTRIES:
            raise Unknown("too many entries to compare")

    def wrong_size(self, number: int, lead: Place, shape: Place, got: Place) -> None:
        """A map of another size than the gradient has."""
        index = (*lead, *(0 for _ in shape))
        sizes = ("x".join(map(str, size)) for size in (got, shape))
        self._misfits(number, index, "it has size {} where {} is needed".format(*sizes), (got, shape))

    def sized(self, number: int, shape: Place) -> None:
        """A table of a map that is larger or smaller than the map."""
        sizes = self.evaluator.truth.spec.output_size
        if shape != sizes:
            self.misfit(
                number, "it has size {} where {} is needed".format(*("x".join(map(str, one)) for one in (shape, sizes)))
            )

    def misfit(self, number: int, message: str) -> None:
        """A product that does not exist; of a gradient or the output as a whole."""
        if self.claim.output is not None:
            raise Unknown(message)
        self._misfits(number, next(iter(positions(self.evaluator.truth.shape(self.claim.target.tensor)))), message)

    def _misfits(self, number: int, index: Place, message: str, sizes: tuple[Place, ...] = ()) -> None:
        tensor, expected = self.claim.target.tensor, self.expected.at(index)
        known = Difference(tensor=tensor, index=index, side=number, expected=expected, got=None)
        self._differs(replace(known, message=message, sizes=sizes))

    def _differs(self, difference: Difference) -> None:
        self.result.differences.append(difference)
        self.result.compared += 1
        if self.first:
            raise Enough
