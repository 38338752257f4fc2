"""Layers that follow: ``--then "kernel=3 stride=2"``, once for each, and what does not go with them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symconv.cli.command import option
from symconv.errors import InputError
from symconv.pooled import OWN

if TYPE_CHECKING:
    from symconv.stack import Stack

FOREIGN = ("pool", *OWN, "transposed", "padding_mode", "output_padding", "allow_large_output_padding")
"""What the first layer of several cannot be."""

then_option = option(
    "--then",
    group="Layer",
    metavar="LAYER",
    multiple=True,
    help="A convolution that follows, behind an activation: kernel=3 stride=2 padding=1; once for each.",
)


def stacked(layer: Mapping[str, Any], then: tuple[str, ...], **others: Any) -> "Stack":
    """The layer and those that follow.

    Args:
        layer: the first, as ``cli.layer`` gives it.
        then: the others, as they are typed.
        others: options that are for a single layer alone, as they were given; none may be set.

    Raises:
        SpecError: such layers do not exist, or do not fit each other.
        InputError: one of the other options is set.
    """
    from symconv.stack import Stack, written  # loaded only where it is asked for

    for name in (*FOREIGN, *others):
        if layer.get(name) or others.get(name):
            raise InputError(f"--{name.strip('_').replace('_', '-')} is for a single layer; it does not go with --then")
    return Stack.of(layer, *map(written, then))
