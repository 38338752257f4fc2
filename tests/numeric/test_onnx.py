"""ONNX's own node cases, made in memory. A ConvTranspose case is a ∂L/∂X, a group-1 Conv case is a ∂L/∂F.

With stride and dilation exchanged, correlating X with G yields ∂L/∂F: the layer's output for a Conv case is the weight
gradient of the layer whose input is X, whose grad_output is the case's weight, and whose weight is the case's output.
"""

import warnings
from importlib import import_module

import numpy as np
import pytest

from symconv import ConvSpec, forward, grad_input, grad_weight

pytest.importorskip("onnx", reason="onnx (the peers extra) is not installed")


def cases(operator):
    """Attributes, inputs and output of the operator's cases; importing the module that defines them makes them."""
    from onnx.backend.test.case import node
    from onnx.helper import get_attribute_value

    with warnings.catch_warnings(action="ignore"):
        import_module(f"onnx.backend.test.case.node.{operator.lower()}")
    found = []
    for case in node._NodeTestCases:
        (first, *others) = case.model.graph.node
        attributes = {each.name: get_attribute_value(each) for each in first.attribute}
        plain = attributes.get("auto_pad", b"NOTSET") in (b"NOTSET", b"VALID")
        if first.op_type == operator and not others and plain:
            sets = [(inputs, outputs[0]) for inputs, outputs in case.data_sets if len(inputs) == 2]
            found += [pytest.param(attributes, *each, id=case.name) for each in sets]
    return found


def geometry(attributes, axes):
    pads = attributes.get("pads", [0] * 2 * axes)
    padding = tuple(zip(pads[:axes], pads[axes:], strict=True))
    return attributes.get("strides", [1] * axes), attributes.get("dilations", [1] * axes), padding


@pytest.mark.parametrize(("attributes", "inputs", "output"), cases("Conv"))
def test_conv_is_forward_and_a_weight_gradient(attributes, inputs, output):
    maps, weight = inputs
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


@pytest.mark.parametrize(("attributes", "inputs", "output"), cases("ConvTranspose"))
def test_conv_transpose_is_an_input_gradient(attributes, inputs, output):
    grads, weight = inputs
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


def test_cases_were_found():
    assert len(cases("Conv")) >= 3
    assert len(cases("ConvTranspose")) >= 5
