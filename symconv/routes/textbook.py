"""The convolutions of the textbook, in the form that holds for every layer.

    ∂L/∂X = pad(dilate_s(∂L/∂O), before = e−1−p₋, after = e−1−p₊+r) ⋆ flip(dilate_d(F))
    ∂L/∂F = (pad(X, p₋, p₊) ⋆ dilate_s(∂L/∂O)) [::d] [:k]
    ∂L/∂b = Σ ∂L/∂O over images and space

⋆ is stride-1 cross-correlation and a negative pad is a crop. With d = 1, p = 0 and r = 0 the first line is the recipe
everybody learns: dilate by s−1 zeros, pad with k−1, flip, convolve.
"""

from symconv.routes.operators import Array, correlate, dilate, flip, pad, region, swap_channels
from symconv.spec import ConvSpec


def grad_input(spec: ConvSpec, grad_output: Array, weight: Array) -> Array:
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O ``[N, C_out, *output_size]`` and F."""
    axes = spec.axes
    spread = pad(
        dilate(grad_output, spec.stride),
        before=tuple(axis.effective_kernel - 1 - axis.before for axis in axes),
        after=tuple(axis.effective_kernel - 1 - axis.after + axis.remainder for axis in axes),
    )
    turned = flip(dilate(swap_channels(weight, spec.groups), spec.dilation))
    return correlate(spread, turned, spec.groups)


def grad_weight(spec: ConvSpec, input: Array, grad_output: Array) -> Array:  # noqa: A002 - PyTorch's name
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]`` from X and ∂L/∂O; the batch is summed like a channel."""
    padded = pad(input, before=tuple(p[0] for p in spec.padding), after=tuple(p[1] for p in spec.padding))
    images, channels = padded.shape[:2]
    grouped = padded.reshape(images, spec.groups, channels // spec.groups, *padded.shape[2:])
    maps = grouped.transpose(2, 1, 0, *range(3, grouped.ndim))
    maps = maps.reshape(channels // spec.groups, spec.groups * images, *padded.shape[2:])
    full = correlate(maps, dilate(grad_output.swapaxes(0, 1), spec.stride), spec.groups).swapaxes(0, 1)
    taps = tuple(slice(0, d * k, d) for k, d in zip(spec.kernel_size, spec.dilation, strict=True))
    return full[region(taps)]


def grad_bias(spec: ConvSpec, grad_output: Array) -> Array:
    """∂L/∂b ``[C_out]`` from ∂L/∂O."""
    by_channel: Array = grad_output.swapaxes(0, 1).reshape(grad_output.shape[1], -1)
    total: Array = by_channel.sum(axis=1)
    return total
