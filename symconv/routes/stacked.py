"""The δ-recursion of convolutions one after the other, for any arrays.

    δᴸ = ∂L/∂Oᴸ        ∂L/∂Aˡ = what layer l + 1 gives back of δˡ⁺¹ and Fˡ⁺¹        δˡ = ∂L/∂Aˡ ⊙ f′(Oˡ)
    ∂L/∂Fˡ = what is left for the filter of Aˡ⁻¹ and δˡ,  A⁰ = X        ∂L/∂bˡ = Σ δˡ        ∂L/∂X = ∂L/∂A⁰

What a single layer gives back is told by whoever calls: a route that is proven, or one that computes fast.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from symconv.spec import ConvSpec
from symconv.stack import Stack

ToInput = Callable[[ConvSpec, Any, Any], Any]
"""``(layer, δ, F)`` → ∂L/∂(what the layer reads)."""

ToFilter = Callable[[ConvSpec, Any, Any], Any]
"""``(layer, what it reads, δ)`` → ∂L/∂F."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What a loss gives back through all layers; each row has an array for every layer, the first to the last.

    Attributes:
        deltas: ``δˡ = ∂L/∂Oˡ``.
        grad_reads: ``∂L/∂Aˡ⁻¹``; the first is ∂L/∂X.
        grad_weights: ``∂L/∂Fˡ``.
    """

    deltas: tuple[Any, ...]
    grad_reads: tuple[Any, ...]
    grad_weights: tuple[Any, ...]


def back(
    stack: Stack,
    reads: Sequence[Any],
    slopes: Sequence[Any],
    weights: Sequence[Any],
    grad_output: Any,
    *,
    to_input: ToInput,
    to_filter: ToFilter,
) -> Back:
    """The recursion, from the last layer to X.

    Args:
        stack: the layers.
        reads: what every layer reads: X, A¹, A², …
        slopes: ``f′(Oˡ)`` of every layer but the last.
        weights: the filter of every layer.
        grad_output: ∂L/∂O of the last layer.
        to_input: what a layer gives back to what it reads.
        to_filter: what is left for its filter.
    """
    deltas, to_reads, to_weights = [grad_output], list[Any](), list[Any]()
    for number in reversed(range(len(stack.layers))):
        layer = stack.layers[number]
        to_weights.append(to_filter(layer, reads[number], deltas[-1]))
        to_reads.append(to_input(layer, deltas[-1], weights[number]))
        if number:
            deltas.append(to_reads[-1] * slopes[number - 1])
    return Back(
        deltas=tuple(reversed(deltas)),
        grad_reads=tuple(reversed(to_reads)),
        grad_weights=tuple(reversed(to_weights)),
    )
