"""The true output and gradients at given numbers, by a proven route, for the layer that is meant."""

from collections.abc import Mapping

import numpy as np

from symconv.check.code.layout import Array
from symconv.check.code.meaning import Meaning, folded
from symconv.folded import FoldedSpec
from symconv.routes import FORWARD, GRAD_INPUT, GRAD_WEIGHT
from symconv.routes.folding import extended, folded_back
from symconv.routes.operators import flip
from symconv.spec import ConvSpec

Point = Mapping[str, Array]
"""``dout, x, w, b`` → full array."""


def shapes(spec: ConvSpec, meaning: Meaning) -> dict[str, tuple[int, ...]]:
    """Role → full shape; a transposed layer exchanges input and output."""
    found = {"dout": spec.output_shape, "x": spec.input_shape, "w": spec.weight_shape, "b": (spec.out_channels,)}
    if meaning.transposed:
        found |= {"dout": spec.input_shape, "x": spec.output_shape, "b": (spec.in_channels,)}
    return found | ({"b": found["dout"][1:]} if meaning.untied else {})


def true_at(spec: ConvSpec, meaning: Meaning, name: str, point: Point) -> Array:
    """The output or one gradient, as a full array."""
    if meaning.fold and name != "grad_bias":
        return _folded(folded(spec, meaning.fold), name, point)
    weight = flip(point["w"]) if meaning.flipped else point["w"]
    if name == "output":
        return _output(spec, meaning, weight, point)
    if name == "grad_input":
        found = (
            FORWARD["decimation"](spec, point["dout"], weight)
            if meaning.transposed
            else GRAD_INPUT["textbook"](spec, point["dout"], weight)
        )
    elif name == "grad_weight":
        maps, upstream = (point["dout"], point["x"]) if meaning.transposed else (point["x"], point["dout"])
        found = GRAD_WEIGHT["textbook"](spec, maps, upstream)
        found = flip(found) if meaning.flipped else found
    elif meaning.untied:
        found = point["dout"].sum(axis=0)
    else:
        found = point["dout"].swapaxes(0, 1).reshape(point["dout"].shape[1], -1).sum(axis=1)
    return np.asarray(found, dtype=float) + 0.0  # −0.0 is 0.0


def _folded(layer: FoldedSpec, name: str, point: Point) -> Array:
    """The same of a layer with folded padding."""
    x = extended(layer, point["x"])
    if name == "output":
        return _output(layer.form, Meaning(untied=point["b"].ndim > 1), point["w"], {**point, "x": x})
    if name == "grad_input":
        found = folded_back(layer, GRAD_INPUT["textbook"](layer.form, point["dout"], point["w"]))
    else:
        found = GRAD_WEIGHT["textbook"](layer.form, x, point["dout"])
    return np.asarray(found, dtype=float) + 0.0


def _output(spec: ConvSpec, meaning: Meaning, weight: Array, point: Point) -> Array:
    made = GRAD_INPUT["textbook"] if meaning.transposed else FORWARD["decimation"]
    bias = point["b"] if meaning.untied else point["b"].reshape(-1, *[1] * (weight.ndim - 2))
    return np.asarray(made(spec, point["x"], weight) + bias, dtype=float) + 0.0
