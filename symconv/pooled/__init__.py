"""One pooling layer: the trilinear form with a share of its own where a convolution has its filter.

    o_m = Σ_a c_{m,a} x_i        ∂L/∂x_i = Σ_{(m,a)} ∂L/∂o_m c_{m,a}        over all (i, a, m) with i = s·m + d·a − p₋

Average pooling has c = 1/D, the same for all entries of a window: a depthwise convolution (as many groups as
channels) with a constant filter. Max pooling has c = 1 for the one tap that the numbers choose, the first of the
largest in reading order as in PyTorch, and c = 0 for the others. Padding holds nothing: it is no candidate for the
largest (−∞), and adds 0 to a sum; whether an average counts it in D is ``count_include_pad``. Every channel is pooled
alone.

Adaptive windows begin at ⌊m·N/M⌋ and end before ⌈(m+1)·N/M⌉. Where M divides N these are windows of N/M every N/M
entries, a pooling like any other; so is a global one, M = 1.
"""

from symconv.pooled.layer import KINDS, PooledSpec
from symconv.pooled.stated import OWN, pooled_of

__all__ = ["KINDS", "OWN", "PooledSpec", "pooled_of"]
