"""Three ways back that are widely believed and hold only for some layers.

They are here to be compared with the gradient and shown to fail where they fail; nothing computes with them.
"""

from symconv.routes.arrays import AnyArray
from symconv.routes.operators import correlate, dilate, flip, pad, region, swap_channels
from symconv.spec import ConvSpec


def recipe(spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """Dilate by s−1 zeros, pad with k−1 on both sides, flip, convolve: right when d = 1, p = 0 and r = 0."""
    return _full_convolution(dilate(grad_output, spec.stride), weight, spec.groups)


def strided(spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """Pad with k−1, flip, convolve *with the layer's stride*, the zeros forgotten: right only at stride 1."""
    full = _full_convolution(grad_output, weight, spec.groups)
    kept: AnyArray = full[region(slice(None, None, s) for s in spec.stride)]
    return kept


def undilated(spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """The stride-1 form taken over as it is: pad with e−1, flip, convolve, crop the padding, no zeros between."""
    full = _full_convolution(grad_output, dilate(weight, spec.dilation), spec.groups)
    kept = (slice(p[0], max(n - p[1], 0)) for n, p in zip(full.shape[2:], spec.padding, strict=True))
    cropped: AnyArray = full[region(kept)]
    return cropped


def _full_convolution(maps: AnyArray, weight: AnyArray, groups: int) -> AnyArray:
    reach = tuple(k - 1 for k in weight.shape[2:])
    return correlate(pad(maps, reach, reach), flip(swap_channels(weight, groups)), groups)
