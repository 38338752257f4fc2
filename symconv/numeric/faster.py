"""``fast_math``: ways with fewer multiplications, where they are faster and their rounding is accepted.

    winograd-2, winograd-4   three taps, stride 1, many channels      :mod:`symconv.routes.winograd`, in blocks
    fft                      15 taps or more on an axis, stride 1     :mod:`.spectra`

What a way costs is counted in products of a matrix product, as measured beside the plain routes: a tile is transformed
for each channel that comes in and each that goes out, a filter once, and only what is multiplied in between grows with
both. A way is taken where it costs clearly less. Of volumes only the smaller tile is: the larger one would lose another
digit. Arrays of other libraries are computed as without, by their own matrix products.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import prod
from typing import NamedTuple

import numpy as np

from symconv.folded import FoldedSpec
from symconv.numeric import spectra
from symconv.numeric.spectra import Tiles
from symconv.routes import FEWER, Program, winograd
from symconv.routes.gemm.blocked import Make
from symconv.routes.gemm.pieces import counts
from symconv.spec import ConvSpec
from symconv.transposed import Layer, made

RESULTS = ("output", "grad_input", "grad_weight")
MANY = 16
"""Channels of a group from which tiles are thought of: of fewer the plain way copies runs."""
LONG = 15
"""Taps on an axis from which transforms are thought of."""
CLEARLY = 0.75
"""A way is taken where it costs so much of the plain one at most."""
COPYING, COPYING_LONG = 33, (6, 24, 54)
"""Products that copying an entry of a column costs: of short filters, and of long ones along one to three axes."""
TRANSFORMING = {2: 33, 4: 48}
"""Products that an entry costs along each axis in a tile of so many outputs."""
IMAGES = 4
"""Filters are transformed once for so many images."""
SPECTRUM, SPECTRUM_OF_FILTER, COMPLEX = 280, 1000, 6
"""Products that an entry of a spectrum costs along each axis, one of a filter's, and a product of two."""


class Way(NamedTuple):
    """A way to a result.

    Attributes:
        name: as it is told.
        make: makes its route.
        cost: in products.
    """

    name: str
    make: Make
    cost: float


@lru_cache(maxsize=256)
def way(layer: Layer, result: str) -> Way | None:
    """The way that is clearly faster; None where it is the plain one, as with folded padding.

    It does not depend on the number of images: one is computed alone as it is in a batch.
    """
    if isinstance(layer, FoldedSpec):
        return None
    made_x, made_g = made(layer)
    function = {made_g: "forward", made_x: "grad_input", "grad_weight": "grad_weight"}[result]
    found = [*_by_winograd(layer.form, function), *_by_transforms(layer.form, function)]
    return min(found, key=lambda each: each.cost, default=None)


def ways(layer: Layer, dtype: np.dtype[np.generic]) -> dict[str, str]:
    """Result → the name of the way that it takes with ``fast_math``, of those that do not take the plain one."""
    found = {result: way(layer, result) for result in RESULTS if dtype.kind == "f"}
    return {result: each.name for result, each in found.items() if each}


def _by_winograd(form: ConvSpec, function: str) -> Iterator[Way]:
    if not winograd.applies(form) or min(form.weight_shape[1], form.out_channels // form.groups) < MANY:
        return
    sizes = form.input_size if function == "grad_input" else form.output_size
    axes, pairs, maps = len(sizes), prod(form.weight_shape[:2]), form.in_channels + form.out_channels
    plain = _plain(form, function, COPYING)
    for tile, each in TRANSFORMING.items() if axes < 3 else [(2, TRANSFORMING[2])]:
        number, places = IMAGES * prod(counts((tile,) * axes, sizes)), (tile + winograd.TAPS - 1) ** axes
        cost = places * (number * (pairs + each * axes * maps) + each * axes * pairs)
        if cost < CLEARLY * plain:
            program = FEWER[function][f"gemm-winograd-{tile}"]
            assert isinstance(program, Program)  # noqa: S101 - for the type
            yield Way(f"winograd-{tile}", program.loaded(), cost)


def _by_transforms(form: ConvSpec, function: str) -> Iterator[Way]:
    if max(form.kernel_size) < LONG or max(form.stride) > 1:
        return
    sizes = form.input_size if function == "grad_input" else form.output_size
    tiling = Tiles(form.axes, sizes)
    pairs, maps = prod(form.weight_shape[:2]), form.in_channels + form.out_channels
    number = IMAGES * prod(counts(tiling.tile, sizes))
    each = COMPLEX * pairs + SPECTRUM * len(sizes) * maps
    cost = tiling.frequencies * (number * each + SPECTRUM_OF_FILTER * pairs)
    if cost < CLEARLY * _plain(form, function, COPYING_LONG[len(sizes) - 1]):
        makes: dict[str, Make] = {
            "forward": spectra.Forward,
            "grad_input": spectra.GradInput,
            "grad_weight": spectra.GradWeight,
        }
        yield Way("fft", makes[function], cost)


def _plain(form: ConvSpec, function: str, copying: int) -> float:
    """What the plain way costs: a product for each pair of channels and tap, and a copy for each channel and tap."""
    copied = form.out_channels if function == "grad_input" else form.in_channels
    sizes = form.input_size if function == "grad_input" else form.output_size
    return IMAGES * prod(sizes) * prod(form.kernel_size) * (prod(form.weight_shape[:2]) + copying * copied)
