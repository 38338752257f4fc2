"""Long filters by Fourier transforms, for floats at stride 1: a product for each frequency instead of each tap.

A tile of ``S`` outputs along an axis reads ``L = S + d·(k − 1)`` inputs. In a circle of L places nothing that is kept
meets itself from behind, so with transforms of length L along every axis

    o = F⁻¹[ conj(F f) ⊙ F x ]        ∂L/∂f = F⁻¹[ conj(F g) ⊙ F x ]        summed over channels, or over tiles

and ∂L/∂X is the first of the filter turned, as at any stride 1. Roots of unity are no fractions: this is no route that
is proven on symbols, and every entry takes rounding from the whole tile (see :mod:`.accepted`).
"""

from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
from numpy.fft import irfftn, rfftn

from symconv.axis import Axis
from symconv.routes.gemm.matrices import by_group, multiply
from symconv.routes.gemm.pieces import Piece, Sizes, counts, pieces
from symconv.routes.gemm.tiles import extent, tiles
from symconv.routes.numbers import Array
from symconv.routes.operators import dilate, flip, region, swap_channels
from symconv.spec import ConvSpec

BLOCK_BYTES = 1 << 22
"""About how large the spectra of a piece, and those of the filters at hand, are; one tile and one filter at least."""
SPANS = 3
"""A tile reads at most about so many spans of the filter along an axis."""


class Tiles:
    """How long transforms are, and what is transformed.

    Args:
        axes: the layer along each axis.
        sizes: outputs along each axis.

    Attributes:
        reach: entries beyond an output's first that its last tap reads, along each axis.
        length: of the transforms.
        tile: outputs of a tile.
        frequencies: how many there are.
    """

    def __init__(self, axes: tuple[Axis, ...], sizes: Sizes) -> None:
        self.axes = tuple(range(-len(axes), 0))
        self.dilation = tuple(axis.dilation for axis in axes)
        self.reach = tuple(axis.effective_kernel - 1 for axis in axes)
        self.length = tuple(smooth(min(m + far, SPANS * far + 1)) for m, far in zip(sizes, self.reach, strict=True))
        self.tile = tuple(length - far for length, far in zip(self.length, self.reach, strict=True))
        self.frequencies = prod(self.length[:-1]) * (self.length[-1] // 2 + 1)

    def filters(self, weight: Array) -> Array:
        """Filters ``[groups, C_out/groups, C_in/groups, *kernel_size]``, with frequencies first."""
        spread = dilate(weight.reshape(-1, 1, *weight.shape[3:]), self.dilation).reshape(*weight.shape[:3], *self._span)
        return self._first(rfftn(spread, self.length, self.axes), 0).conj().reshape(-1, *weight.shape[:3])

    def inputs(self, maps: Array, before: Sizes, sizes: Sizes) -> Array:
        """What the tiles of ``[N, groups, C, *space]`` read, ``[frequencies, groups, C, N · tiles]``."""
        return self._tiles(maps, before, self.length, counts(self.tile, sizes))

    def grads(self, maps: Array) -> Array:
        """The tiles of ∂L/∂O, likewise."""
        return self._tiles(maps, (0,) * len(self.axes), self.tile, counts(self.tile, maps.shape[3:]))

    def outputs(self, products: Array, found: Array) -> None:
        """Writes the tiles of ``[frequencies, groups, C, N · tiles]`` to ``found [N, groups, C, *sizes]``."""
        number = counts(self.tile, found.shape[3:])
        parts = self._back(products.reshape(*products.shape[:3], len(found), *number))
        kept = parts[region(map(slice, self.tile))]  # [groups, C, N, *tiles, *tile]
        axes = len(self.axes)
        order = (2, 0, 1, *(3 + axis + far for axis in range(axes) for far in (0, axes)))
        whole = (n * step for n, step in zip(number, self.tile, strict=True))
        found[...] = kept.transpose(order).reshape(*found.shape[:3], *whole)[region(map(slice, found.shape[3:]))]

    def taps(self, products: Array) -> Array:
        """Of ``[frequencies, groups, C_out/groups, C_in/groups]`` the taps, at the end."""
        ends = (slice(0, far + 1, d) for far, d in zip(self.reach, self.dilation, strict=True))
        return self._back(products)[region(ends)]

    @property
    def _span(self) -> Sizes:
        return tuple(far + 1 for far in self.reach)

    def _tiles(self, maps: Array, before: Sizes, reads: Sizes, number: Sizes) -> Array:
        ends = (step * (n - 1) + read for step, n, read in zip(self.tile, number, reads, strict=True))
        padded = _padded(maps, before, tuple(ends))
        tiled = np.lib.stride_tricks.sliding_window_view(padded, reads, self.axes)
        place: tuple[Any, ...] = (..., *(slice(None, None, step) for step in self.tile), *(slice(None),) * len(reads))
        spectra = rfftn(tiled[place], self.length, self.axes)
        return self._first(np.moveaxis(spectra, 0, 2), 0).reshape(self.frequencies, *maps.shape[1:3], -1)

    def _first(self, spectra: Array, place: int) -> Array:
        """With frequencies first."""
        return np.ascontiguousarray(np.moveaxis(spectra, self.axes, range(place, place + len(self.axes))))

    def _back(self, products: Array) -> Array:
        """Frequencies, which stand first, as places, at the end."""
        *leading, last = self.length
        spectra = products.reshape(*leading, last // 2 + 1, *products.shape[1:])
        found: Array = irfftn(np.moveaxis(spectra, range(len(self.axes)), self.axes), self.length, self.axes)
        return found


class Correlation:
    """A correlation of maps with filters, so many filters and tiles at a time.

    Args:
        tiling: of its outputs.
        maps: shape of what is read, ``[N, groups, C, *space]``.
        rows: filters of a group.
        before: zeros before each axis.
        sizes: outputs along each axis.
        itemsize: bytes of an entry of a spectrum.
        block: tiles of a piece, and filters at hand; None for as many as ``BLOCK_BYTES`` hold.
    """

    def __init__(
        self, tiling: Tiles, maps: Sizes, rows: int, before: Sizes, sizes: Sizes, itemsize: int, block: int | None
    ) -> None:
        self.tiling, self.sizes = tiling, sizes
        each = BLOCK_BYTES // itemsize // tiling.frequencies // maps[2]
        self.filters: list[tuple[slice, ...]] = list(tiles((maps[1], rows), block or max(1, each)))
        most = max(prod(extent(part)) * max(1, maps[2] // (part[1].stop - part[1].start)) for part in self.filters)
        limit = block or max(1, BLOCK_BYTES // itemsize // tiling.frequencies // most)
        self.pieces = pieces(maps, before, sizes, tile=tiling.tile, reach=tiling.reach, limit=limit, channels=2)

    def into(self, result: Array, maps: Array, weight: Array) -> None:
        """Writes ``[N, groups, rows, *sizes]``."""
        for groups, rows in self.filters:
            taken = self.tiling.filters(weight[groups, rows])
            for piece, read in self._read(maps, groups):
                self.tiling.outputs(multiply(taken, read), _at(result, piece.outputs, groups, rows))

    def back(self, result: Array, maps: Array, grads: Array) -> None:
        """Writes what the filters get back, ``[groups, rows, C, *kernel_size]``."""
        for groups, rows in self.filters:
            total: Any = 0
            for piece, read in self._read(maps, groups):
                given = self.tiling.grads(_at(grads, piece.outputs, groups, rows)).conj()
                total = total + np.matmul(given, read.swapaxes(2, 3))
            result[groups, rows] = self.tiling.taps(total)

    def _read(self, maps: Array, groups: slice) -> Iterator[tuple[Piece, Array]]:
        for piece in self.pieces:
            sizes = tuple(part.stop - part.start for part in piece.outputs[3:])
            yield piece, self.tiling.inputs(_at(maps, piece.inputs, groups, slice(None)), piece.before, sizes)


class Forward:
    """O ``[N, C_out, *output_size]`` from X and F; arguments as those of every fast route (see :mod:`.prepared`)."""

    nbytes = 0
    """Memory that is kept between calls."""

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.groups, self.shape = spec.groups, (images, spec.out_channels, *spec.output_size)
        self.correlation = _over_input(spec, images, dtype, block)

    def into(self, result: Array, input: Array, weight: Array) -> None:  # noqa: A002 - PyTorch's name
        """Writes O into ``result``."""
        maps, places = by_group(input, self.groups), by_group(result, self.groups)
        self.correlation.into(places, maps, _grouped(weight, self.groups))


class GradInput:
    """∂L/∂X ``[N, C_in, *input_size]`` from ∂L/∂O and F, likewise."""

    nbytes = 0
    """Memory that is kept between calls."""

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.groups, self.shape = spec.groups, (images, spec.in_channels, *spec.input_size)
        tiling = Tiles(spec.axes, spec.input_size)
        before = tuple(far - axis.before for far, axis in zip(tiling.reach, spec.axes, strict=True))
        maps = (images, spec.groups, spec.out_channels // spec.groups, *spec.output_size)
        rows, itemsize = spec.weight_shape[1], 2 * dtype.itemsize
        self.correlation = Correlation(tiling, maps, rows, before, spec.input_size, itemsize, block)

    def into(self, result: Array, grad_output: Array, weight: Array) -> None:
        """Writes ∂L/∂X into ``result``."""
        turned = _grouped(flip(swap_channels(weight, self.groups)), self.groups)
        self.correlation.into(by_group(result, self.groups), by_group(grad_output, self.groups), turned)


class GradWeight:
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]`` from X and ∂L/∂O, likewise."""

    nbytes = 0
    """Memory that is kept between calls."""

    def __init__(self, spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None = None) -> None:
        self.groups, self.shape = spec.groups, spec.weight_shape
        self.correlation = _over_input(spec, images, dtype, block)

    def into(self, result: Array, input: Array, grad_output: Array) -> None:  # noqa: A002 - PyTorch's name
        """Writes ∂L/∂F into ``result``."""
        maps, grads = by_group(input, self.groups), by_group(grad_output, self.groups)
        self.correlation.back(_grouped(result, self.groups), maps, grads)


def _over_input(spec: ConvSpec, images: int, dtype: np.dtype[np.generic], block: int | None) -> Correlation:
    maps = (images, spec.groups, spec.weight_shape[1], *spec.input_size)
    rows, before = spec.out_channels // spec.groups, tuple(axis.before for axis in spec.axes)
    tiling = Tiles(spec.axes, spec.output_size)
    return Correlation(tiling, maps, rows, before, spec.output_size, 2 * dtype.itemsize, block)


def _grouped(weight: Array, groups: int) -> Array:
    return weight.reshape(groups, weight.shape[0] // groups, *weight.shape[1:])


def _at(maps: Array, place: tuple[Any, ...], groups: slice, rows: slice) -> Array:
    return maps[(place[0], groups, rows, *place[3:])]


def _padded(maps: Array, before: Sizes, sizes: Sizes) -> Array:
    """So many entries along each axis, from so far before the first; what is not in ``maps`` is 0."""
    found = np.zeros((*maps.shape[:3], *sizes), maps.dtype)
    starts = [(max(-pad, 0), max(pad, 0)) for pad in before]
    rooms = [min(n - low, size - at) for (low, at), n, size in zip(starts, maps.shape[3:], sizes, strict=True)]
    if min(rooms) > 0:
        source = region(slice(low, low + room) for (low, _), room in zip(starts, rooms, strict=True))
        found[region(slice(at, at + room) for (_, at), room in zip(starts, rooms, strict=True))] = maps[source]
    return found


def smooth(least: int) -> int:
    """The first number from here on without prime factors above 5: transforms of such lengths are fast."""
    number = least
    while True:
        rest = number
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return number
        number += 1
