"""The channels and images that layers for some claims need."""

from collections.abc import Iterable
from dataclasses import replace

from symconv.check.evaluating.scene import has_channels
from symconv.check.pooled import PooledForm
from symconv.check.readings.ground import Ground
from symconv.check.told import Spec
from symconv.check.understanding.channels import ALIKE, SINGLE, Counts, channel_counts, named_channels
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.names import size_meaning
from symconv.folded import FoldedSpec
from symconv.notation.tree import Symbol
from symconv.transposed import TransposedSpec


def channelled(layers: Iterable[Spec], claims: list[Claim], ground: Ground) -> tuple[Spec, ...]:
    """The layers with as many channels and images as the claims count; what the text says of them stays."""
    (inputs, outputs, groups), batch = counted(claims, ground, ground.axes(claims[0]))
    return tuple(
        spec
        if isinstance(spec, TransposedSpec | FoldedSpec | PooledForm) or (spec.in_channels, spec.out_channels) != (1, 1)
        else replace(
            spec,
            in_channels=inputs,
            out_channels=outputs,
            groups=groups,
            batch_size=spec.batch_size or (2 if batch else 1),
        )
        for spec in layers
    )


def counted(claims: list[Claim], ground: Ground, axes: int) -> tuple[Counts, bool]:
    """The channels that layers for these claims need, and whether they need several images."""
    flags = [has_channels(found, ground.context, axes) for found in claims]
    channels, batch = (any(flag[n] for flag in flags) for n in (0, 1))
    if not channels:
        return SINGLE, batch
    if _same_channels(ground):
        return ALIKE, batch
    above = ground.context.channels_above
    named = named_channels((part for one in ground.formulas for part in one.known), axes) if above else None
    if named is not None:
        inputs, outputs = (
            ground.sized.get(f"{side}_channels", number) for side, number in zip(("in", "out"), named, strict=True)
        )
        return (inputs, outputs, 1), batch
    return channel_counts((part for found in claims for part in found.known), axes, above=above), batch


def _same_channels(ground: Ground) -> bool:
    """Whether one letter of the text, alone, counts input and output channels, and none counts either of them."""
    ends = {letter: {quantity for quantity, _ in place.ends} for letter, place in ground.lengths.items()}
    counting = [letter for letter, found in ends.items() if found & _CHANNELS]
    told = {meaning for letter in (*counting, *ground.declared) if (meaning := _usual(letter, ground)) in _CHANNELS}
    return len(counting) == 1 and ends[counting[0]] >= _CHANNELS and not told and not counting[0].index


def _usual(letter: Symbol, ground: Ground) -> str:
    """What the text or custom says that a letter counts."""
    return (ground.declared.get(letter) or size_meaning(letter) or ("", None))[0]


_CHANNELS = frozenset({"in_channels", "out_channels"})
