"""A layer with letters for sizes, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from symconv.proof.theorem.conditions import Condition, equal, positive, within
from symconv.proof.theorem.indices import Index, Letter, letter, whole

SIZES = ("N", "k", "s", "d", "p₋", "p₊", "r")
"""Sizes of a layer for which a number can be put in."""

CHANNELS = ("B", "H", "U", "V")
"""Images, groups, and the output and input channels of a group."""

Indices = tuple[Index, ...]


@dataclass(frozen=True, kw_only=True)
class OpenLayer:
    """A layer of any size; where numbers are known they take the place of letters.

    Attributes:
        axes: how many.
        known: for each axis a mapping from a letter of ``SIZES`` to its number.
        alike: sizes that are the same along every axis, and so have one letter.
        channels: the known ones of the counts in ``CHANNELS``; None where there is one image and one channel.
    """

    axes: int = 1
    known: tuple[Mapping[str, int], ...] = field(default=())
    alike: frozenset[str] = frozenset()
    channels: Mapping[str, int] | None = None

    def size(self, name: str) -> Indices:
        """A size along every axis."""
        known = self.known or ({},) * self.axes
        letters = (letter(name, 0 if name in self.alike else axis) for axis in range(self.axes))
        return tuple(whole(at[name]) if name in at else other for at, other in zip(known, letters, strict=True))

    def along(self, name: str) -> Indices:
        """A letter that counts, for every axis."""
        return tuple(letter(name, axis) for axis in range(self.axes))

    def channel(self, name: str) -> Index:
        """A count of images, groups or channels."""
        return whole(self.channels[name]) if self.channels and name in self.channels else letter(name)

    @cached_property
    def letters(self) -> frozenset[Letter]:
        """Every letter that stands for a size or a count."""
        found = frozenset[Letter]().union(*(size.letters for name in (*SIZES, "M") for size in self.size(name)))
        counts = () if self.channels is None else CHANNELS
        return found.union(*(self.channel(name).letters for name in counts))

    @cached_property
    def given(self) -> tuple[Condition, ...]:
        """That sizes are positive, and ``N + p₋ + p₊ − d(k−1) − 1 = s(M−1) + r`` with ``0 ≤ r < s``."""
        found: list[Condition] = []
        names = (*SIZES, "M")
        for sizes in zip(*map(self.size, names), strict=True):
            n, k, s, d, before, after, r, m = sizes
            found += [positive(size) for size in (n, k, s, d, m) if size.number is None]
            found.append(within(r, s))
            found.append(equal(n + before + after - d * (k - 1) - 1, s * (m - 1) + r))
        counts = map(self.channel, () if self.channels is None else CHANNELS)
        return (*found, *(positive(size) for size in counts if size.number is None))

    @cached_property
    def reach(self) -> Indices:
        """``d(k−1)``, how far the last tap is from the first."""
        return tuple(d * (k - 1) for d, k in zip(self.size("d"), self.size("k"), strict=True))
