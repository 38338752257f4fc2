"""The trilinear form T(X, F, G) with one place left open: what each result of a layer is, and which routes reach it.

    ∂T/∂G   what a convolution makes of X and F      FORWARD
    ∂T/∂X   what it gives back of G and F            GRAD_INPUT
    ∂T/∂F   what is left for F of X and G            GRAD_WEIGHT

A layer says which of its tensors stand in X and in G (``slots``). Left open, such a place is the layer's output, or the
gradient of its input; else it holds the input, or ∂L/∂O. A transposed layer exchanges the two, so every route of a
convolution is one of its own under another name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from symconv.routes import FORWARD, GRAD_BIAS, GRAD_INPUT, GRAD_WEIGHT, Route
from symconv.transposed import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraction:
    """One result of a layer.

    Attributes:
        shape_of: the tensor whose shape the result has.
        given: the tensors a route is called with, after the layer's form.
        routes: name → route.
    """

    shape_of: str
    given: tuple[str, ...]
    routes: Mapping[str, Route]


OPEN = {"input": "grad_input", "output": "output"}
"""What is made in a place that is left open."""

HELD = {"input": "input", "output": "grad_output"}
"""What stands in it otherwise."""

ORDER = ("output", "grad_input", "grad_weight", "grad_bias")


def _contractions(x: str, g: str) -> Mapping[str, Contraction]:
    made = {
        OPEN[g]: Contraction(shape_of=g, given=(HELD[x], "weight"), routes=FORWARD),
        OPEN[x]: Contraction(shape_of=x, given=(HELD[g], "weight"), routes=GRAD_INPUT),
        "grad_weight": Contraction(shape_of="weight", given=(HELD[x], HELD[g]), routes=GRAD_WEIGHT),
        "grad_bias": Contraction(shape_of="bias", given=("grad_output",), routes=GRAD_BIAS),
    }
    return {result: made[result] for result in ORDER}


CONVOLUTION = _contractions("input", "output")
TRANSPOSED = _contractions("output", "input")
"""Result → contraction."""


def contractions(layer: Layer) -> Mapping[str, Contraction]:
    """Result of this layer (``output``, ``grad_input``, ``grad_weight``, ``grad_bias``) → contraction."""
    return {("input", "output"): CONVOLUTION, ("output", "input"): TRANSPOSED}[layer.slots]
