"""The options that describe a layer, the same for every command."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from symconv.cli.command import option

R = TypeVar("R")

OPTIONS: tuple[tuple[tuple[str, ...], str, str, Any], ...] = (
    (
        ("-n", "--input-size", "input_size"),
        "SIZE",
        "Entries along each axis: 7 (a signal), 5x5 (an image), 4x6x5.",
        str,
    ),
    (("-k", "--kernel", "--kernel-size", "kernel_size"), "SIZE", "Filter entries along each axis: 3 or 3x5.  [3]", str),
    (("-s", "--stride", "stride"), "SIZE", "Step between windows.  [1]", str),
    (
        ("-p", "--padding", "padding"),
        "PAD",
        "Zeros around the input: 1, 1x0, before:after as 1:2 or 1:2x0:0, or same, valid, full.  [0]",
        str,
    ),
    (("-d", "--dilation", "dilation"), "SIZE", "Distance between filter entries.  [1]", str),
    (("--in-channels", "in_channels"), "N", "Channels of the input.  [1]", int),
    (("--out-channels", "out_channels"), "N", "Channels of the output.  [1]", int),
    (("--groups", "groups"), "N", "Channel groups.  [1]", int),
    (("--batch-size", "batch_size"), "N", "Images in a batch.  [1]", int),
)


def layer_options(command: Callable[..., R]) -> Callable[..., R]:
    """Adds the layer options; the command is called with ``layer``, the keyword arguments of ``ConvSpec.of`` given."""

    @wraps(command)
    def called(*args: Any, **options: Any) -> R:
        names = (*(flags[-1] for flags, *_ in OPTIONS), "bias")
        layer = {name: options.pop(name) for name in names}
        return command(
            *args,
            layer={name: value for name, value in layer.items() if value is not None and value is not False},
            **options,
        )

    wrapped: Callable[..., R] = option(
        "--bias", group="Layer", is_flag=True, help="Add a bias to each output channel."
    )(called)
    for flags, metavar, told, kind in reversed(OPTIONS):
        wrapped = option(*flags, group="Layer", metavar=metavar, help=told, type=kind)(wrapped)
    return wrapped
