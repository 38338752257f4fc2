"""A fast route for arrays of one shape and dtype: what depends on these alone is made once and used again.

Buffers, the views into them and the order of blocks are made by the first call; the next ones only copy, multiply and
add. Images are independent, so several threads take a share of the batch each, with buffers of their own.
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from math import prod

import numpy as np

from symconv.numeric.threads import in_threads
from symconv.routes.extended import all_finite, bilinear, is_told
from symconv.routes.gemm.blocked import Blocked, Make, once
from symconv.routes.numbers import Array
from symconv.spec import ConvSpec

FEW_CHANNELS = 8
"""Of a group: products of so few rows wait for a second thread of BLAS, on a busy machine a hundred times as long."""
LONG = 1 << 20
"""Products that take longer than to tell BLAS how many threads it may use."""

Share = tuple[slice, Blocked]
"""A part of the batch, and the route that works on it."""


class Prepared:
    """A fast route as any other, for arrays of one shape and dtype. Calls may overlap: each has buffers of its own.

    Args:
        make: makes the route with its buffers.
        spec: the layer.
        images: N.
        dtype: of both arrays and of the result; one of NumPy's own numbers.
        summed: whether the result is summed over the batch, and both arrays have images.
        threads: the most shares of the batch that are worked on at a time.
        instead: makes the route that is taken where this one, with numbers that no product has, leaves the floats.
    """

    def __init__(
        self,
        make: Make,
        spec: ConvSpec,
        images: int,
        dtype: np.dtype[np.generic],
        *,
        summed: bool,
        threads: int,
        instead: Make | None = None,
    ) -> None:
        self.make, self.spec, self.images, self.dtype, self.summed = make, spec, images, dtype, summed
        self.threads, self.instead = max(1, min(threads, images)), instead
        few = max(spec.in_channels, spec.out_channels) <= FEW_CHANNELS * spec.groups
        self.alone = few and images * products(spec) >= LONG
        self.idle: list[list[Share]] = []

    def __call__(self, spec: ConvSpec, first: Array, second: Array) -> Array:
        """The route's result; infinite entries and NaN reach what they meet and nothing else."""
        try:
            shares = self.idle.pop()
        except IndexError:
            shares = list(self._shares())
        found = self._total(shares, first, second) if self.summed else self._beside(shares, first, second)
        if not self.idle:  # of calls that overlap, the buffers of one are enough to keep
            self.idle.append(shares)
        if all_finite(found) if self.instead else is_told(found, first, second):
            return found
        return bilinear(partial(once, self.instead or self.make), spec, first, second)

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""
        return sum(blocked.nbytes for shares in tuple(self.idle) for _, blocked in shares)

    def _shares(self) -> Iterator[Share]:
        """Parts of the batch, as equal as can be, and the route for each."""
        cuts = [number * self.images // self.threads for number in range(self.threads + 1)]
        for start, stop in pairwise(cuts):
            yield slice(start, stop), self.make(self.spec, stop - start, self.dtype, None)

    def _beside(self, shares: list[Share], first: Array, second: Array) -> Array:
        """Results with images, each share into its own place."""
        result = np.empty((self.images, *shares[0][1].shape[1:]), self.dtype)
        works = [partial(blocked.into, result[part], first[part], second) for part, blocked in shares]
        in_threads(works, alone=self.alone)
        return result

    def _total(self, shares: list[Share], first: Array, second: Array) -> Array:
        """Results summed over the batch: those of the shares, added in order."""
        parts = [np.empty(blocked.shape, self.dtype) for _, blocked in shares]
        each = zip(parts, shares, strict=True)
        works = [partial(blocked.into, result, first[part], second[part]) for result, (part, blocked) in each]
        in_threads(works, alone=self.alone)
        for part in parts[1:]:
            parts[0] += part
        return parts[0]


def products(spec: ConvSpec) -> int:
    """Products of a filter entry and an input that an image takes."""
    return prod(spec.output_size) * prod(spec.weight_shape)
