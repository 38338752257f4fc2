"""A layer in words, and as the options that tell it on the command line."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from symconv.language.wording import Wording

ENGLISH = Wording()


def layer_in_words(layer: Mapping[str, Any], say: Wording = ENGLISH) -> str:
    """``input 5x5, kernel 3x3, stride 2x2``, and what is not usual: padding, dilation, channels, groups."""
    return "".join(map(str, say.series(list(_told(layer, say)))))


def _told(layer: Mapping[str, Any], say: Wording) -> Iterator[str]:
    if layer.get("transposed"):
        yield say.plain("layer.transposed")
    if layer.get("pool"):
        yield say.plain("layer.pooled", max=layer["pool"] == "max")
    yield say.plain("layer.input", n=by_axis(layer["input_size"]))
    if "output_size" in layer:
        yield say.plain("pool.layer.output", m=by_axis(layer["output_size"]))
        return
    yield say.plain("layer.kernel", k=by_axis(layer["kernel_size"]))
    yield say.plain("layer.stride", s=by_axis(layer["stride"]))
    if layer.get("ceil_mode"):
        yield "ceil_mode"
    if any(layer.get("output_padding", ())):
        yield say.plain("layer.extra", p=by_axis(layer["output_padding"]))
    if any(map(any, layer["padding"])):
        yield say.plain("layer.padding", p=by_axis(layer["padding"]))
    if layer.get("padding_mode"):
        yield say.plain("layer.mode", mode=layer["padding_mode"])
    if set(layer["dilation"]) != {1}:
        yield say.plain("layer.dilation", d=by_axis(layer["dilation"]))
    if (layer["in_channels"], layer["out_channels"]) != (1, 1):
        yield say.plain("layer.channels", before=layer["in_channels"], after=layer["out_channels"])
    if layer["groups"] != 1:
        yield say.plain("layer.groups", n=layer["groups"])


def as_options(layer: Mapping[str, Any]) -> str:
    """``--input-size 5x5 --kernel 3x3 --stride 2x2``: what judges on this layer."""
    told = ["--transposed"] if layer.get("transposed") else []
    told += [f"--{name.replace('_', '-')} {layer[name]}" for name in ("pool", "padding_mode") if layer.get(name)]
    if "output_size" in layer:
        return " ".join(
            [*told, f"--input-size {by_axis(layer['input_size'])} --output-size {by_axis(layer['output_size'])}"]
        )
    told += ["--ceil-mode"] if layer.get("ceil_mode") else []
    told += ["--exclude-pad"] if layer.get("count_include_pad") is False else []
    told += [f"--divisor {layer['divisor']}"] if layer.get("divisor") else []
    told += [f"--{name} {by_axis(layer[key])}" for name, key in _OPTIONS]
    if any(map(any, layer["padding"])):
        told.append(f"--padding {by_axis(layer['padding'])}")
    if any(layer.get("output_padding", ())):
        told.append(f"--output-padding {by_axis(layer['output_padding'])}")
    told += ["--allow-large-output-padding"] if layer.get("allow_large_output_padding") else []
    if set(layer["dilation"]) != {1}:
        told.append(f"--dilation {by_axis(layer['dilation'])}")
    if (layer["in_channels"], layer["out_channels"]) != (1, 1):
        told.append(f"--in-channels {layer['in_channels']} --out-channels {layer['out_channels']}")
    if layer["groups"] != 1:
        told.append(f"--groups {layer['groups']}")
    if layer.get("batch_size") not in (None, 1):
        told.append(f"--batch-size {layer['batch_size']}")
    return " ".join(told)


def by_axis(sizes: Iterable[Any]) -> str:
    """``5x3``, ``1:2x0``: numbers, or pairs of what stands before and after."""
    return "x".join(map(_one, sizes))


def _one(size: Any) -> str:
    before, after = size if isinstance(size, list | tuple) else (size, size)
    return str(before) if before == after else f"{before}:{after}"


_OPTIONS = (("input-size", "input_size"), ("kernel", "kernel_size"), ("stride", "stride"))
