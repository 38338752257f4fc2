"""ONNX's own node cases of AveragePool, MaxPool and their global kin, made in memory."""

from typing import Any

import numpy as np
import pytest

from symconv import PooledSpec, pool_forward, pool_indices

pytest.importorskip("onnx", reason="onnx (the peers extra) is not installed")

POOLS = {"AveragePool": "average", "MaxPool": "max", "GlobalAveragePool": "average", "GlobalMaxPool": "max"}


def cases(operator: str) -> list[Any]:
    """Attributes, input and outputs of the operator's float cases whose padding is told in numbers."""
    import warnings
    from importlib import import_module

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
            sets = [(inputs[0], outputs) for inputs, outputs in case.data_sets]
            found += [pytest.param(operator, attributes, *each, id=case.name) for each in sets]
    return found


def layer(operator: str, attributes: dict[str, Any], maps: Any) -> PooledSpec:
    pool, size = POOLS[operator], maps.shape[2:]
    if operator.startswith("Global"):
        return PooledSpec.to_size(1, pool=pool, input_size=size, channels=maps.shape[1], batch_size=None)
    axes = len(size)
    pads = attributes.get("pads", [0] * 2 * axes)
    more = {} if pool == "max" else {"count_include_pad": bool(attributes.get("count_include_pad", 0))}
    return PooledSpec.of(
        pool=pool,
        input_size=size,
        kernel_size=attributes["kernel_shape"],
        stride=attributes.get("strides", [1] * axes),
        padding=tuple(zip(pads[:axes], pads[axes:], strict=True)),
        dilation=attributes.get("dilations", [1] * axes),
        ceil_mode=bool(attributes.get("ceil_mode", 0)),
        channels=maps.shape[1],
        batch_size=None,
        **more,
    )


@pytest.mark.parametrize(
    ("operator", "attributes", "maps", "outputs"), [case for operator in POOLS for case in cases(operator)]
)
def test_the_cases_of_onnx(operator: str, attributes: dict[str, Any], maps: Any, outputs: Any) -> None:
    spec = layer(operator, attributes, maps)
    np.testing.assert_allclose(
        pool_forward(spec, maps), outputs[0], rtol=1e-5, atol=5e-5
    )  # one case is told in four digits
    if len(outputs) > 1 and not attributes.get("storage_order", 0):
        places = pool_indices(spec, maps) + np.arange(maps.shape[0] * maps.shape[1]).reshape(
            *maps.shape[:2], *(1,) * len(spec.input_size)
        ) * int(np.prod(spec.input_size))
        np.testing.assert_array_equal(places, outputs[1])
