"""Which misconception makes these numbers: somebody's gradient of real arrays against the table of mistakes.

A mistake bends the relation i = s·m + d·a − p. The matrix route, given the places of the bent relation, computes what
somebody with that mistake gets, and that is compared with what they got. With folded padding the relation that is bent
is that of the padded map, and the fold itself may be what is wrong (see :mod:`.misfolded`).
"""

from collections.abc import Iterator

import numpy as np

from symconv.check.mistakes import MISTAKES, Mistake
from symconv.check.mistakes.bent import Belief, straight
from symconv.folded import FoldedSpec
from symconv.library.misfolded import misfolded
from symconv.routes.folding import extended, folded_back
from symconv.routes.matrix import Places, combined, input_from, weight_from
from symconv.routes.numbers import Array
from symconv.spec import ConvSpec

MOST_PRODUCTS = 5_000_000
"""Larger layers are not diagnosed: there are dozens of bent relations to try."""

CLOSE = 1e-4
"""How far a bent gradient may be from theirs, in units of the largest entry, and still explain it."""


def explained(spec: ConvSpec | FoldedSpec, name: str, theirs: Array, given: tuple[Array, Array]) -> list[Mistake]:
    """The mistakes that explain somebody's gradient exactly, the simplest first; none for a layer that is too large.

    Args:
        spec: the layer, a convolution.
        name: ``grad_input`` or ``grad_weight``.
        theirs: what they got, in the shape of the gradient.
        given: ``(grad_output, weight)`` or ``(input, grad_output)``.
    """
    whole = spec.with_batch_size(theirs.shape[0] if name == "grad_input" else given[0].shape[0])
    if name not in ("grad_input", "grad_weight") or whole.most_terms > MOST_PRODUCTS:
        return []
    if _same(_computed(whole, straight(whole.form), name, given), theirs):
        return []
    folds = misfolded(whole, name, given) if isinstance(whole, FoldedSpec) else ()
    of_the_fold = {mistake.id: mistake for mistake, wrong in folds if _same(wrong, theirs)}
    bent = [m for m in MISTAKES.values() if any(_same(wrong, theirs) for wrong in _bent(m, whole, name, given))]
    return [*of_the_fold.values(), *bent]


def _bent(
    mistake: Mistake, spec: ConvSpec | FoldedSpec, name: str, given: tuple[Array, Array]
) -> Iterator[Array | None]:
    """The gradients that somebody with this mistake computes."""
    for belief in mistake.bends(straight(spec.form)) if mistake.bends else ():
        if not belief.swapped and belief.channel is None:
            yield _computed(spec, belief, name, given)


def _computed(spec: ConvSpec | FoldedSpec, belief: Belief, name: str, given: tuple[Array, Array]) -> Array | None:
    """The gradient that follows from a belief about a layer's form; folded padding is folded as it should be."""
    if not isinstance(spec, FoldedSpec):
        return _of_the_form(belief, name, given)
    if name == "grad_weight":
        return _of_the_form(belief, name, (extended(spec, given[0]), given[1]))
    found = _of_the_form(belief, name, given)
    return None if found is None else folded_back(spec, found)


def _of_the_form(belief: Belief, name: str, given: tuple[Array, Array]) -> Array | None:
    """The gradient that follows from a belief; None where it needs entries that do not exist."""
    where = _places(belief)
    if where is None:
        return None
    if name == "grad_weight":
        weight = weight_from(where, belief.spec, *given)
        return _turned(weight) if belief.transposed else weight
    grad_output, weight = given
    return input_from(where, belief.spec, grad_output, _turned(weight) if belief.transposed else weight)


def _places(belief: Belief) -> Places | None:
    """The places of a bent relation; None where it names taps or outputs that do not exist."""
    spec = belief.spec
    if belief.transposed and len(set(spec.kernel_size)) > 1:
        return None
    along = [
        [(m, i, a) for i, m, a in bend.triples(axis) if m < axis.output_size and a < axis.kernel_size]
        for axis, bend in zip(spec.axes, belief.bends, strict=True)
    ]
    if any(m < 0 or a < 0 for triples in along for m, _, a in triples):
        return None
    return combined(spec, along)


def _turned(weight: Array) -> Array:
    """The filter with its spatial axes exchanged."""
    return weight.transpose(0, 1, *range(weight.ndim - 1, 1, -1))


def _same(bent: Array | None, theirs: Array) -> bool:
    if bent is None:
        return False
    scale = np.abs(theirs).max(initial=0)
    return bool(np.allclose(bent, theirs, rtol=0, atol=CLOSE * scale))
