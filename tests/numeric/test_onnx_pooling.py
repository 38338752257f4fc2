"""ONNX's own node cases of AveragePool, MaxPool and their global kin, made in memory."""

from typing import Any

import numpy as np
import pytest
from onnx_cases import cases, pads

from symconv import PooledSpec, pool_forward, pool_indices

pytest.importorskip("onnx", reason="onnx (the peers extra) is not installed")

POOLS = {"AveragePool": "average", "MaxPool": "max", "GlobalAveragePool": "average", "GlobalMaxPool": "max"}


def layer(operator: str, attributes: dict[str, Any], maps: Any) -> PooledSpec:
    pool, size = POOLS[operator], maps.shape[2:]
    if operator.startswith("Global"):
        return PooledSpec.to_size(1, pool=pool, input_size=size, channels=maps.shape[1], batch_size=None)
    axes = len(size)
    more = {} if pool == "max" else {"count_include_pad": bool(attributes.get("count_include_pad", 0))}
    return PooledSpec.of(
        pool=pool,
        input_size=size,
        kernel_size=attributes["kernel_shape"],
        stride=attributes.get("strides", [1] * axes),
        padding=pads(attributes, axes),
        dilation=attributes.get("dilations", [1] * axes),
        ceil_mode=bool(attributes.get("ceil_mode", 0)),
        channels=maps.shape[1],
        batch_size=None,
        **more,
    )


@pytest.mark.parametrize("operator", POOLS)
def test_the_cases_of_onnx(operator: str) -> None:
    found = cases(operator, 1)
    assert found
    for attributes, (maps,), outputs in (case.values for case in found):
        compared(layer(operator, attributes, maps), attributes, maps, outputs)


def compared(spec: PooledSpec, attributes: dict[str, Any], maps: Any, outputs: Any) -> None:
    np.testing.assert_allclose(
        pool_forward(spec, maps), outputs[0], rtol=1e-5, atol=1e-4
    )  # one case is told in four digits, of inputs in four digits
    if len(outputs) > 1 and not attributes.get("storage_order", 0):
        places = pool_indices(spec, maps) + np.arange(maps.shape[0] * maps.shape[1]).reshape(
            *maps.shape[:2], *(1,) * len(spec.input_size)
        ) * int(np.prod(spec.input_size))
        np.testing.assert_array_equal(places, outputs[1])
