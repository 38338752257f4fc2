"""A layer in words, and as the options that tell it on the command line."""

from collections.abc import Iterator, Mapping
from typing import Any

from symconv.language.wording import Wording

ENGLISH = Wording()


def layer_in_words(layer: Mapping[str, Any], say: Wording = ENGLISH) -> str:
    """``input 5x5, kernel 3x3, stride 2x2``, and what is not usual: padding, dilation, channels, groups."""
    return "".join(map(str, say.series(list(_told(layer, say)))))


def _told(layer: Mapping[str, Any], say: Wording) -> Iterator[str]:
    yield say.plain("layer.input", n=_by(layer["input_size"]))
    yield say.plain("layer.kernel", k=_by(layer["kernel_size"]))
    yield say.plain("layer.stride", s=_by(layer["stride"]))
    if any(map(any, layer["padding"])):
        yield say.plain("layer.padding", p=_padding(layer))
    if set(layer["dilation"]) != {1}:
        yield say.plain("layer.dilation", d=_by(layer["dilation"]))
    if (layer["in_channels"], layer["out_channels"]) != (1, 1):
        yield say.plain("layer.channels", before=layer["in_channels"], after=layer["out_channels"])
    if layer["groups"] != 1:
        yield say.plain("layer.groups", n=layer["groups"])


def as_options(layer: Mapping[str, Any]) -> str:
    """``--input-size 5x5 --kernel 3x3 --stride 2x2``: what judges on this layer."""
    told = [f"--{name} {_by(layer[key])}" for name, key in _OPTIONS]
    if any(map(any, layer["padding"])):
        told.append(f"--padding {_padding(layer)}")
    if set(layer["dilation"]) != {1}:
        told.append(f"--dilation {_by(layer['dilation'])}")
    if (layer["in_channels"], layer["out_channels"]) != (1, 1):
        told.append(f"--in-channels {layer['in_channels']} --out-channels {layer['out_channels']}")
    if layer["groups"] != 1:
        told.append(f"--groups {layer['groups']}")
    return " ".join(told)


def _by(sizes: Any) -> str:
    return "x".join(map(str, sizes))


def _padding(layer: Mapping[str, Any]) -> str:
    return "x".join(f"{before}:{after}" if before != after else str(before) for before, after in layer["padding"])


_OPTIONS = (("input-size", "input_size"), ("kernel", "kernel_size"), ("stride", "stride"))
