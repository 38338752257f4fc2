"""Every ∂L/∂o_m adds ∂L/∂o_m · F into the window it was read from (col2im)."""

from symconv.routes.arrays import AnyArray, namespace, put
from symconv.routes.operators import correlate, pad, region, swap_channels
from symconv.spec import ConvSpec, positions


def grad_input(spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """∂L/∂X ``[N, C_in, *input_size]``, one strided addition for each filter tap."""
    xp, back = namespace(grad_output), swap_channels(weight, spec.groups)
    padded_size = (n + sum(p) for n, p in zip(spec.input_size, spec.padding, strict=True))
    shape = (grad_output.shape[0], spec.in_channels, *padded_size)
    padded: AnyArray = xp.zeros(shape, dtype=xp.result_type(grad_output, weight))
    for tap in positions(spec.kernel_size):
        one_tap = back[region(slice(a, a + 1) for a in tap)]
        window = region(
            slice(d * a, d * a + s * m, s)
            for a, d, s, m in zip(tap, spec.dilation, spec.stride, spec.output_size, strict=True)
        )
        padded = put(padded, window, padded[window] + correlate(grad_output, one_tap, spec.groups))
    return pad(padded, tuple(-p[0] for p in spec.padding), tuple(-p[1] for p in spec.padding))
