"""Every ∂L/∂o_m adds ∂L/∂o_m · F into the window it was read from (col2im)."""

import numpy as np

from symconv.routes.operators import Array, correlate, pad, region, swap_channels
from symconv.spec import ConvSpec, positions


def grad_input(spec: ConvSpec, grad_output: Array, weight: Array) -> Array:
    """∂L/∂X ``[N, C_in, *input_size]``, one strided addition for each filter tap."""
    back = swap_channels(weight, spec.groups)
    padded_size = tuple(n + sum(p) for n, p in zip(spec.input_size, spec.padding, strict=True))
    padded = np.zeros((grad_output.shape[0], spec.in_channels, *padded_size), np.result_type(grad_output, weight))
    for tap in positions(spec.kernel_size):
        one_tap = back[region(slice(a, a + 1) for a in tap)]
        window = tuple(
            slice(d * a, d * a + s * m, s)
            for a, d, s, m in zip(tap, spec.dilation, spec.stride, spec.output_size, strict=True)
        )
        padded[region(window)] += correlate(grad_output, one_tap, spec.groups)
    return pad(padded, tuple(-p[0] for p in spec.padding), tuple(-p[1] for p in spec.padding))
