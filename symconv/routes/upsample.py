"""Backward at stride s is: upsample, then backward at stride 1.

Upsampling puts s−1 zeros between neighbours and, because the remainder r is output that stride 1 would have produced,
r zeros at the end. It is the adjoint of keeping every s-th output.
"""

from dataclasses import replace

from symconv.routes import textbook
from symconv.routes.arrays import AnyArray
from symconv.routes.operators import dilate, pad
from symconv.spec import ConvSpec


def grad_input(spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """∂L/∂X ``[N, C_in, *input_size]`` by the stride-1 layer's backward."""
    return textbook.grad_input(_at_stride_1(spec), _upsampled(spec, grad_output), weight)


def grad_weight(spec: ConvSpec, input: AnyArray, grad_output: AnyArray) -> AnyArray:  # noqa: A002 - PyTorch's name
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]`` by the stride-1 layer's backward."""
    return textbook.grad_weight(_at_stride_1(spec), input, _upsampled(spec, grad_output))


def _at_stride_1(spec: ConvSpec) -> ConvSpec:
    return replace(spec, stride=(1,) * len(spec.stride))


def _upsampled(spec: ConvSpec, grad_output: AnyArray) -> AnyArray:
    nothing = (0,) * len(spec.stride)
    return pad(dilate(grad_output, spec.stride), nothing, tuple(axis.remainder for axis in spec.axes))
