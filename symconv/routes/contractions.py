"""The trilinear form T(X, F, G) with one place left open: what each result of a layer is, and which routes reach it.

    ∂T/∂G   what a convolution makes of X and F      FORWARD
    ∂T/∂X   what it gives back of G and F            GRAD_INPUT
    ∂T/∂F   what is left for F of X and G            GRAD_WEIGHT

A layer says which of its tensors stand in X and in G (``slots``). Left open, such a place is the layer's output, or the
gradient of its input; else it holds the input, or ∂L/∂O. A transposed layer exchanges the two, so every route of a
convolution is one of its own under another name. Of a layer with folded padding they are the routes of the padded map,
between which and the input stands the fold (see :mod:`.folding`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from symconv.folded import FoldedSpec
from symconv.routes import FORWARD, GRAD_BIAS, GRAD_INPUT, GRAD_WEIGHT, Route
from symconv.routes.arrays import AnyArray
from symconv.routes.folding import Extending, FoldingBack
from symconv.transposed import Layer, held, made


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


ORDER = ("output", "grad_input", "grad_weight", "grad_bias")


def computed(layer: Layer, result: str, route: str, arrays: Mapping[str, AnyArray]) -> AnyArray:
    """A result of a layer by the route of this name, of the arrays it is made of."""
    contraction = contractions(layer)[result]
    found: AnyArray = contraction.routes[route](layer.form, *(arrays[tensor] for tensor in contraction.given))
    return found


def number_of_terms(layer: Layer, result: str, images: int) -> int:
    """The most products in one sum of a result."""
    form, (made_x, made_g) = layer.form, made(layer)
    copies = layer.most_copies if isinstance(layer, FoldedSpec) else 1
    return {
        made_g: prod(form.weight_shape[1:]),
        made_x: form.out_channels // form.groups * prod(form.kernel_size) * copies,
        "grad_weight": images * prod(form.output_size),
    }[result]


def contractions(layer: Layer) -> Mapping[str, Contraction]:
    """Result of this layer (``output``, ``grad_input``, ``grad_weight``, ``grad_bias``) → contraction."""
    (x, g), (held_x, held_g), (made_x, made_g) = layer.slots, held(layer), made(layer)
    forth, back, to_filter = FORWARD, GRAD_INPUT, GRAD_WEIGHT
    if isinstance(layer, FoldedSpec):
        forth = {name: Extending(layer, route) for name, route in FORWARD.items()}
        back = {name: FoldingBack(layer, route) for name, route in GRAD_INPUT.items()}
        to_filter = {name: Extending(layer, route) for name, route in GRAD_WEIGHT.items()}
    found = {
        made_g: Contraction(shape_of=g, given=(held_x, "weight"), routes=forth),
        made_x: Contraction(shape_of=x, given=(held_g, "weight"), routes=back),
        "grad_weight": Contraction(shape_of="weight", given=(held_x, held_g), routes=to_filter),
        "grad_bias": Contraction(shape_of="bias", given=("grad_output",), routes=GRAD_BIAS),
    }
    return {result: found[result] for result in ORDER}
