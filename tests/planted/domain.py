"""Layers that a family of formulas is about: sizes that could be confused differ."""

from random import Random

from planted.formula import Axis, Formula, Layer, holds
from planted.truths import Family


def layer(family: Family, rng: Random, *, alike: bool = False) -> Layer:
    """Any layer of the family; ``alike`` where stride, dilation, padding and kernel have one letter for all axes."""
    while True:
        axes = [_axis(family, rng) for _ in range(family.axes)]
        if alike:
            first = axes[0]
            same = {"kernel": first.kernel, "stride": first.stride, "dilation": first.dilation}
            axes = [Axis(size=one.size, before=first.before, after=first.before, **same) for one in axes]
        if _told_apart(axes, alike=alike):
            channels = {"into": 2, "out": 3} if family.channels else {}
            return Layer(axes=tuple(axes), images=2 if family.images else 1, **channels)


def _told_apart(axes: list[Axis], *, alike: bool) -> bool:
    each = all(len({one.size, one.outputs, one.kernel}) == 3 and one.outputs > 1 for one in axes)
    kinds = (
        [one.size for one in axes],
        [one.outputs for one in axes],
        [one.kernel for one in axes[: 1 if alike else 2]],
    )
    return each and all(len(set(kind)) == len(kind) for kind in kinds)


def _axis(family: Family, rng: Random) -> Axis:
    padding = rng.randint(1, 2) if family.padding else 0
    return Axis(
        size=rng.randint(4, 7 + 2 * family.dilation + family.stride),
        kernel=rng.randint(2, 3),
        stride=rng.choice((2, 2, 3)) if family.stride else 1,
        dilation=rng.choice((2, 2, 3)) if family.dilation else 1,
        before=padding,
        after=padding,
    )


def right(formula: Formula, family: Family, rng: Random, *, alike: bool) -> bool:
    """Whether a formula holds on two layers; on none of them, where it does not (else no example is kept)."""
    verdicts = {holds(formula, layer(family, rng, alike=alike), rng) for _ in range(2)}
    if len(verdicts) > 1:
        raise ValueError("right on some layers only")
    return verdicts.pop()
