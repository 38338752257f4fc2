"""What rounding one accepts with ``fast_math``: a bound for each entry of a way with fewer multiplications.

Winograd's tiles are sums of sums: with |Aᵀ|, |G|, |Bᵀ| for the matrices' magnitudes, n roundings on the way of a number
and γₙ as in :mod:`.rounding`

    |computed − exact| ≤ γₙ · |Aᵀ| Σ_c (|G| |f|) ⊙ (|Bᵀ| |x|)

(of ∂L/∂F with the same magnitudes, summed over tiles). A transform of L places is off by ε = 8u·log₂L of the length of
what it is given, as theory has it for radix 2 (Higham, Accuracy and Stability, theorem 24.2; other radices are taken to
be no worse), and products of spectra are bounded by lengths (Cauchy and Schwarz):

    |computed − exact| ≤ Σ_c (2ε + γ)·‖x_c‖‖f_c‖ + ε·‖x_c‖‖f_c‖₁

with ``c`` the pairs of maps, or of an input and a filter, that meet in the entry. So a small entry may be off by as
much as a large one beside it.
"""

from math import log2, prod, sqrt
from typing import Any

import numpy as np

from symconv.numeric.spectra import Tiles
from symconv.numeric.sums import gamma
from symconv.routes import winograd
from symconv.routes.numbers import Array
from symconv.spec import ConvSpec
from symconv.transposed import Layer, made

Index = tuple[int, ...]
PER_DOUBLING = 8
"""Of the unit: how far a transform may be off for each doubling of its length."""


class Bounds:
    """How far entries may be off of a result that was computed by a way with fewer multiplications.

    Args:
        way: its name.
        layer: the layer.
        result: ``output``, ``grad_input`` or ``grad_weight``.
        dtype: in which it was computed.
        first: the first array it was made of, in the order of the function that computes it.
        second: the other.
    """

    def __init__(self, way: str, layer: Layer, result: str, dtype: np.dtype[Any], first: Array, second: Array) -> None:
        made_x, made_g = made(layer)
        function = {made_g: "forward", made_x: "grad_input", "grad_weight": "grad_weight"}[result]
        if function == "grad_weight" and layer.slots[0] != "input":
            first, second = second, first
        find, unit = _by_transforms if way == "fft" else _by_winograd, float(np.finfo(dtype).eps) / 2
        self.all = find(way, layer.form, function, unit, first.astype(np.float64), second.astype(np.float64))
        self.least = float(np.finfo(dtype).smallest_subnormal) * first.size * second.size  # what underflow may lose

    def __getitem__(self, index: Index) -> float:
        return float(self.all[index]) + self.least


def _by_winograd(way: str, form: ConvSpec, function: str, unit: float, first: Array, second: Array) -> Array:
    tile, axes, groups = winograd.TILES[int(way[-1])].magnitudes, len(form.axes), form.groups
    one, two = abs(first), abs(second)
    if function == "grad_weight":
        number = (2 * tile.reads + tile.size) * axes + 4 + len(first) * prod(form.output_size)
        met = winograd.met(tile, one, two, winograd.padding_forth(form), groups)
        return winograd.filters_of(tile, met, np.empty(form.weight_shape)) * gamma(number, unit)
    back = function == "grad_input"
    before = winograd.padding_back(form) if back else winograd.padding_forth(form)
    taken = winograd.transformed(tile, winograd.turned(two, groups) if back else two, groups)
    shape = (form.in_channels, *form.input_size) if back else (form.out_channels, *form.output_size)
    number = (winograd.TAPS + 2 * tile.reads) * axes + 4 + taken.shape[3]
    return winograd.correlated(tile, one, taken, before, np.empty((len(one), *shape))) * gamma(number, unit)


def _by_transforms(way: str, form: ConvSpec, function: str, unit: float, first: Array, second: Array) -> Array:
    space = tuple(range(2, 2 + len(form.axes)))
    sizes = form.input_size if function == "grad_input" else form.output_size
    tiling = Tiles(form.axes, sizes)
    transform = PER_DOUBLING * unit * log2(2 * prod(tiling.length))
    maps, others = (np.sqrt((each**2).sum(axis=space)) for each in (first, second))
    maps = maps.reshape(len(maps), form.groups, -1)
    if function == "grad_weight":
        grads, number = others.reshape(len(others), form.groups, -1), len(first) * prod(sizes)
        # each entry of X is in two tiles along an axis at most
        both = np.einsum("ngc,ngk->gkc", maps, grads).reshape(form.weight_shape[:2]) * sqrt(2 ** len(space))
        allowed = both * (2 * transform + gamma(2 * number + 8, unit) + transform * sqrt(prod(tiling.tile)))
        return np.broadcast_to(allowed.reshape(*allowed.shape, *(1,) * len(space)), form.weight_shape)
    meets = "ngc,gkc->ngk" if function == "forward" else "ngk,gkc->ngc"
    filters, sums = (each.reshape(form.groups, -1, each.shape[1]) for each in (others, abs(second).sum(axis=space)))
    product = 2 * transform + gamma(2 * maps.shape[2] + 8, unit)
    allowed = np.einsum(meets, maps, filters) * product + np.einsum(meets, maps, sums) * transform
    return np.broadcast_to(allowed.reshape(len(first), -1, *(1,) * len(space)), (len(first), allowed[0].size, *sizes))
