"""The bends behind the table: each misconception as a function from a belief to wrong beliefs."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from symconv.axis import Axis
from symconv.check.mistakes.bent import Belief, Bend

Bender = Callable[[Belief], Iterator[Belief]]


def everywhere(change: Callable[[Axis, Bend], Bend]) -> Bender:
    """The same change along every axis, or along one alone."""

    def bent(belief: Belief) -> Iterator[Belief]:
        axes = belief.spec.axes
        changed = tuple(change(axis, bend) for axis, bend in zip(axes, belief.bends, strict=True))
        yield replace(belief, bends=changed)
        for number in range(len(axes)) if len(axes) > 1 else ():
            yield replace(belief, bends=(*belief.bends[:number], changed[number], *belief.bends[number + 1 :]))

    return bent


def any_of(*changes: Bender) -> Bender:
    """Several forms of one misconception."""

    def bent(belief: Belief) -> Iterator[Belief]:
        for change in changes:
            yield from change(belief)

    return bent


def no_flip(belief: Belief) -> Iterator[Belief]:
    """Tap k−1−a where tap a belongs, along every axis."""
    yield replace(belief, bends=tuple(replace(bend, flipped=not bend.flipped) for bend in belief.bends))


def one_axis_flip(belief: Belief) -> Iterator[Belief]:
    """The flip is forgotten along one axis."""
    for number, bend in enumerate(belief.bends if len(belief.bends) > 1 else ()):
        turned = replace(bend, flipped=not bend.flipped)
        yield replace(belief, bends=(*belief.bends[:number], turned, *belief.bends[number + 1 :]))


def transposed(belief: Belief) -> Iterator[Belief]:
    """f_ba for f_ab; and f_ba in the flipped filter."""
    if len(set(belief.spec.kernel_size)) == 1 and len(belief.bends) == 2:
        yield replace(belief, transposed=not belief.transposed)
        for turned in no_flip(belief):
            yield replace(turned, transposed=not belief.transposed)


def one_channel(belief: Belief) -> Iterator[Belief]:
    """One output channel instead of the sum over all."""
    for channel in range(belief.spec.out_channels) if belief.spec.out_channels > 1 else ():
        yield replace(belief, channel=channel)


def swapped(belief: Belief) -> Iterator[Belief]:
    """The two factors exchange their indices."""
    yield replace(belief, swapped=True)


def shifted(amount: Callable[[Axis], int]) -> Bender:
    """The input lies this much further along."""
    return everywhere(lambda axis, bend: replace(bend, offset=bend.offset + amount(axis)))


STRIDE_LOST = everywhere(lambda axis, bend: replace(bend, step=1))
FEWER_OUTPUTS = everywhere(lambda axis, bend: replace(bend, outputs=bend.outputs[:-1]))
LATER_OUTPUTS = everywhere(lambda axis, bend: replace(bend, outputs=bend.outputs[1:]))
FEWER_TAPS = everywhere(lambda axis, bend: replace(bend, taps=bend.taps[:-1]))
LATER_TAPS = everywhere(lambda axis, bend: replace(bend, taps=bend.taps[1:]))
