"""The convolutions of the textbook, in the form that holds for every layer.

    ∂L/∂X = pad(dilate_s(∂L/∂O), before = e−1−p₋, after = e−1−p₊+r) ⋆ flip(dilate_d(F))
    ∂L/∂F = (pad(X, p₋, p₊) ⋆ dilate_s(∂L/∂O)) [::d] [:k]
    ∂L/∂b = Σ ∂L/∂O over images and space

⋆ is stride-1 cross-correlation and a negative pad is a crop. With d = 1, p = 0 and r = 0 the first line is the recipe
everybody learns: dilate by s−1 zeros, pad with k−1, flip, convolve.
"""

from symconv.routes.arrays import AnyArray, namespace
from symconv.routes.operators import correlate, dilate, flip, pad, region, swap_channels
from symconv.spec import ConvSpec


def grad_input(spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O ``[N, C_out, *output_size]`` and F."""
    axes = spec.axes
    spread = pad(
        dilate(grad_output, spec.stride),
        before=tuple(axis.effective_kernel - 1 - axis.before for axis in axes),
        after=tuple(axis.effective_kernel - 1 - axis.after + axis.remainder for axis in axes),
    )
    turned = flip(dilate(swap_channels(weight, spec.groups), spec.dilation))
    return correlate(spread, turned, spec.groups)


def grad_weight(spec: ConvSpec, input: AnyArray, grad_output: AnyArray) -> AnyArray:  # noqa: A002 - PyTorch's name
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]`` from X and ∂L/∂O; the batch is summed like a channel."""
    padded = pad(input, before=tuple(p[0] for p in spec.padding), after=tuple(p[1] for p in spec.padding))
    xp, (images, channels, *space) = namespace(padded), padded.shape
    grouped = xp.reshape(padded, (images, spec.groups, channels // spec.groups, *space))
    maps = xp.reshape(xp.moveaxis(grouped, (0, 2), (2, 0)), (channels // spec.groups, spec.groups * images, *space))
    full = correlate(maps, dilate(xp.moveaxis(grad_output, 0, 1), spec.stride), spec.groups)
    taps = tuple(slice(0, d * k, d) for k, d in zip(spec.kernel_size, spec.dilation, strict=True))
    found: AnyArray = xp.moveaxis(full, 0, 1)[region(taps)]
    return found


def grad_bias(spec: ConvSpec, grad_output: AnyArray) -> AnyArray:
    """∂L/∂b ``[C_out]`` from ∂L/∂O."""
    total: AnyArray = namespace(grad_output).sum(grad_output, axis=(0, *range(2, grad_output.ndim)))
    return total
