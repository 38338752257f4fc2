"""What a text on a transposed layer gets wrong: a needless flip, windows too far apart, a cut at the wrong end."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product

from symconv.algebra.polynomial import NormalForm
from symconv.check.evaluating.differences import Comparison
from symconv.check.evaluating.truth import Index, Truth
from symconv.check.mistakes.bent import Belief, straight
from symconv.check.mistakes.exchanged import BENDS
from symconv.transposed import TransposedSpec

PLACES = ("grad_output", "input", "weight")
"""What a transposed layer has where its form has inputs, outputs and taps."""
OPEN = {"output": 0, "grad_input": 1, "grad_weight": 2}
"""What is claimed → the place in the form that is left open for it."""
MOST_TERMS = 4_000
"""Products of a layer for which this is looked for."""


def transposed_mistakes(wrong: Sequence[Comparison]) -> list[tuple[str, ...]]:
    """The mistakes that lead to exactly what was written, on every layer and at every entry."""
    parts = [part for part in wrong if part.truth.spec.most_terms <= MOST_TERMS]
    if len(parts) < len(wrong) or any(part.truth.convolved for part in parts):
        return []
    if all(part.differences[0].sizes for part in parts):
        return [(id_,) for id_, made in _SIZED.items() if all(_is_made(made, part) for part in parts)]
    side = wrong[0].differences[0].side
    return [(id_,) for id_ in BENDS if _fits(parts, side, id_)]


_SIZED: Mapping[str, Callable[[TransposedSpec, int], tuple[int, ...]]] = {
    "transposed-spread": lambda spec, axis: (spec.input_size[axis] - 1,),
    "transposed-cut": lambda spec, axis: (-spec.output_padding[axis], sum(spec.padding[axis])),
}
"""Mistake → how much larger it makes an output along an axis: s zeros; no output padding, or nothing cut off."""


def _is_made(made: Callable[[TransposedSpec, int], tuple[int, ...]], part: Comparison) -> bool:
    one, spec = part.differences[0], part.truth.spec
    if one.tensor != "output" or not isinstance(spec, TransposedSpec):
        return False
    more = [a - b for a, b in zip(*one.sizes, strict=True)]
    return any(more) and any(
        more == list(each) for each in zip(*map(partial(made, spec), range(len(more))), strict=True)
    )


def _fits(parts: Sequence[Comparison], side: int, mistake: str) -> bool:
    """Whether one form of a mistake gives all that is written."""
    forms: set[int] | None = None
    for part in parts:
        beliefs = list(BENDS[mistake](straight(part.truth.spec.form)))
        written = [(tensor, index, got) for (number, tensor, index), got in part.got.items() if number == side]
        if not written or any(tensor not in OPEN for tensor, *_ in written):
            return False
        fitting = {n for n, one in enumerate(beliefs) if all(_gives(one, part.truth, *entry) for entry in written)}
        forms = fitting if forms is None else forms & fitting
        if not forms:
            return False
    return bool(forms)


def _gives(belief: Belief, truth: Truth, tensor: str, index: Index, got: NormalForm) -> bool:
    known = truth.alphabet
    terms = {ranks: value for ranks, value in got.items() if [known.tensor(rank) for rank in ranks] != ["bias"]}
    return Counter(_terms(belief, truth, tensor, index)) == terms


def _terms(belief: Belief, truth: Truth, tensor: str, index: Index) -> Iterator[Index]:
    """The products of an entry, of a layer with one channel and one image."""
    fixed = OPEN[tensor]
    others = [place for place in (0, 1, 2) if place != fixed]
    along = [
        [[triple[place] for place in others] for triple in bend.triples(axis) if triple[fixed] == at]
        for bend, axis, at in zip(belief.bends, belief.spec.axes, index[2:], strict=True)
    ]
    for choice in product(*along):
        met = zip(others, zip(*choice, strict=True), strict=True)
        yield tuple(sorted(truth.alphabet.rank(PLACES[place], (0, 0, *at)) for place, at in met))
