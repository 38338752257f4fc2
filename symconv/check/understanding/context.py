"""What all statements of a text share: letters, layer, index base, the meaning of sizes and signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symconv.algebra.polynomial import Rational
from symconv.check.evaluating.arithmetic import Sizes
from symconv.check.evaluating.unknown import Budget
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.layers import Scope, axes_of
from symconv.check.understanding.layout import PLAIN
from symconv.notation.tree import Fraction, Node, Sum
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOut:
    """The layer whose entries a text writes out.

    Attributes:
        spec: the layer.
        origin: what tells it.
    """

    spec: ConvSpec
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The common ground of a text.

    Attributes:
        binding: letter → tensor.
        scope: what the prose says about layers.
        spec: the layer, where one is given.
        given: what is given of a layer that is not given whole.
        origin: where the layer comes from, where one is given.
        written_out: without a layer, the one that the entries written out belong to.
        base: the number of first entries, where it is known.
        layers: the layers to judge on.
        sizes: letters whose meaning the forward definition fixes.
        star: what ``∗`` does, where the forward definition tells.
        channels_above: whether what stands above a tensor counts its channels.
        weight_upper: the order of channels above a filter, ``oi`` or ``io``.
        orders: the order of indices that the forward definition fixes.
        convolved: whether the text defines its layer as a true convolution.
        unbound: why gradients cannot be judged: the text defines another layer than ours.
        data: tensors given as numbers.
        einstein: whether repeated letters are summed.
        extended: whether the prose speaks of what lies outside the arrays.
        budget: steps that are left for the text.
        assumptions: what was assumed for the whole text.
    """

    binding: Binding
    scope: Scope
    spec: ConvSpec | None = None
    origin: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    written_out: WrittenOut | None = None
    base: int | None = None
    layers: tuple[ConvSpec, ...] = ()
    sizes: Sizes = field(default_factory=dict)
    star: str | None = None
    channels_above: bool = False
    weight_upper: str = "oi"
    orders: Mapping[str, str] = field(default_factory=dict)
    convolved: bool = False
    unbound: str = ""
    data: Mapping[str, Mapping[tuple[int, ...], Rational]] = field(default_factory=dict)
    einstein: bool = False
    extended: bool = False
    budget: Budget = field(default_factory=Budget)
    assumptions: tuple[str, ...] = ()

    def axes(self, found: Claim) -> int:
        """Spatial axes: the layer's, or as many as the indices tell."""
        if self.spec is not None:
            return len(self.spec.input_size)
        told = axes_of(self.given) or _axes_of(found.known)
        defined = {len(spec.input_size) for spec in self.layers}
        return 3 if defined == {3} and PLAIN[found.target.tensor] == "bias" else told


def _axes_of(known: tuple[Reference, ...]) -> int:
    counts = {PLAIN[part.tensor]: len(part.index) for part in known if part.index}
    weight, image = counts.get("weight"), counts.get("input") or counts.get("output")
    if weight is not None:
        met = max(sum(map(_is_sum, part.index)) for part in known)
        if weight == 3 and 0 < met <= 3:
            return met
        return 1 if weight == 1 or (weight == 3 and (image or 0) <= 2) else 2
    return 1 if image == 1 else 2


def _is_sum(node: Node) -> bool:
    """``i + a``: two letters meet, which they do along spatial axes only."""
    return isinstance(node, Sum | Fraction)
