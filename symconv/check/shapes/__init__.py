"""Formulas for the size of a map: found among the statements, and judged by whole numbers."""

from symconv.check.shapes.claims import ShapeClaim, shape_claims
from symconv.check.shapes.judging import judged
from symconv.check.shapes.told import ToldShape, judged_shape, layer_of_sentence, layer_told, told_shapes

__all__ = [
    "ShapeClaim",
    "ToldShape",
    "judged",
    "judged_shape",
    "layer_of_sentence",
    "layer_told",
    "shape_claims",
    "told_shapes",
]
