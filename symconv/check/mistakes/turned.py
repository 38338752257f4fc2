"""What a text on a transposed layer gets wrong by a flip where none belongs."""

from collections.abc import Sequence

from symconv.algebra.polynomial import NormalForm
from symconv.check.evaluating.differences import Comparison, Difference
from symconv.check.evaluating.truth import Index, Truth


def needless_flips(wrong: Sequence[Comparison]) -> list[tuple[str, ...]]:
    """``needless-flip`` where every entry is what it should be with the filter turned around along all axes."""
    pairs = [(part.truth, one) for part in wrong for one in part.differences]
    return [("needless-flip",)] if pairs and all(_is_turned(*pair) for pair in pairs) else []


def _is_turned(truth: Truth, one: Difference) -> bool:
    if one.got is None or one.tensor not in ("output", "grad_input", "grad_weight"):
        return False
    if one.tensor == "grad_weight":
        return one.got == truth.entry(one.tensor, _around(truth, one.index))
    return one.got == _with_turned_filter(truth, truth.entry(one.tensor, one.index))


def _with_turned_filter(truth: Truth, entry: NormalForm) -> NormalForm:
    known = truth.alphabet

    def turned(rank: int) -> int:
        tensor, index = known.entry(rank)
        return known.rank(tensor, _around(truth, index)) if tensor == "weight" else rank

    return {tuple(sorted(map(turned, product))): value for product, value in entry.items()}


def _around(truth: Truth, index: Index) -> Index:
    """The tap that stands opposite."""
    sizes = truth.spec.kernel_size
    return (*index[:2], *(size - 1 - tap for size, tap in zip(sizes, index[2:], strict=True)))
