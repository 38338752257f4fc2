"""ONNX's own node cases of one operator, made in memory."""

import warnings
from importlib import import_module
from typing import Any

import pytest


def cases(operator: str, inputs: int) -> list[Any]:
    """Attributes, inputs and outputs of the cases with so many inputs whose padding is told in numbers."""
    from onnx.backend.test.case import node
    from onnx.helper import get_attribute_value

    with warnings.catch_warnings(action="ignore"):
        import_module(f"onnx.backend.test.case.node.{operator.lower()}")  # what defines them makes them
    found = []
    for case in node._NodeTestCases:
        (first, *others) = case.model.graph.node
        attributes = {each.name: get_attribute_value(each) for each in first.attribute}
        plain = attributes.get("auto_pad", b"NOTSET") in (b"NOTSET", b"VALID")
        if first.op_type == operator and not others and plain:
            sets = [(given, made) for given, made in case.data_sets if len(given) == inputs]
            found += [pytest.param(attributes, *each, id=case.name) for each in sets]
    return found


def pads(attributes: dict[str, Any], axes: int) -> tuple[tuple[int, int], ...]:
    """Before and after each axis."""
    listed = attributes.get("pads", [0] * 2 * axes)
    return tuple(zip(listed[:axes], listed[axes:], strict=True))
