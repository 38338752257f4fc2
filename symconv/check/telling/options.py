"""A layer in words, and as the options that tell it on the command line."""

from collections.abc import Mapping
from typing import Any


def layer_in_words(layer: Mapping[str, Any]) -> str:
    """``input 5x5, kernel 3x3, stride 2x2``, and what is not usual: padding, dilation, channels, groups."""
    said = [f"{name} {'x'.join(map(str, layer[key]))}" for name, key in _ALWAYS]
    if any(map(any, layer["padding"])):
        said.append("padding " + "x".join(f"{a}:{b}" if a != b else str(a) for a, b in layer["padding"]))
    if set(layer["dilation"]) != {1}:
        said.append(f"dilation {'x'.join(map(str, layer['dilation']))}")
    if (layer["in_channels"], layer["out_channels"]) != (1, 1):
        said.append(f"channels {layer['in_channels']} → {layer['out_channels']}")
    if layer["groups"] != 1:
        said.append(f"groups {layer['groups']}")
    return ", ".join(said)


def as_options(layer: Mapping[str, Any]) -> str:
    """``--input-size 5x5 --kernel 3x3 --stride 2x2``: what judges on this layer."""
    told = [f"--{name} {'x'.join(map(str, layer[key]))}" for name, key in _OPTIONS]
    if any(map(any, layer["padding"])):
        told.append("--padding " + "x".join(f"{a}:{b}" if a != b else str(a) for a, b in layer["padding"]))
    if set(layer["dilation"]) != {1}:
        told.append(f"--dilation {'x'.join(map(str, layer['dilation']))}")
    if (layer["in_channels"], layer["out_channels"]) != (1, 1):
        told.append(f"--in-channels {layer['in_channels']} --out-channels {layer['out_channels']}")
    if layer["groups"] != 1:
        told.append(f"--groups {layer['groups']}")
    return " ".join(told)


_OPTIONS = (("input-size", "input_size"), ("kernel", "kernel_size"), ("stride", "stride"))
_ALWAYS = (("input", "input_size"), ("kernel", "kernel_size"), ("stride", "stride"))
