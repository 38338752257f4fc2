"""Winograd's tiles (see :mod:`symconv.routes.winograd`) piece by piece, for layers of three taps at stride 1.

The steps are those of the proven route, each on some images and some tiles of outputs at a time; filters are
transformed once. ``block`` is how many tiles these are; None takes as many as stay in cache.
"""

import numpy as np

from symconv.routes import winograd
from symconv.routes.gemm.pieces import Piece, Sizes, pieces
from symconv.routes.numbers import Array
from symconv.spec import ConvSpec

BLOCK_BYTES = 1 << 21
"""About how large the transformed inputs of a piece are unless stated otherwise."""


class _Slid:
    """Filters slid over maps: what O and ∂L/∂X have in common.

    Attributes:
        tile: outputs of a tile along an axis, with the matrices that belong to them.
        groups: the layer's.
        shape: of the result.
        pieces: what is computed at a time.
    """

    nbytes = 0
    """Memory that is kept between calls."""
    tile: winograd.Tile
    groups: int
    shape: Sizes
    pieces: list[Piece]

    def filled(self, result: Array, maps: Array, weight: Array) -> None:
        """Writes what the filters make of the maps."""
        taken = winograd.transformed(self.tile, weight, self.groups)
        for piece in self.pieces:
            winograd.correlated(self.tile, maps[piece.inputs], taken, piece.before, result[piece.outputs])


class Forward(_Slid):
    """O ``[N, C_out, *output_size]`` from X and F.

    Args:
        tile: outputs of a tile along an axis.
        spec: the layer.
        images: N.
        dtype: of the result.
        block: see above.
    """

    def __init__(
        self, tile: int, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None
    ) -> None:
        self.tile, self.groups = winograd.TILES[tile], spec.groups
        self.shape = (images, spec.out_channels, *spec.output_size)
        self.pieces = _read_from_input(tile, spec, images, dtype, block)

    def into(self, result: Array, input: Array, weight: Array) -> None:  # noqa: A002 - PyTorch's name
        """Writes O into ``result``."""
        self.filled(result, input, weight)


class GradInput(_Slid):
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O and F.

    Args:
        tile: outputs of a tile along an axis.
        spec: the layer.
        images: N.
        dtype: of the result.
        block: see above.
    """

    def __init__(
        self, tile: int, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None
    ) -> None:
        self.tile, self.groups = winograd.TILES[tile], spec.groups
        self.shape = (images, spec.in_channels, *spec.input_size)
        grads = (images, spec.out_channels, *spec.output_size)
        self.pieces = _pieces(tile, grads, winograd.padding_back(spec), spec.input_size, dtype, block)

    def into(self, result: Array, grad_output: Array, weight: Array) -> None:
        """Writes ∂L/∂X into ``result``."""
        self.filled(result, grad_output, winograd.turned(weight, self.groups))


class GradWeight:
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]`` from X and ∂L/∂O; of each place the pieces are added up.

    Args:
        tile: outputs of a tile along an axis.
        spec: the layer.
        images: N.
        dtype: of the result.
        block: see above.
    """

    nbytes = 0
    """Memory that is kept between calls."""

    def __init__(
        self, tile: int, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None
    ) -> None:
        self.tile, self.groups, self.shape = winograd.TILES[tile], spec.groups, spec.weight_shape
        self.pieces = _read_from_input(tile, spec, images, dtype, block)

    def into(self, result: Array, input: Array, grad_output: Array) -> None:  # noqa: A002 - PyTorch's name
        """Writes ∂L/∂F into ``result``."""
        places = self.tile.reads ** len(self.shape[2:])
        total = np.zeros((places, self.groups, self.shape[0] // self.groups, self.shape[1]), result.dtype)
        for piece in self.pieces:
            maps, grads = input[piece.inputs], grad_output[piece.outputs]
            total += winograd.met(self.tile, maps, grads, piece.before, self.groups)
        winograd.filters_of(self.tile, total, result)


def _read_from_input(
    tile: int, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None
) -> list[Piece]:
    maps = (images, spec.in_channels, *spec.input_size)
    return _pieces(tile, maps, winograd.padding_forth(spec), spec.output_size, dtype, block)


def _pieces(
    tile: int, maps: Sizes, before: Sizes, sizes: Sizes, dtype: np.dtype[np.generic], block: int | None
) -> list[Piece]:
    axes, reach = len(sizes), winograd.TAPS - 1
    limit = block or max(1, BLOCK_BYTES // dtype.itemsize // (maps[1] * (tile + reach) ** axes))
    return pieces(maps, before, sizes, tile=(tile,) * axes, reach=(reach,) * axes, limit=limit)
