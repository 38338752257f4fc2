"""Slips: mistakes of one line, seen by laying its terms beside those of the truth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from symconv.algebra.polynomial import NormalForm, Ranks
from symconv.check.evaluating.truth import Truth
from symconv.spec import positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line and the truth about it."""

    truth: Truth
    tensor: str
    index: tuple[int, ...]
    expected: NormalForm
    got: NormalForm

    @property
    def missing(self) -> list[Ranks]:
        """Terms of the truth that are not there, as often as they should be."""
        return sorted(ranks for ranks, n in self.expected.items() if self.got.get(ranks, 0) < n)

    @property
    def extra(self) -> list[Ranks]:
        """Terms that are there and should not."""
        return sorted(ranks for ranks, n in self.got.items() if self.expected.get(ranks, 0) < n)


MOST_ALTERED = 200
"""Terms that are compared each with each."""


def altered(line: Line) -> list[tuple[Ranks, Ranks]]:
    """Missing and extra terms that share all but one factor, paired: (what stands there, what should); few of them."""
    pairs, open_, extra = [], line.missing, line.extra
    if max(len(open_), len(extra)) > MOST_ALTERED:
        return []
    for wrong in extra:
        right = next(
            (ranks for ranks in open_ if len(set(ranks) & set(wrong)) == len(ranks) - 1 == len(wrong) - 1), None
        )
        if right is not None:
            open_.remove(right)
            pairs.append((wrong, right))
    return pairs


def missing_sum(line: Line) -> bool:
    """One term of several."""
    return len(line.got) == 1 and not line.extra and len(line.expected) > 2


def missing_term(line: Line) -> bool:
    """All terms are right, and some are not there."""
    return not line.extra and 0 < len(line.missing) <= max(1, len(line.expected) // 2)


def extra_term(line: Line) -> bool:
    """All terms are there, and some more."""
    return not line.missing and 0 < len(line.extra) <= max(1, len(line.got) // 2)


def order_reversed(line: Line) -> bool:
    """The factors of two or more terms are exchanged among them."""
    changed = _changed(line)
    stands, belongs = (sorted(rank for pair in changed for rank in pair[side]) for side in (0, 1))
    return len(changed) > 1 and stands == belongs


def _changed(line: Line) -> list[tuple[set[int], set[int]]]:
    """For each term that is altered, what stands there and what should; nothing where more differs."""
    pairs = altered(line)
    if not pairs or len(pairs) != len(line.missing) or len(pairs) != len(line.extra):
        return []
    return [(set(wrong) - set(right), set(right) - set(wrong)) for wrong, right in pairs]


def wrong_index(line: Line) -> bool:
    """One factor of one or two terms is another entry of the same tensor."""
    changed, alphabet = _changed(line), line.truth.alphabet
    return (
        0 < len(changed) <= 2
        and not order_reversed(line)
        and all(
            {alphabet.tensor(rank) for rank in wrong} == {alphabet.tensor(rank) for rank in right}
            for wrong, right in changed
        )
    )


def wrong_left_side(line: Line) -> bool:
    """The right side belongs to another entry of the same gradient."""
    if not line.got:
        return False
    places = positions(line.truth.shape(line.tensor))
    return any(line.truth.entry(line.tensor, place) == line.got for place in places if place != line.index)


SLIPS: Mapping[str, Callable[[Line], bool]] = MappingProxyType(
    {
        "wrong-left-side": wrong_left_side,
        "missing-sum": missing_sum,
        "missing-term": missing_term,
        "extra-term": extra_term,
        "order-reversed": order_reversed,
        "wrong-index": wrong_index,
    }
)
"""Id of a mistake → whether it explains a line exactly."""
