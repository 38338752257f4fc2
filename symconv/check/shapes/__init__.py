"""Formulas for the size of a map: found among the statements, and judged by whole numbers."""

from symconv.check.shapes.claims import ShapeClaim, shape_claims
from symconv.check.shapes.judging import judged

__all__ = ["ShapeClaim", "judged", "shape_claims"]
