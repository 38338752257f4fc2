"""The fast routes for real data: matrix products over blocks that stay in cache.

    Forward       O = F · columns(X)                       lowering.py, columns.py
    GradWeight    ∂L/∂F = (columns(X) · ∂L/∂Oᵀ)ᵀ           lowering.py, columns.py
    grad_input    patches side by side, by phases, or      patches.py, by_phases.py,
                  with the filter first; choice.py picks   filter_first.py

Columns are copied window by window (buffers.py), or with few channels in runs (runs.py). Each route is made for a
layer, a number of images and a dtype (blocked.py), with its buffers, and then called with arrays, once or again and
again. They are written for any NumPy array like every other route, so what is proven is what runs.
"""
