"""A layer as the page has it behind the ``#`` of its address, so that a link leads to it."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

from symconv.transposed import Layer, TransposedSpec

SHORT: Mapping[str, str] = MappingProxyType(
    {
        "input_size": "n",
        "kernel_size": "k",
        "stride": "s",
        "padding": "p",
        "dilation": "d",
        "output_padding": "op",
        "in_channels": "ci",
        "out_channels": "co",
        "groups": "g",
        "batch_size": "nb",
        "bias": "bias",
        "transposed": "t",
    }
)
"""What is said of a layer → its name in an address; ``templates/page/state.js`` has the same."""

SAID = ("input_size", "kernel_size")
"""What is always said."""
SILENT: Mapping[str, str] = MappingProxyType({"padding": "0:0", "output_padding": "0", "bias": "0", "transposed": "0"})
"""What need not be said, of each axis; of the others that is 1."""


def link(layer: Layer) -> str:
    """``n=5x5&k=3x3&s=2x2``: the layer, without what is so anyhow."""
    whole = layer.to_json()
    told = {name: _written(value) for name, value in whole.items() if name in SHORT}
    kept = {
        SHORT[name]: value
        for name, value in told.items()
        if name in SAID or {*value.split("x")} != {SILENT.get(name, "1")}
    }
    if layer.bias:
        kept["bias"] = "1"
    if isinstance(layer, TransposedSpec):
        kept["t"] = "1"
    return "&".join(f"{name}={quote(value, safe=':')}" for name, value in kept.items())


def _written(value: object) -> str:
    if isinstance(value, list):
        return "x".join(":".join(map(str, part)) if isinstance(part, list) else str(part) for part in value)
    return "0" if isinstance(value, bool) else str(value)
