"""What all fast routes are: made for a layer, a number of images and a dtype, and then called with arrays."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from symconv.routes.numbers import Array
from symconv.spec import ConvSpec


class Blocked(Protocol):
    """A fast route with its buffers; one call at a time."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the result."""

    @property
    def nbytes(self) -> int:
        """Memory that is kept between calls."""

    def into(self, result: Array, first: Array, second: Array, /) -> None:
        """Writes the result of both arrays into ``result``."""


Make = Callable[[ConvSpec, int, np.dtype[np.generic], int | None], Blocked]
"""``make(spec, images, dtype, block)``; ``block`` is how much is worked on at a time, None for what stays in cache."""


def once(make: Make, spec: ConvSpec, first: Array, second: Array, *, block: int | None = None) -> Array:
    """The result of a route that is made for this one call; ``first`` has the images."""
    dtype = np.result_type(first, second)
    blocked = make(spec, len(first), dtype, block)
    result = np.empty(blocked.shape, dtype)
    blocked.into(result, first, second)
    return result
