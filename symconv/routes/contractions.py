"""The trilinear form T(X, F, G) with one place left open: what each result of a layer is, and which routes reach it.

    ∂T/∂G   what a convolution makes of X and F      FORWARD
    ∂T/∂X   what it gives back of G and F            GRAD_INPUT
    ∂T/∂F   what is left for F of X and G            GRAD_WEIGHT

A layer says which of its tensors stand in X and in G (``slots``). Left open, such a place is the layer's output, or the
gradient of its input; else it holds the input, or ∂L/∂O. A transposed layer exchanges the two, so every route of a
convolution is one of its own under another name. Of a layer with folded padding they are the routes of the padded map,
between which and the input stands the fold (see :mod:`.folding`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod

from symconv.folded import FoldedSpec
from symconv.routes import FEWER, FORWARD, GRAD_BIAS, GRAD_INPUT, GRAD_WEIGHT, Route, winograd
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
        asked: likewise, of routes that are run only if they are asked for by name.
    """

    shape_of: str
    given: tuple[str, ...]
    routes: Mapping[str, Route]
    asked: Mapping[str, Route] = field(default_factory=dict)


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
    forth, back = _around(layer)
    fewer = FEWER if winograd.applies(layer.form) else {"forward": {}, "grad_input": {}, "grad_weight": {}}
    found = {
        made_g: Contraction(shape_of=g, given=(held_x, "weight"), routes=forth(FORWARD), asked=forth(fewer["forward"])),
        made_x: Contraction(
            shape_of=x, given=(held_g, "weight"), routes=back(GRAD_INPUT), asked=back(fewer["grad_input"])
        ),
        "grad_weight": Contraction(
            shape_of="weight", given=(held_x, held_g), routes=forth(GRAD_WEIGHT), asked=forth(fewer["grad_weight"])
        ),
        "grad_bias": Contraction(shape_of="bias", given=("grad_output",), routes=GRAD_BIAS),
    }
    return {result: found[result] for result in ORDER}


Table = Mapping[str, Route]


def _around(layer: Layer) -> tuple[Callable[[Table], Table], Callable[[Table], Table]]:
    """What routes become that start at the layer's input, and those that end at its gradient."""
    if not isinstance(layer, FoldedSpec):
        return (lambda table: table), (lambda table: table)
    return (
        lambda table: {name: Extending(layer, route) for name, route in table.items()},
        lambda table: {name: FoldingBack(layer, route) for name, route in table.items()},
    )
