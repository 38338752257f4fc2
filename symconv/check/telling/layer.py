"""The layer a statement was judged on, and what tells it: as JSON and in words."""

from collections.abc import Mapping
from typing import Any

from symconv.check.judging.verdict import Verdict
from symconv.check.readings.domain import DEFINED, LAYERS


def judged_on(verdict: Verdict) -> dict[str, Any]:
    """``{"layer": …, "from": …}``, or ``{"layers": 9, "from": …}`` for a general formula; empty where nothing was."""
    specs = [part.truth.spec for part in verdict.trial.comparisons]
    if not specs:
        return {}
    origin = verdict.trial.origin
    if origin not in (LAYERS, DEFINED):
        return {"layer": verdict.trial.layers[0].to_json(), "from": origin}
    return {"layers": len(specs), "from": origin}


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


_ALWAYS = (("input", "input_size"), ("kernel", "kernel_size"), ("stride", "stride"))
