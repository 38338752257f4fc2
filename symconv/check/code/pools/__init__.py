"""A pooling's backward pass in code: which pooling its own forward pass is, and whether ∂L/∂X is the gradient of it."""

from symconv.check.code.pools.reported import NAMED, pooled_report

__all__ = ["NAMED", "pooled_report"]
