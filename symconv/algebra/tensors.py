"""The alphabet of a layer: every entry of ∂L/∂O, X, F, b and O has a rank.

Ranks follow reading order: first ∂L/∂O row by row, then X, F, b and O. Sorting by rank is therefore the order in which
a derivation is read, which SymPy's alphabetical order is not (x_{1,10} before x_{1,2}).
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from symconv.pooled import PooledSpec
from symconv.transposed import Layer

Index = tuple[int, ...]
Entry = tuple[str, Index]
"""A tensor's name in code and a full, 0-based index."""

TENSORS = ("grad_output", "input", "weight", "bias", "output")


class Ranked:
    """Ranks for all entries of some tensors."""

    @property
    def shapes(self) -> Mapping[str, Index]:
        """Tensor → shape, in the order of their ranks."""
        raise NotImplementedError

    @cached_property
    def starts(self) -> dict[str, int]:
        """Tensor → rank of its first entry."""
        starts, rank = {}, 0
        for tensor, shape in self.shapes.items():
            starts[tensor] = rank
            rank += prod(shape)
        return starts

    @cached_property
    def _bounds(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        return tuple(self.starts), tuple(self.starts.values())

    def rank(self, tensor: str, index: Index) -> int:
        """The rank of an entry."""
        return self.starts[tensor] + flat(index, self.shapes[tensor])

    def ranks(self, tensor: str) -> range:
        """The ranks of a tensor's entries, row by row."""
        start = self.starts[tensor]
        return range(start, start + prod(self.shapes[tensor]))

    def tensor(self, rank: int) -> str:
        """The tensor a rank belongs to."""
        tensors, bounds = self._bounds
        return tensors[bisect_right(bounds, rank) - 1]

    def entry(self, rank: int) -> Entry:
        """The entry of a rank."""
        tensor = self.tensor(rank)
        rest, index = rank - self.starts[tensor], []
        for size in reversed(self.shapes[tensor]):
            rest, place = divmod(rest, size)
            index.append(place)
        return tensor, tuple(reversed(index))


@dataclass(frozen=True)
class Alphabet(Ranked):
    """Ranks for all entries of a layer's tensors."""

    spec: Layer

    @cached_property
    def shapes(self) -> Mapping[str, Index]:
        """Tensor → shape."""
        spec = self.spec
        bias = (spec.out_channels,) if spec.bias else (0,)
        shapes = (spec.output_shape, spec.input_shape, spec.weight_shape, bias, spec.output_shape)
        return dict(zip(TENSORS, shapes, strict=True))


@dataclass(frozen=True)
class PooledAlphabet(Ranked):
    """Ranks for all entries of a pooling's tensors; ``share`` is c, ``[N, C, *output_size, *kernel_size]``."""

    spec: PooledSpec

    @cached_property
    def shapes(self) -> Mapping[str, Index]:
        """Tensor → shape."""
        spec = self.spec
        shapes = (spec.output_shape, spec.input_shape, spec.share_shape, spec.output_shape)
        return dict(zip(("grad_output", "input", "share", "output"), shapes, strict=True))


def flat(index: Index, shape: Index) -> int:
    """The place of an index, row by row."""
    place = 0
    for part, size in zip(index, shape, strict=True):
        place = place * size + part
    return place
