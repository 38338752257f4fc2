"""Which misconception makes these numbers: somebody's gradient of real arrays against the table of mistakes.

A mistake bends the relation i = s·m + d·a − p. The matrix route, given the places of the bent relation, computes what
somebody with that mistake gets, and that is compared with what they got.
"""

from collections.abc import Iterator

import numpy as np

from symconv.check.mistakes import MISTAKES, Mistake
from symconv.check.mistakes.bent import Belief, straight
from symconv.routes.matrix import Places, combined, input_from, weight_from
from symconv.routes.numbers import Array
from symconv.spec import ConvSpec

MOST_PRODUCTS = 5_000_000
"""Larger layers are not diagnosed: there are dozens of bent relations to try."""

CLOSE = 1e-4
"""How far a bent gradient may be from theirs, in units of the largest entry, and still explain it."""


def explained(spec: ConvSpec, name: str, theirs: Array, given: tuple[Array, Array]) -> list[Mistake]:
    """The mistakes that explain somebody's gradient exactly, the simplest first; none for a layer that is too large.

    Args:
        spec: the layer.
        name: ``grad_input`` or ``grad_weight``.
        theirs: what they got, in the shape of the gradient.
        given: ``(grad_output, weight)`` or ``(input, grad_output)``.
    """
    whole = spec.with_batch_size(theirs.shape[0] if name == "grad_input" else given[0].shape[0])
    if name not in ("grad_input", "grad_weight") or whole.most_terms > MOST_PRODUCTS:
        return []
    if _same(_computed(straight(whole), name, given), theirs):
        return []
    return [m for m in MISTAKES.values() if any(_same(bent, theirs) for bent in _bent(m, whole, name, given))]


def _bent(mistake: Mistake, spec: ConvSpec, name: str, given: tuple[Array, Array]) -> Iterator[Array | None]:
    """The gradients that somebody with this mistake computes."""
    for belief in mistake.bends(straight(spec)) if mistake.bends else ():
        if not belief.swapped and belief.channel is None:
            yield _computed(belief, name, given)


def _computed(belief: Belief, name: str, given: tuple[Array, Array]) -> Array | None:
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
