"""The options that describe a layer, the same for every command."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import click

from symconv.cli.command import option
from symconv.folded import PADDING_MODES
from symconv.pooled import KINDS

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


POOLING = {
    "ceil_mode": ("--ceil-mode", "Keep a last window that ends outside."),
    "count_include_pad": ("--count-include-pad", "Averages divide by the whole window, with its padding (as usual)."),
    "exclude_pad": ("--exclude-pad", "Averages divide by the entries that lie inside."),
    "global_": ("--global", "One window over everything: --output-size 1."),
}
POOL = (
    ("--pool", "pool"),
    f"[{'|'.join(KINDS)}]",
    "The layer is a pooling; kernel 2, stride as the kernel.",
    click.Choice(KINDS),
)
DIVISOR = (("--divisor", "divisor"), "N", "Averages divide by this.", int)
ADAPTIVE = (("--output-size", "output_size"), "SIZE", "Adaptive windows, that make so many outputs.", str)


def layer_options(command: Callable[..., R]) -> Callable[..., R]:
    """Adds the layer options; the command is called with ``layer``, the keyword arguments of ``ConvSpec.of`` given."""
    return _added(command, OPTIONS, FLAGS)


def any_layer_options(command: Callable[..., R]) -> Callable[..., R]:
    """The same with those of folded padding and transposed layers; ``layer`` is what ``transposed.layer_of`` takes."""
    return _added(command, (*OPTIONS, PADDING_MODE, OUTPUT_PADDING), FLAGS | TRANSPOSED)


def pooling_options(command: Callable[..., R]) -> Callable[..., R]:
    """Those of a pooling, beside the layer's; with ``pool``, ``layer`` is what ``pooled.pooled_of`` takes."""
    return _added(command, (POOL, DIVISOR, ADAPTIVE), POOLING, "Pooling")


def unfolded_layer_options(command: Callable[..., R]) -> Callable[..., R]:
    """The same without folded padding, for what draws layers that are padded with zeros."""
    return _added(command, (*OPTIONS, OUTPUT_PADDING), FLAGS | TRANSPOSED)


def _added(
    command: Callable[..., R],
    sizes: tuple[tuple[tuple[str, ...], str, str, Any], ...],
    flagged: Mapping[str, tuple[str, str]],
    group: str = "Layer",
) -> Callable[..., R]:
    """The command with these options; what is given of them goes into ``layer``, beside what others put there."""

    @wraps(command)
    def called(*args: Any, layer: Mapping[str, Any] | None = None, **options: Any) -> R:
        names = (*(flags[-1] for flags, *_ in sizes), *flagged)
        given = {name: options.pop(name) for name in names}
        told = {name: value for name, value in given.items() if not (value in (None, "zeros") or value is False)}
        return command(*args, layer=dict(layer or {}) | told, **options)

    wrapped: Callable[..., R] = called
    for name, (flag, words) in reversed(list(flagged.items())):
        wrapped = option(flag, name, group=group, is_flag=True, help=words)(wrapped)
    for flags, metavar, told, kind in reversed(sizes):
        wrapped = option(*flags, group=group, metavar=metavar, help=told, type=kind)(wrapped)
    return wrapped
