"""Fewer multiplications: filters of three taps at stride 1, ``m`` neighbouring outputs at a time.

Along an axis ``m`` outputs of a filter of three read ``m + 2`` inputs, and are

    y = Aᵀ [(G f) ⊙ (Bᵀ x)]

with ``m + 2`` products instead of ``3m`` (Winograd's F(m, 3): a product of polynomials by its values at ``m + 1``
points and its leading coefficient). Along several axes the matrices act one axis after the other: of 2-D outputs
F(2x2, 3x3) takes 16 products instead of 36, F(4x4, 3x3) 36 instead of 144. The sums over channels stay outside, as
matrix products. What ∂L/∂O gives back to F is the same form with f left open, ``Gᵀ [(A g) ⊙ (Bᵀ x)]``, summed over
tiles.

G has fractions. It is written here times the common denominator ``s``, and what came of it is divided by ``s`` for each
axis: exactly for exact entries and integers. Floats are rounded more than by the definition, because outputs are
differences of larger numbers.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from symconv.routes.arrays import AnyArray, Array, Namespace, namespace, put
from symconv.routes.operators import flip, pad, region, swap_channels
from symconv.spec import ConvSpec

Matrix = tuple[tuple[int, ...], ...]
Sizes = tuple[int, ...]
TAPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """F(m, 3) along an axis.

    Attributes:
        filters: ``s·G``, a row for each product.
        inputs: ``Bᵀ``, likewise.
        outputs: ``Aᵀ``, a row for each of the ``m`` outputs.
        share: ``s``.
    """

    filters: Matrix
    inputs: Matrix
    outputs: Matrix
    share: int

    @property
    def size(self) -> int:
        """``m``."""
        return len(self.outputs)

    @property
    def reads(self) -> int:
        """``m + 2``."""
        return len(self.inputs)

    @property
    def magnitudes(self) -> "Tile":
        """With the magnitude of every entry: of magnitudes it adds up what may be rounded on the way."""
        filters, inputs, outputs = (
            tuple(tuple(map(abs, row)) for row in matrix) for matrix in (self.filters, self.inputs, self.outputs)
        )
        return replace(self, filters=filters, inputs=inputs, outputs=outputs)


TILES = {
    2: Tile(
        filters=((2, 0, 0), (1, 1, 1), (1, -1, 1), (0, 0, 2)),
        inputs=((1, 0, -1, 0), (0, 1, 1, 0), (0, -1, 1, 0), (0, 1, 0, -1)),
        outputs=((1, 1, 1, 0), (0, 1, -1, -1)),
        share=2,
    ),
    4: Tile(
        filters=((6, 0, 0), (-4, -4, -4), (-4, 4, -4), (1, 2, 4), (1, -2, 4), (0, 0, 24)),
        inputs=(
            (4, 0, -5, 0, 1, 0),
            (0, -4, -4, 1, 1, 0),
            (0, 4, -4, -1, 1, 0),
            (0, -2, -1, 2, 1, 0),
            (0, 2, -1, -2, 1, 0),
            (0, 4, 0, -5, 0, 1),
        ),
        outputs=((1, 1, 1, 1, 1, 0), (0, 1, -1, 2, -2, 0), (0, 1, 1, 4, 4, 0), (0, 1, -1, 8, -8, 1)),
        share=24,
    ),
}


def applies(spec: ConvSpec) -> bool:
    """Whether a layer has three taps, stride 1 and dilation 1 along every axis."""
    return all((axis.kernel_size, axis.stride, axis.dilation) == (TAPS, 1, 1) for axis in spec.axes)


def forward(tile: int, spec: ConvSpec, input: AnyArray, weight: AnyArray) -> AnyArray:  # noqa: A002 - PyTorch's name
    """O ``[N, C_out, *output_size]`` of a layer to which this applies."""
    found = _empty(input, weight, (len(input), spec.out_channels, *spec.output_size))
    taken = transformed(TILES[tile], weight, spec.groups)
    return correlated(TILES[tile], input, taken, padding_forth(spec), found)


def grad_input(tile: int, spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """∂L/∂X ``[N, C_in, *input_size]``: the same with the filter flipped and its channels swapped."""
    found = _empty(grad_output, weight, (len(grad_output), spec.in_channels, *spec.input_size))
    taken = transformed(TILES[tile], turned(weight, spec.groups), spec.groups)
    return correlated(TILES[tile], grad_output, taken, padding_back(spec), found)


def grad_weight(tile: int, spec: ConvSpec, input: AnyArray, grad_output: AnyArray) -> AnyArray:  # noqa: A002 - as above
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]``."""
    found = _empty(input, grad_output, spec.weight_shape)
    return filters_of(TILES[tile], met(TILES[tile], input, grad_output, padding_forth(spec), spec.groups), found)


def multiplications(axes: int, tile: int) -> tuple[int, int]:
    """How many products a tile of outputs takes by the definition, and how many in this way."""
    return (TAPS * tile) ** axes, (TAPS - 1 + tile) ** axes


def turned(weight: AnyArray, groups: int) -> AnyArray:
    """The filter of the way back."""
    return flip(swap_channels(weight, groups))


def padding_forth(spec: ConvSpec) -> Sizes:
    """Zeros before X."""
    return tuple(before for before, _ in spec.padding)


def padding_back(spec: ConvSpec) -> Sizes:
    """Zeros before ∂L/∂O on the way back."""
    return tuple(TAPS - 1 - before for before, _ in spec.padding)


def transformed(tile: Tile, weight: AnyArray, groups: int) -> AnyArray:
    """``G f`` of each filter, ``[places, groups, C_out/groups, C_in/groups]``."""
    xp, (rows, width, *taps) = namespace(weight), weight.shape
    first = xp.moveaxis(weight, tuple(range(2, 2 + len(taps))), tuple(range(len(taps))))
    parts = _along(first, tile.filters, len(taps)) * _share(tile, len(taps), weight.dtype)
    found: AnyArray = xp.reshape(parts, (-1, groups, rows // groups, width))
    return found


def correlated(tile: Tile, maps: AnyArray, taken: AnyArray, before: Sizes, found: AnyArray) -> AnyArray:
    """Stride-1 cross-correlation with so much padding before; ``found [N, C_out, *sizes]`` is written to.

    Args:
        tile: F(m, 3).
        maps: ``[N, C_in, *space]``.
        taken: the filters, transformed.
        before: zeros before each axis; a negative number crops.
        found: whatever it holds is overwritten.
    """
    xp, sizes = namespace(maps), found.shape[2:]
    _, groups, rows, _ = taken.shape
    inputs = _inputs(tile, maps, before, sizes, groups)
    products = xp.matmul(taken, inputs)
    shape = (*(tile.reads for _ in sizes), groups * rows, len(maps), *_counts(tile, sizes))
    outputs = _along(xp.reshape(products, shape), tile.outputs, len(sizes))
    for place in product(range(tile.size), repeat=len(sizes)):
        fitting = region(slice(len(range(at, size, tile.size))) for at, size in zip(place, sizes, strict=True))
        values = xp.moveaxis(outputs[place], 0, 1)[fitting]
        found = put(found, region(slice(at, None, tile.size) for at in place), values)
    return found


def met(tile: Tile, maps: AnyArray, grads: AnyArray, before: Sizes, groups: int) -> AnyArray:
    """``(A g) ⊙ (Bᵀ x)`` summed over all tiles, ``[places, groups, C_out/groups, C_in/groups]``."""
    xp, sizes = namespace(maps), grads.shape[2:]
    inputs = _inputs(tile, maps, before, sizes, groups)
    after = tuple(tile.size * count - size for count, size in zip(_counts(tile, sizes), sizes, strict=True))
    tiles = _tiles(tile.size, pad(grads, (0,) * len(sizes), after), tile.size, _counts(tile, sizes))
    spread = _along(tiles, tuple(zip(*tile.outputs, strict=True)), len(sizes))
    left = xp.reshape(spread, (inputs.shape[0], groups, grads.shape[1] // groups, inputs.shape[3]))
    found: AnyArray = xp.matmul(left, xp.moveaxis(inputs, 2, 3))
    return found


def filters_of(tile: Tile, products: AnyArray, found: AnyArray) -> AnyArray:
    """``Gᵀ`` of what :func:`met` summed, written to ``found [C_out, C_in/groups, *kernel_size]``."""
    xp, axes = namespace(products), len(found.shape) - 2
    parts = xp.reshape(products, (*(tile.reads,) * axes, *found.shape[:2]))
    parts = _along(parts, tuple(zip(*tile.filters, strict=True)), axes) * _share(tile, axes, products.dtype)
    return put(found, ..., xp.moveaxis(parts, tuple(range(axes)), tuple(range(2, 2 + axes))))


def _inputs(tile: Tile, maps: AnyArray, before: Sizes, sizes: Sizes, groups: int) -> AnyArray:
    """``Bᵀ x`` of each tile, ``[places, groups, C_in/groups, N · tiles]``."""
    xp, counts = namespace(maps), _counts(tile, sizes)
    after = (tile.size * (c - 1) + tile.reads - n - b for c, n, b in zip(counts, maps.shape[2:], before, strict=True))
    tiles = _tiles(tile.size, pad(maps, before, tuple(after)), tile.reads, counts)
    shape = (tile.reads ** len(sizes), groups, maps.shape[1] // groups, len(maps) * prod(counts))
    found: AnyArray = xp.reshape(_along(tiles, tile.inputs, len(sizes)), shape)
    return found


def _counts(tile: Tile, sizes: Sizes) -> Sizes:
    """Tiles along each axis; the last may reach beyond the outputs."""
    return tuple(-(-size // tile.size) for size in sizes)


def _tiles(step: int, padded: AnyArray, reads: int, counts: Sizes) -> AnyArray:
    """What each tile reads, ``[*reads, C, N, *counts]``."""
    xp = namespace(padded)
    maps = xp.moveaxis(padded, 0, 1)
    places = product(range(reads), repeat=len(counts))
    parts = [maps[region(map(slice, at, _ends(at, step, counts), (step,) * len(at)))] for at in places]
    found: AnyArray = xp.reshape(xp.stack(parts), (*(reads,) * len(counts), *maps.shape[:2], *counts))
    return found


def _ends(first: Sizes, step: int, counts: Sizes) -> Sizes:
    return tuple(at + step * (count - 1) + 1 for at, count in zip(first, counts, strict=True))


def _along(parts: AnyArray, matrix: Matrix, axes: int) -> AnyArray:
    """A matrix applied along each of the first axes."""
    xp, (rows, width) = namespace(parts), (len(matrix), len(matrix[0]))
    factor, shape = _matrix(xp, matrix, parts.dtype), parts.shape
    for axis in range(axes):
        lines = xp.reshape(parts, (rows**axis, width, -1))
        parts = xp.matmul(factor, lines)
    found: AnyArray = xp.reshape(parts, (*(rows,) * axes, *shape[axes:]))
    return found


def _matrix(xp: Namespace, rows: Matrix, dtype: Any) -> Any:
    found = xp.zeros((len(rows), len(rows[0])), dtype=dtype)
    for at, row in enumerate(rows):
        for number, value in enumerate(row):
            found = put(found, (at, number), value)
    return found


def _empty(first: AnyArray, second: Array, shape: Sizes) -> AnyArray:
    xp = namespace(first)
    found: AnyArray = xp.zeros(shape, dtype=xp.result_type(first, second))
    return found


def _share(tile: Tile, axes: int, dtype: Any) -> float | Fraction:
    """``1/s`` for each axis, exactly for exact entries and integers."""
    exact = dtype is object or getattr(dtype, "kind", "f") not in "fc"
    share = tile.share**axes
    return Fraction(1, share) if exact else 1 / share
