"""A strided convolution is the stride-1 convolution of which every s-th output is kept.

Its adjoint, putting zeros where outputs were dropped, is why zeros appear on the way back.
"""

from symconv.routes.arrays import AnyArray
from symconv.routes.operators import correlate, dilate, pad, region
from symconv.spec import ConvSpec


def forward(spec: ConvSpec, input: AnyArray, weight: AnyArray) -> AnyArray:  # noqa: A002 - PyTorch's name
    """O ``[N, C_out, *output_size]`` without bias: pad, correlate at stride 1, keep every s-th."""
    padded = pad(input, before=tuple(p[0] for p in spec.padding), after=tuple(p[1] for p in spec.padding))
    everything = correlate(padded, dilate(weight, spec.dilation), spec.groups)
    kept: AnyArray = everything[region(slice(None, None, s) for s in spec.stride)]
    return kept
