"""The options that describe a layer, the same for every command."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import click

from symconv.cli.command import option
from symconv.folded import PADDING_MODES

R = TypeVar("R")

OPTIONS: tuple[tuple[tuple[str, ...], str, str, Any], ...] = (
    (
        ("-n", "--input-size", "input_size"),
        "SIZE",
        "Entries along each axis: 7 (a signal), 5x5 (an image), 4x6x5.",
        str,
    ),
    (
        ("-k", "--kernel", "--kernel-size", "kernel_size"),
        "SIZE",
        "Filter entries along each axis: 3 or 3x5; 1 is pointwise.  [3]",
        str,
    ),
    (("-s", "--stride", "stride"), "SIZE", "Step between windows.  [1]", str),
    (
        ("-p", "--padding", "padding"),
        "PAD",
        "Zeros around the input: 1, 1x0, before:after as 1:2 or 1:2x0:0 (2:0 at kernel 3 is causal), "
        "or same, valid, full.  [0]",
        str,
    ),
    (("-d", "--dilation", "dilation"), "SIZE", "Distance between filter entries.  [1]", str),
    (("--in-channels", "in_channels"), "N", "Channels of the input.  [1]", int),
    (("--out-channels", "out_channels"), "N", "Channels of the output.  [1]", int),
    (("--groups", "groups"), "N", "Channel groups; as many as channels are depthwise.  [1]", int),
    (("--batch-size", "batch_size"), "N", "Images in a batch.  [1]", int),
)


FLAGS = {"bias": ("--bias", "Add a bias to each output channel.")}
TRANSPOSED = {
    "transposed": ("--transposed", "The layer is a transposed convolution."),
    "allow_large_output_padding": ("--allow-large-output-padding", "Any output padding, also beyond PyTorch's bound."),
}
PADDING_MODE = (
    ("--padding-mode", "padding_mode"),
    f"[{'|'.join(PADDING_MODES)}]",
    "What stands in the padding: zeros, or entries of the input once more.  [zeros]",
    click.Choice(PADDING_MODES),
)
OUTPUT_PADDING = (
    ("--output-padding", "output_padding"),
    "SIZE",
    "With --transposed: entries added at the end of the output, below max(stride, dilation).  [0]",
    str,
)


def layer_options(command: Callable[..., R]) -> Callable[..., R]:
    """Adds the layer options; the command is called with ``layer``, the keyword arguments of ``ConvSpec.of`` given."""
    return _added(command, OPTIONS, FLAGS)


def any_layer_options(command: Callable[..., R]) -> Callable[..., R]:
    """The same with those of folded padding and transposed layers; ``layer`` is what ``transposed.layer_of`` takes."""
    return _added(command, (*OPTIONS, PADDING_MODE, OUTPUT_PADDING), FLAGS | TRANSPOSED)


def unfolded_layer_options(command: Callable[..., R]) -> Callable[..., R]:
    """The same without folded padding, for what draws layers that are padded with zeros."""
    return _added(command, (*OPTIONS, OUTPUT_PADDING), FLAGS | TRANSPOSED)


def _added(
    command: Callable[..., R],
    sizes: tuple[tuple[tuple[str, ...], str, str, Any], ...],
    flagged: Mapping[str, tuple[str, str]],
) -> Callable[..., R]:
    @wraps(command)
    def called(*args: Any, **options: Any) -> R:
        names = (*(flags[-1] for flags, *_ in sizes), *flagged)
        layer = {name: options.pop(name) for name in names}
        return command(
            *args,
            layer={name: value for name, value in layer.items() if not (value in (None, "zeros") or value is False)},
            **options,
        )

    wrapped: Callable[..., R] = called
    for flag, words in reversed(list(flagged.values())):
        wrapped = option(flag, group="Layer", is_flag=True, help=words)(wrapped)
    for flags, metavar, told, kind in reversed(sizes):
        wrapped = option(*flags, group="Layer", metavar=metavar, help=told, type=kind)(wrapped)
    return wrapped
