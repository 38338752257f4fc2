"""The true gradients at given numbers, by a proven route."""

import numpy as np

from symconv.check.code.asking import Point
from symconv.check.code.layout import Array
from symconv.routes import GRAD_BIAS, GRAD_INPUT, GRAD_WEIGHT
from symconv.spec import ConvSpec


def true_at(spec: ConvSpec, name: str, point: Point) -> Array:
    """One gradient, as a full array."""
    if name == "grad_input":
        found = GRAD_INPUT["textbook"](spec, point["dout"], point["w"])
    elif name == "grad_weight":
        found = GRAD_WEIGHT["textbook"](spec, point["x"], point["dout"])
    else:
        found = GRAD_BIAS["textbook"](spec, point["dout"])
    return np.asarray(found, dtype=float) + 0.0  # −0.0 is 0.0
