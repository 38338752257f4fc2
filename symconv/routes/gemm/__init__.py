"""The fast routes for real data: matrix products over blocks that stay in cache.

    forward       O = F · columns(X)                       lowering.py, columns.py
    grad_weight   ∂L/∂F = (columns(X) · ∂L/∂Oᵀ)ᵀ           lowering.py, columns.py
    grad_input    patches side by side, by phases, or      patches.py, by_phases.py,
                  with the filter first                    filter_first.py

They are written for any NumPy array like every other route, so what is proven is what runs.
"""

from symconv.routes.gemm.choice import grad_input
from symconv.routes.gemm.columns import forward, grad_weight

__all__ = ["forward", "grad_input", "grad_weight"]
