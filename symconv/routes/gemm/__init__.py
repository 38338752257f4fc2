"""The fast routes for real data."""

from symconv.routes.gemm.backward import grad_input
from symconv.routes.gemm.layer import forward, grad_weight

__all__ = ["forward", "grad_input", "grad_weight"]
