"""Which of the three ways to ∂L/∂X moves least data.

By phases copies the ``C_out/groups`` channels of ∂L/∂O for each tap and writes each result once; with the filter first
``C_in/groups`` channels are added for each tap. An addition costs about as much as four copies, and the product of the
second way is the better shaped one where there are few incoming channels. Windows that are apart need neither.
"""

import numpy as np

from symconv.routes.gemm import by_phases, filter_first, patches
from symconv.routes.gemm.blocked import Blocked
from symconv.spec import ConvSpec

FEWER = 4


def grad_input(spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> Blocked:
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O and F, by the way that is faster for this layer."""
    if patches.are_apart(spec.axes) and max(spec.kernel_size) > 1:
        return patches.GradInput(spec, images, dtype, block)
    if FEWER * spec.in_channels * filter_first.filling(spec) <= spec.out_channels:
        return filter_first.GradInput(spec, images, dtype, block)
    return by_phases.GradInput(spec, images, dtype, block)
