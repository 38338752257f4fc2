"""What comes back from a pooling: its output, which tells which pooling it is, and its gradient at each point."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from symconv.check.code.asking import OUTPUT, Asked, Reading
from symconv.check.code.layout import Array
from symconv.check.code.pools.layers import Layer, words
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Failure, Outcome, Returned

NEAR = 1e-5
FAILS, OTHER = "it fails: ", "its forward pass is not that of this pooling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """A form of the call on the layers on which its forward pass is that of one pooling.

    Attributes:
        reading: how it is called.
        kind: which pooling it is.
        by: how that is known; empty where its forward pass says so.
        there: layer → the gradient at each point, or why there is none.
        others: layers that its forward pass makes something else of, and why they are not judged.
    """

    reading: Reading
    kind: str
    by: str
    there: Sequence[tuple[Layer, list[Array] | str]]
    others: Sequence[tuple[Layer, str]]

    @property
    def notes(self) -> Iterator[str]:
        """Where nothing is said of the gradient, though the arguments tell the layer."""
        told = {"kernel_size", "stride"} <= self.reading.plan.roles
        for why in dict.fromkeys(why for _, why in self.others):
            if why.startswith(FAILS) or (why == OTHER and told):
                on = "; ".join(words(layer) for layer, one in self.others if one == why)
                yield f"not judged where {why} ({on})"


def gradients(asked: Asked, outcomes: Sequence[Outcome]) -> list[Array] | str:
    """∂L/∂X at each point, or why there is none."""
    if "grad_input" not in asked.reading.results:
        return "no gradient of the input's size came back"
    found = []
    for outcome in outcomes:
        value = f"{FAILS}{outcome.text}" if isinstance(outcome, Failure) else asked.gradient(outcome, "grad_input")
        if isinstance(value, str):
            return value
        found.append(value)
    return found


def at(asked: Asked, points: Sequence[Point]) -> list[Array] | str:
    """∂L/∂X at other points."""
    return gradients(asked, asked.ask(points))


def same(got: Array, true: Array) -> bool:
    """Whether they are equal but for rounding."""
    return got.shape == true.shape and bool(np.allclose(got, true, rtol=NEAR, atol=NEAR))


def kinds(asked: Asked, layer: Layer, outcomes: Sequence[Outcome]) -> list[str]:
    """The poolings whose output came back at every point."""
    values = [asked.gradient(one, OUTPUT) if isinstance(one, Returned) else "" for one in outcomes]
    true: Mapping[str, list[Array]] = layer.outputs
    return [
        name
        for name, wanted in true.items()
        if all(not isinstance(got, str) and same(got, one) for got, one in zip(values, wanted, strict=True))
    ]
