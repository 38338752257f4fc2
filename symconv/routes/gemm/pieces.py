"""Correlation at stride 1 in tiles of outputs, so many at a time: which outputs these are, and what they read."""

from typing import Any, NamedTuple

from symconv.routes.gemm.tiles import tiles

Sizes = tuple[int, ...]


class Piece(NamedTuple):
    """Some outputs of some images.

    Attributes:
        outputs: which images, and which outputs along each axis; channels, wherever they stand, are all of them.
        inputs: the same images, and what these outputs read.
        before: zeros before that along each axis; a negative number crops.
    """

    outputs: tuple[Any, ...]
    inputs: tuple[Any, ...]
    before: Sizes


def pieces(
    shape: Sizes, before: Sizes, sizes: Sizes, *, tile: Sizes, reach: Sizes, limit: int, channels: int = 1
) -> list[Piece]:
    """All pieces.

    Args:
        shape: of what is read, ``[N, *channels, *space]``.
        before: zeros before each axis.
        sizes: outputs along each axis.
        tile: outputs of a tile along each axis.
        reach: how many entries beyond an output's first its last tap reads, along each axis.
        limit: the most tiles in a piece.
        channels: axes of channels.
    """
    all_of_them, space = (slice(None),) * channels, shape[1 + channels :]
    found = []
    for images, *box in tiles((shape[0], *counts(tile, sizes)), limit):
        outputs, inputs, pads = [], [], []
        for side, step, size, entries, pad, far in zip(box, tile, sizes, space, before, reach, strict=True):
            start, stop = step * side.start, min(step * side.stop, size)
            low = min(max(start - pad, 0), entries)
            outputs.append(slice(start, stop))
            inputs.append(slice(low, max(low, stop + far - pad)))
            pads.append(pad - start + low)
        found.append(Piece((images, *all_of_them, *outputs), (images, *all_of_them, *inputs), tuple(pads)))
    return found


def counts(tile: Sizes, sizes: Sizes) -> Sizes:
    """Tiles along each axis; the last may reach beyond the outputs."""
    return tuple(-(-size // step) for step, size in zip(tile, sizes, strict=True))
