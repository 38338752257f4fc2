"""The truth about a pooling: sums of entries of ∂L/∂O by their shares; of a max where the text gives X in numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from symconv.algebra.polynomial import NormalForm, Rational
from symconv.check.evaluating.truth import Index, Truth
from symconv.check.evaluating.unknown import Unknown
from symconv.check.pooled import PooledForm
from symconv.pooled import PooledSpec
from symconv.spec import positions

NOT_POOLED = "this is not judged of a pooling"
NO_NUMBERS = "which entries are the largest, the text does not tell: it does not give X in numbers"
TIED = "several entries of a window are the largest: any one of them may be taken"
Numbers = tuple[tuple[Index, Rational], ...]
"""Places of X with their numbers."""


@dataclass(frozen=True, kw_only=True)
class PooledTruth(Truth):
    """A pooling's output, gradient and local derivatives.

    Attributes:
        pooling: the layer, one channel wide.
        numbers: X, where the text gives it.
    """

    pooling: PooledSpec
    numbers: Numbers = ()

    def entry(self, tensor: str, index: Index) -> NormalForm:
        """One entry of the output or of ∂L/∂X.

        Raises:
            Unknown: a pooling has no such gradient, or the numbers that choose are not given.
        """
        if tensor == "grad_output":
            return super().entry(tensor, index)
        if tensor == "output":
            return {(self.alphabet.rank("input", place),): share for place, share in self.shares(index[2:])}
        if tensor != "grad_input":
            raise Unknown(NOT_POOLED)
        return {
            (self.alphabet.rank("grad_output", (0, 0, *m)),): share
            for m in positions(self.pooling.output_size)
            if any((0, 0, *place) == index for _, place in self.pooling.window(m))
            for place, share in self.shares(m)
            if place == index
        }

    def local(self, output: Index, tensor: str, index: Index) -> NormalForm:
        """``∂o/∂x``: the share, or nothing.

        Raises:
            Unknown: as for :meth:`entry`.
        """
        if tensor != "input":
            raise Unknown(NOT_POOLED)
        share = dict(self.shares(output[2:])).get(index)
        return {} if share is None else {(): share}

    def shares(self, m: Index) -> Iterator[tuple[Index, Rational]]:
        """The entries that an output takes, and how much of each.

        Raises:
            Unknown: the numbers that choose are not given, or choose several.
        """
        if self.pooling.pool == "average":
            share = Fraction(1, self.pooling.divisor_at(m))
            yield from (((0, 0, *place), share) for _, place in self.pooling.window(m))
            return
        image = self.image
        values = [image[place] for _, place in self.pooling.window(m)]
        if values.count(max(values)) > 1:
            raise Unknown(TIED)
        yield (0, 0, *self.pooling.chosen(m, image.__getitem__)[1]), 1

    @property
    def image(self) -> Mapping[Index, Rational]:
        """X in numbers.

        Raises:
            Unknown: the text does not give it, or that of another layer.
        """
        axes = len(self.pooling.input_size)
        found = {index[-axes:]: value for index, value in self.numbers}
        if found.keys() != set(positions(self.pooling.input_size)):
            raise Unknown(NO_NUMBERS)
        return found


@lru_cache(maxsize=64)
def pooled_truth(spec: PooledForm, numbers: Numbers = ()) -> PooledTruth:
    """The truth about a pooling, with the numbers that a text gives of X."""
    return PooledTruth(spec, pooling=spec.pooling, numbers=numbers if spec.pooling.pool == "max" else ())
