"""Fewer multiplications: filters of three taps at stride 1, ``m`` neighbouring outputs at a time.

Along an axis ``m`` outputs of a filter of three read ``m + 2`` inputs, and are

    y = Aᵀ [(G f) ⊙ (Bᵀ x)]

with ``m + 2`` products instead of ``3m`` (Winograd's F(m, 3): a product of polynomials by its values at ``m + 1``
points and its leading coefficient). Along several axes the matrices act one axis after the other: of 2-D outputs
F(2x2, 3x3) takes 16 products instead of 36, F(4x4, 3x3) 36 instead of 144. The sums over channels stay outside, as
matrix products.

G has fractions. It is written here times the common denominator ``s``, and what comes out is divided by ``s`` for each
axis: exactly for exact entries and integers. Floats are rounded more than by the definition, because outputs are
differences of larger numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from math import prod
from operator import add
from typing import Any

from symconv.routes.arrays import AnyArray, Array, namespace, put
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
"""m → F(m, 3), by the values at 0, 1, −1 (and 2, −2)."""


def applies(spec: ConvSpec) -> bool:
    """Whether a layer has three taps, stride 1 and dilation 1 along every axis."""
    return all((axis.kernel_size, axis.stride, axis.dilation) == (TAPS, 1, 1) for axis in spec.axes)


def forward(tile: int, spec: ConvSpec, input: AnyArray, weight: AnyArray) -> AnyArray:  # noqa: A002 - PyTorch's name
    """O ``[N, C_out, *output_size]`` of a layer to which this applies."""
    before = tuple(p[0] for p in spec.padding)
    return _tiled(input, weight, before, spec.output_size, spec.groups, tile)


def grad_input(tile: int, spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """∂L/∂X ``[N, C_in, *input_size]``: the same with the filter flipped and its channels swapped."""
    before = tuple(TAPS - 1 - p[0] for p in spec.padding)
    back = flip(swap_channels(weight, spec.groups))
    return _tiled(grad_output, back, before, spec.input_size, spec.groups, tile)


def multiplications(axes: int, tile: int) -> tuple[int, int]:
    """How many products a tile of outputs takes by the definition, and how many in this way."""
    return (TAPS * tile) ** axes, (TAPS - 1 + tile) ** axes


def _tiled(maps: AnyArray, weight: AnyArray, before: Sizes, sizes: Sizes, groups: int, tile: int) -> AnyArray:
    """Stride-1 cross-correlation with so much padding before, tile by tile; what is beyond ``sizes`` is cut off."""
    xp, matrices, reads = namespace(maps), TILES[tile], tile + TAPS - 1
    counts = tuple(-(-size // tile) for size in sizes)
    after = (tile * (c - 1) + reads - n - b for c, n, b in zip(counts, maps.shape[2:], before, strict=True))
    padded = pad(maps, before, tuple(after))
    inputs = {place: padded[_every(tile, counts, place)] for place in product(range(reads), repeat=len(sizes))}
    filters = {tap: weight[(..., *tap)] for tap in product(range(TAPS), repeat=len(sizes))}
    taken = _transformed(filters, matrices.filters)
    products = {at: _summed(one, taken[at], groups) for at, one in _transformed(inputs, matrices.inputs).items()}
    shape, dtype = (maps.shape[0], weight.shape[0]), xp.result_type(maps, weight)
    found: AnyArray = xp.zeros((*shape, *(tile * count for count in counts)), dtype=dtype)
    share = _one_of(matrices.share ** len(sizes), dtype)
    for place, outputs in _transformed(products, matrices.outputs).items():
        found = put(found, _every(tile, counts, place), xp.reshape(outputs * share, (*shape, *counts)))
    kept: AnyArray = found[region(map(slice, sizes))]
    return kept


def _every(tile: int, counts: Sizes, first: Sizes) -> tuple[Any, ...]:
    """Of each tile the entry at this place."""
    return region(slice(at, at + tile * (count - 1) + 1, tile) for at, count in zip(first, counts, strict=True))


def _transformed(parts: Mapping[Sizes, AnyArray], matrix: Matrix) -> Mapping[Sizes, AnyArray]:
    """A matrix applied along each axis of what stands at these places."""
    for axis in range(len(next(iter(parts)))):
        lines = {(place[:axis], place[axis + 1 :]) for place in parts}
        parts = {
            (*low, number, *high): _combined(row, [parts[(*low, at, *high)] for at in range(len(row))])
            for number, row in enumerate(matrix)
            for low, high in sorted(lines)
        }
    return parts


def _combined(row: tuple[int, ...], arrays: Sequence[AnyArray]) -> AnyArray:
    terms = (array if factor == 1 else array * factor for factor, array in zip(row, arrays, strict=True) if factor)
    return reduce(add, terms)


def _summed(maps: AnyArray, filters: Array, groups: int) -> AnyArray:
    """The products of one place, summed over the channels of a group: ``[N, groups, C_out/groups, tiles]``."""
    xp, (rows, width) = namespace(maps), filters.shape
    columns = xp.reshape(maps, (maps.shape[0], groups, width, prod(maps.shape[2:])))
    found: AnyArray = xp.matmul(xp.reshape(filters, (groups, rows // groups, width)), columns)
    return found


def _one_of(share: int, dtype: Any) -> float | Fraction:
    """``1/share``, exactly for exact entries and integers."""
    exact = dtype is object or getattr(dtype, "kind", "f") not in "fc"
    return Fraction(1, share) if exact else 1 / share
