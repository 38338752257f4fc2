"""What layer somebody's code is, for the layer it is told: stride and padding may be its own, the filter flipped.

A backward pass that is wrong for the layer it was told may be right for another one. These are asked before anything is
called wrong, and where there is a forward pass, it decides.
"""

import re
from dataclasses import dataclass, replace

from symconv.axis import FOLDS
from symconv.errors import SpecError
from symconv.folded import FoldedSpec
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How the layer that is meant follows from the layer that is told.

    Attributes:
        stride: the code's own; None for the told one.
        padding: its own: ``half`` (k//2 on each side), ``same`` (as TensorFlow has it), ``centred`` (as SciPy has
            it: k//2 before and (k−1)//2 after), ``odd`` (the same for odd kernels only), ``after`` (k−1 zeros after
            only), ``full`` (k−1 on each side); empty for the told one.
        split: how much of the told padding of both sides stands before, in halves: 2 is all, 0 none, 1 as told.
        flipped: whether the layer is a true convolution: f_(k−1−a) stands where a correlation has f_a.
        per_channel: whether each channel has a filter of its own.
        transposed: whether the layer is a transposed convolution.
        fold: what its padding holds, ``reflect``, ``replicate`` or ``circular``; empty for zeros.
        untied: whether its bias has an entry for each place of the output, and not one for each filter.
        rectified: whether an activation follows, and the layer is judged where this lets everything through.
        pads: what stands before and after along each axis of one layer, where a word says it; None for the told one.
    """

    stride: int | None = None
    padding: str = ""
    split: int = 1
    flipped: bool = False
    per_channel: bool = False
    transposed: bool = False
    fold: str = ""
    untied: bool = False
    rectified: bool = False
    pads: tuple[tuple[int, int], ...] | None = None

    @property
    def usual(self) -> bool:
        """Whether nothing is assumed."""
        return self == USUAL

    @property
    def told(self) -> str:
        """The assumption in words; empty for none."""
        words = [
            "the layer is a transposed convolution" if self.transposed else "",
            f"the layer pads by {self.fold}, and not with zeros" if self.fold else "",
            f"the layer has stride {self.stride}, which no argument tells" if self.stride else "",
            {
                "half": "the layer pads k//2 zeros on each side inside, which no argument tells",
                "odd": "the layer pads to 'same' inside, which no argument tells, and has an odd kernel",
                "same": "the layer pads to 'same' inside, which no argument tells",
                "centred": "the layer pads k//2 zeros before and (k−1)//2 after inside, which no argument tells",
                "after": "the layer pads k−1 zeros after the input only, which no argument tells",
                "full": "the layer pads k−1 zeros on each side, which no argument tells",
            }.get(self.padding, ""),
            "the layer flips its filter: a true convolution" if self.flipped else "",
            "each channel has its own filter (depthwise)" if self.per_channel else "",
            "the layer has a bias of its own at each place of its output" if self.untied else "",
            "the layer ends in an activation; it was judged where this lets all through" if self.rectified else "",
        ]
        return ", and ".join(word for word in words if word)

    def actual(self, told: ConvSpec) -> ConvSpec | None:
        """The layer that is meant; None where there is none."""
        changes: dict[str, object] = {}
        if self.stride is not None:
            changes["stride"] = (self.stride,) * len(told.stride)
        if self.split != 1:
            parts = (self.split, 2 - self.split)
            changes["padding"] = tuple((before * parts[0], after * parts[1]) for before, after in told.padding)
        if self.pads is not None:
            changes["padding"] = self.pads
        if self.per_channel:
            if told.groups > 1:
                return None
            changes |= {"groups": told.in_channels, "out_channels": told.in_channels}
        if self.padding == "odd" and any(axis.effective_kernel % 2 == 0 for axis in told.axes):
            return None
        try:
            meant = replace(told, **changes)  # type: ignore[arg-type]
            meant = replace(meant, padding=self._padding(meant)) if self.padding else meant
            if self.fold:
                folded(meant, self.fold)  # as PyTorch bounds it
            return meant
        except SpecError:
            return None

    def _padding(self, spec: ConvSpec) -> tuple[tuple[int, int], ...]:
        pads = []
        for axis in spec.axes:
            reach = axis.effective_kernel - 1
            outputs = -(-axis.input_size // axis.stride)
            needed = max((outputs - 1) * axis.stride + reach + 1 - axis.input_size, 0)
            half, same = axis.effective_kernel // 2, (needed // 2, needed - needed // 2)
            pairs = {
                "same": same,
                "odd": (half, half),
                "half": (half, half),
                "centred": (half, reach // 2),
                "after": (0, reach),
                "full": (reach, reach),
            }
            pads.append(pairs[self.padding])
        return tuple(pads)


def folded(spec: ConvSpec, mode: str) -> FoldedSpec:
    """The layer with folded padding.

    Raises:
        SpecError: the padding needs more entries than there are.
    """
    return FoldedSpec.of(padding_mode=mode, **spec.to_json())


USUAL = Meaning()
OTHERS = (
    Meaning(padding="half"),
    Meaning(padding="same"),
    Meaning(padding="centred"),
    Meaning(padding="odd"),
    Meaning(stride=2),
    Meaning(flipped=True),
    Meaning(per_channel=True),
    Meaning(padding="same", flipped=True),
    Meaning(stride=3),
    Meaning(padding="after"),
    Meaning(padding="full"),
    Meaning(padding="full", flipped=True),
    Meaning(stride=2, flipped=True),
    Meaning(padding="same", per_channel=True),
    Meaning(stride=2, padding="same"),
    Meaning(flipped=True, per_channel=True),
    Meaning(transposed=True),
    Meaning(transposed=True, flipped=True),
    *(Meaning(fold=mode) for mode in FOLDS),
)
"""What is tried where the usual meaning does not hold, the most usual first."""

TRANSPOSED = re.compile(r"transposed?|deconv", re.IGNORECASE)
"""What transposed layers are called."""

RECTIFIED = Meaning(rectified=True)
"""What is tried where a forward pass has the layer's sizes and other values: a bias lifts these above an activation."""

ONE_SIDED = (Meaning(split=2), Meaning(split=0))
"""How a forward pass may misplace the padding that it was told."""


def named(name: str) -> tuple[Meaning, ...]:
    """The meanings to begin with, by what the code is called: ``DepthwiseConv2d``, ``ConvTranspose``."""
    if re.search(r"depth_?wise", name, re.IGNORECASE):
        return Meaning(per_channel=True), USUAL
    return (Meaning(transposed=True), USUAL) if TRANSPOSED.search(name) else (USUAL,)


def possible(roles: frozenset[str]) -> tuple[Meaning, ...]:
    """The other meanings that the arguments leave open: a stride that is told is not the code's own."""
    return tuple(
        one
        for one in OTHERS
        if not (one.stride and "stride" in roles)
        and not (one.padding and "pad" in roles)
        and not (one.fold and "pad" not in roles)
        and not (one.per_channel and "out_channels" in roles and "in_channels" in roles)
    )
