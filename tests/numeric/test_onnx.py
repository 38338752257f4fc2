"""ONNX's own node cases, made in memory. A ConvTranspose case is a ∂L/∂X, a group-1 Conv case is a ∂L/∂F.

With stride and dilation exchanged, correlating X with G yields ∂L/∂F: the layer's output for a Conv case is the weight
gradient of the layer whose input is X, whose grad_output is the case's weight, and whose weight is the case's output.
"""

import numpy as np
import pytest
from onnx_cases import cases, pads

from symconv import ConvSpec, TransposedSpec, forward, grad_input, grad_weight

pytest.importorskip("onnx", reason="onnx (the peers extra) is not installed")


def geometry(attributes, axes):
    return attributes.get("strides", [1] * axes), attributes.get("dilations", [1] * axes), pads(attributes, axes)


@pytest.mark.parametrize(("attributes", "inputs", "outputs"), cases("Conv", 2))
def test_conv_is_forward_and_a_weight_gradient(attributes, inputs, outputs):
    (maps, weight), (output,) = inputs, outputs
    stride, dilation, padding = geometry(attributes, weight.ndim - 2)
    groups = attributes.get("group", 1)
    shared = {"input_size": maps.shape[2:], "padding": padding, "batch_size": None}
    channels = {"in_channels": maps.shape[1], "out_channels": weight.shape[0], "groups": groups}
    spec = ConvSpec.of(kernel_size=weight.shape[2:], stride=stride, dilation=dilation, **shared, **channels)
    np.testing.assert_allclose(forward(spec, maps, weight), output, rtol=1e-5)
    if groups == 1:
        swapped = ConvSpec.of(
            kernel_size=output.shape[2:],
            stride=dilation,
            dilation=stride,
            in_channels=maps.shape[0],
            out_channels=weight.shape[0],
            **shared,
        )
        cut = tuple(slice(n) for n in swapped.output_size)
        grads = np.zeros((maps.shape[1], weight.shape[0], *swapped.output_size), weight.dtype)
        grads[(..., *map(slice, weight.shape[2:]))] = weight.swapaxes(0, 1)[(..., *cut)]
        answer = grad_weight(swapped, maps.swapaxes(0, 1), grads)
        np.testing.assert_allclose(answer, output.swapaxes(0, 1), rtol=1e-5)


@pytest.mark.parametrize(("attributes", "inputs", "outputs"), cases("ConvTranspose", 2))
def test_conv_transpose_is_an_input_gradient(attributes, inputs, outputs):
    (grads, weight), (output,) = inputs, outputs
    stride, dilation, padding = geometry(attributes, weight.ndim - 2)
    groups = attributes.get("group", 1)
    spec = ConvSpec.of(
        input_size=output.shape[2:],
        kernel_size=weight.shape[2:],
        stride=stride,
        dilation=dilation,
        padding=padding,
        in_channels=output.shape[1],
        out_channels=grads.shape[1],
        groups=groups,
        batch_size=None,
    )
    np.testing.assert_allclose(grad_input(spec, grads, weight), output, rtol=1e-5)


@pytest.mark.parametrize(("attributes", "inputs", "outputs"), cases("ConvTranspose", 2))
def test_conv_transpose_is_a_transposed_layer(attributes, inputs, outputs):
    """What ONNX tells as ``output_shape`` is an output padding at the end."""
    (maps, weight), (output,) = inputs, outputs
    axes = weight.ndim - 2
    stride, dilation, padding = geometry(attributes, axes)
    told = {"kernel_size": weight.shape[2:], "stride": stride, "dilation": dilation, "padding": padding}
    shared = {"input_size": maps.shape[2:], "in_channels": maps.shape[1], "out_channels": output.shape[1]}
    plain = TransposedSpec.of(**told, **shared, groups=attributes.get("group", 1), batch_size=None)
    more = [wanted - made for wanted, made in zip(output.shape[2:], plain.output_size, strict=True)]
    spec = TransposedSpec.of(**told, **shared, groups=attributes.get("group", 1), batch_size=None, output_padding=more)
    assert more == list(attributes.get("output_padding", more))
    np.testing.assert_allclose(forward(spec, maps, weight), output, rtol=1e-5)


def test_cases_were_found():
    assert len(cases("Conv", 2)) >= 3
    assert len(cases("ConvTranspose", 2)) >= 5
