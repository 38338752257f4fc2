"""Which of these is yours? A wrong answer compared with every misconception, and with pairs of two."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from symconv.algebra.polynomial import NormalForm
from symconv.check.evaluating.differences import Comparison
from symconv.check.evaluating.pooled_truth import PooledTruth
from symconv.check.evaluating.truth import truth
from symconv.check.mistakes.bent import Belief, straight
from symconv.check.mistakes.of_transposed import transposed_mistakes
from symconv.check.mistakes.pooled import pooled_mistakes
from symconv.check.mistakes.slips import SLIPS, Line
from symconv.check.mistakes.table import MISTAKES
from symconv.check.told import with_zeros
from symconv.folded import FoldedSpec

MOST_CHECKED = 4_000
"""Entries of wrong gradients computed for one statement, before a diagnosis is given up."""

GRADIENTS = ("grad_input", "grad_weight")


def diagnose(
    comparisons: tuple[Comparison, ...], *, whole_maps: bool, operations: Collection[str] = (), vague: bool = False
) -> list[tuple[str, ...]]:
    """The misconceptions, or pairs of two, that lead to exactly what was written, the simplest first.

    Args:
        comparisons: what was written and what is true, on each layer.
        whole_maps: whether the statement works on whole maps; sizes then tell more than values.
        operations: the words in it.
        vague: whether to name what fits many lines by chance even beside a slip that explains the line.
    """
    wrong = [part for part in comparisons if part.differences]
    if any(isinstance(part.truth, PooledTruth) for part in wrong):
        return list(pooled_mistakes(wrong))
    if any(isinstance(part.truth.spec, FoldedSpec) for part in wrong):
        return [("fold-cropped",)] if all(map(_cropped, wrong)) else []
    if any(part.truth.spec.slots != ("input", "output") for part in wrong):
        return transposed_mistakes(wrong)  # the others are those of convolutions
    if not wrong:
        return []
    by_size = _by_size(wrong, operations)
    if by_size:
        return by_size
    sided = wrong[0].differences[0].side
    singles: list[tuple[str, ...]] = [
        (id_,) for id_, mistake in MISTAKES.items() if mistake.bends and _fits(wrong, sided, (id_,))
    ]
    slips: list[tuple[str, ...]] = [(id_,) for id_ in _slips(wrong)]
    if singles:
        preferred = ("no-dilation", "crop-forgotten") if whole_maps else ("stride-lost", "padding-lost")
        singles = _of_convolution(singles, wrong[0])
        singles = [ids for ids in singles if vague or not slips or ids[0] not in VAGUE]
        return sorted(singles, key=lambda ids: (ids[0] in VAGUE, ids[0] not in preferred)) + slips
    return slips or _of_convolution(list(islice(_pairs(wrong, sided), 3)), wrong[0])


def _cropped(part: Comparison) -> bool:
    """Whether what was written is what a layer padded with zeros has."""
    layer = part.truth.spec
    if not isinstance(layer, FoldedSpec):
        return False
    zeros = truth(with_zeros(layer), convolved=part.truth.convolved)
    entries = [one for one in part.differences if one.got is not None and one.tensor in GRADIENTS]
    return bool(entries) and all(one.got == zeros.entry(one.tensor, one.index) for one in entries)


def _of_convolution(found: list[tuple[str, ...]], part: Comparison) -> list[tuple[str, ...]]:
    """Where the layer itself flips its filter, what looks like no flip is one flip too many."""
    if not part.truth.convolved:
        return found
    return list(dict.fromkeys(("double-flip",) if "no-flip" in ids else ids for ids in found))


def _by_size(wrong: list[Comparison], operations: Collection[str]) -> list[tuple[str, ...]]:
    """A map that is too small or too large."""
    sized = [part for part in wrong if part.differences[0].sizes]
    if len(sized) != len(wrong):
        return []
    remainders = all(any(axis.remainder for axis in part.truth.spec.axes) for part in sized)
    tensor = sized[0].differences[0].tensor
    undilated = tensor == "grad_weight" and "dilate" not in operations and _strided(sized)
    if any(_is_larger(part) for part in sized):
        padded = all(any(sum(pair) for pair in part.truth.spec.padding) for part in sized)
        return [
            *([("no-dilation",)] if undilated else []),
            ("untrimmed",),
            *([("remainder-dropped",)] if remainders and tensor == "grad_weight" else []),
            *([("crop-forgotten",)] if padded and tensor == "grad_input" else []),
        ]
    return (
        [("remainder-dropped",)]
        if remainders and _short_by_remainder(sized)
        else [("wrong-dilation" if "dilate" in operations else "no-dilation",)]
        if _strided(sized)
        else [("wrong-padding",)]
    )


def _strided(sized: list[Comparison]) -> bool:
    return all(max(part.truth.spec.stride) > 1 for part in sized)


def _is_larger(part: Comparison) -> bool:
    got, needed = part.differences[0].sizes
    return any(a > b for a, b in zip(got, needed, strict=False))


def _short_by_remainder(sized: list[Comparison]) -> bool:
    return all(
        all(
            n - g in (0, axis.remainder)
            for g, n, axis in zip(*part.differences[0].sizes, part.truth.spec.axes, strict=True)
        )
        for part in sized
    )


def fits(comparisons: Sequence[Comparison], ids: tuple[str, ...]) -> bool:
    """Whether these misconceptions give exactly what is written in the last side of each comparison."""
    parts = [part for part in comparisons if part.got]
    return all(_fits([part], max(side for side, *_ in part.got), ids) for part in parts)


def _fits(wrong: list[Comparison], side: int, ids: tuple[str, ...]) -> bool:
    """Whether some form of these misconceptions gives exactly what was written, on every layer."""
    forms: list[int] | None = None
    checked = 0
    for part in wrong:
        entries = [(tensor, index, got) for (number, tensor, index), got in part.got.items() if number == side]
        if not entries or entries[0][0] not in GRADIENTS:
            return False
        beliefs = list(_beliefs(straight(part.truth.spec.form), ids))
        alive = range(len(beliefs)) if forms is None else [n for n in forms if n < len(beliefs)]
        forms = [n for n in alive if all(_same(part, beliefs[n], *entry) for entry in entries)]
        checked += len(entries)
        if not forms or checked > MOST_CHECKED:
            return bool(forms)
    return bool(forms)


def _same(part: Comparison, belief: Belief, tensor: str, index: tuple[int, ...], got: NormalForm) -> bool:
    return belief.gives(got, part.truth.alphabet, tensor, part.truth.turned(tensor, index))


def _beliefs(belief: Belief, ids: tuple[str, ...]) -> Iterator[Belief]:
    first, *rest = ids
    bends = MISTAKES[first].bends
    for bent in bends(belief) if bends else ():
        yield from _beliefs(bent, tuple(rest)) if rest else (bent,)


def _pairs(wrong: list[Comparison], side: int) -> Iterator[tuple[str, ...]]:
    names = [id_ for id_, mistake in MISTAKES.items() if mistake.bends and id_ not in _TWINS]
    for number, first in enumerate(names):
        for second in names[number + 1 :]:
            if _fits(wrong, side, (first, second)):
                yield first, second


VAGUE = frozenset(
    {"limits", "off-by-one", "wrong-padding", "remainder-misplaced", "channels-not-summed", "overwritten-overlap"}
)
"""Misconceptions that fit many single lines by chance: a slip that explains a line is simpler, unless many agree."""

_TWINS = frozenset({"double-flip", "no-dilation", "crop-forgotten", "strided-filter-gradient"})
"""Other words for a misconception that another row already computes."""


def _slips(wrong: list[Comparison]) -> list[str]:
    """Slips that explain every entry that differs."""
    lines = [
        Line(truth=part.truth, tensor=one.tensor, index=one.index, expected=one.expected, got=one.got)
        for part in wrong
        for one in part.differences[:12]
        if one.got is not None and one.tensor in (*GRADIENTS, "grad_bias")
    ]
    return [id_ for id_, explains in SLIPS.items() if lines and all(map(explains, lines))]
