"""What a pooling's gradient in a text gets wrong: what each known mistake hands out, beside what was written."""

from collections.abc import Sequence
from fractions import Fraction

from symconv.algebra.polynomial import NormalForm, Rational
from symconv.check.evaluating.differences import Comparison, Difference
from symconv.check.evaluating.pooled_truth import PooledTruth
from symconv.check.evaluating.truth import Index
from symconv.routes.pooled_mistakes import MISTAKES, PooledMistake
from symconv.spec import positions

ACCEPTED = "ties-last"
"""One choice among several largest entries is as good as another."""


def pooled_mistakes(wrong: Sequence[Comparison]) -> list[tuple[str]]:
    """The mistakes that lead to exactly what was written, the most frequent first; none for an output."""
    pairs = [(part.truth, one) for part in wrong for one in part.differences if isinstance(part.truth, PooledTruth)]
    ids = dict.fromkeys(
        mistake.id for mistake in MISTAKES if pairs and all(_explains(mistake, *pair) for pair in pairs)
    )
    return [(id_,) for id_ in ids if id_ != ACCEPTED]


def _explains(mistake: PooledMistake, truth: PooledTruth, one: Difference) -> bool:
    suits = truth.pooling.pool in mistake.pools and one.tensor == "grad_input" and one.got is not None
    return suits and one.got == _believed(mistake, truth, one.index)


def _believed(mistake: PooledMistake, truth: PooledTruth, index: Index) -> NormalForm:
    """An entry of ∂L/∂X with the mistake; where windows are assigned to, from the last alone."""
    found: dict[tuple[int, ...], Rational] = {}
    image = truth.image if truth.pooling.pool == "max" else {}
    for m in positions(truth.pooling.output_size):
        for place, share in mistake.shares(truth.pooling, image, m):
            if place == index[2:]:
                found = {} if mistake.assigned else found
                if share:
                    found[truth.alphabet.rank("grad_output", (0, 0, *m)),] = Fraction(share).limit_denominator()
    return found
