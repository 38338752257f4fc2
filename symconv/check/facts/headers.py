"""The header line, by which a text names its layer: ``symconv: stride=2 kernel=3 input=5x5 index_base=1``."""

import re
from typing import Any

from symconv.check.regex import regex
from symconv.errors import InputError

_HEADER = regex(r"symconv:[ \t]*(?P<options>[^\n]*)")
_HEADER_NAMES = {
    "stride": "stride",
    "kernel": "kernel_size",
    "input": "input_size",
    "padding": "padding",
    "output_padding": "output_padding",
    "dilation": "dilation",
    "groups": "groups",
    "padding_mode": "padding_mode",
    "pool": "pool",
    "divisor": "divisor",
    "in_channels": "in_channels",
    "out_channels": "out_channels",
    "batch_size": "batch_size",
    "output_size": "output_size",
}
_FLAGS = ("transposed", "allow_large_output_padding", "exclude_pad", "ceil_mode")


def header(text: str) -> tuple[dict[str, Any], int | None]:
    """The options of a ``symconv: stride=2 kernel=3 input=5x5 index_base=1`` line.

    Raises:
        InputError: an option is not known, or two header lines contradict each other.
    """
    options: dict[str, Any] = {}
    base = None
    for found in _HEADER.finditer(text):
        written = found["options"].replace("\\_", "_")  # as TeX and Markdown have it in running text
        for word, value in re.findall(r"([A-Za-z_-]+)=([-+\w:,]+)", written):
            name = word.replace("-", "_")
            if name == "index_base" and value in ("0", "1"):
                base = int(value)
                continue
            if name in _FLAGS and value in ("yes", "no"):
                options |= {name: True} if value == "yes" else {}
                continue
            if name == "padding_mode" and value == "zeros":
                continue
            if name == "layers":
                raise InputError(f"this text is on {value} layers one after the other; a text on one layer is judged")
            if name not in _HEADER_NAMES:
                raise InputError(f"the header line knows {', '.join(_HEADER_NAMES)} and index_base=0|1, got {word}")
            if options.setdefault(_HEADER_NAMES[name], value) != value:
                raise InputError(
                    f"header lines contradict each other: {word}={options[_HEADER_NAMES[name]]} and {value}"
                )
    return options, base
