"""A layer with letters for sizes: what is known of it, and random layers of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from symconv.errors import SpecError
from symconv.proof.theorem.conditions import Condition, equal, positive, within
from symconv.proof.theorem.indices import Index, Letter, letter, whole

SIZES = ("N", "k", "s", "d", "p₋", "p₊", "r")
"""Sizes of a layer for which a number can be put in."""

LARGEST = {"k": 4, "s": 4, "d": 3, "p₋": 6, "p₊": 6}
"""Of what is drawn at random; paddings are drawn from −1."""

CHANNELS = ("B", "H", "U", "V")
"""Images, groups, and the output and input channels of a group."""

Indices = tuple[Index, ...]
Numbers = dict[Letter, NDArray[np.int64]]


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

    def drawn(self, draw: Generator, count: int, largest: int = 9) -> Numbers:
        """Random layers of this kind: for each size an array of ``count`` numbers.

        Raises:
            SpecError: none was found with the numbers that are known.
        """
        known = self.known or ({},) * self.axes
        found: Numbers = {}
        for axis in range(self.axes):
            sizes = _sizes(draw, known[axis], count, largest)
            found |= {Letter(name, axis): numbers for name, numbers in sizes.items()}
        return found | {
            Letter(name): draw.integers(1, 4, count) for name in (() if self.channels is None else CHANNELS)
        }


def _sizes(draw: Generator, known: Mapping[str, int], count: int, largest: int) -> dict[str, NDArray[np.int64]]:
    """Sizes of one axis, of the layers among many that exist."""
    tries = max(2_000, 3 * count)
    reach = known.get("d", LARGEST["d"]) * (known.get("k", LARGEST["k"]) - 1)
    further = max(0, reach - largest)  # a large filter needs a large input, or one with much padding
    pads = further if "N" in known else 0
    sizes = {name: draw.integers(1, most + 1, tries) for name, most in LARGEST.items()}
    sizes |= {name: draw.integers(1, LARGEST[name] + pads + 1, tries) for name in ("p₋", "p₊")}
    sizes |= {"N": draw.integers(1, largest + further + 1, tries), "p₋": sizes["p₋"] - 2, "p₊": sizes["p₊"] - 2}
    sizes |= {name: np.full(tries, number) for name, number in known.items()}
    slack = sizes["N"] + sizes["p₋"] + sizes["p₊"] - sizes["d"] * (sizes["k"] - 1) - 1
    sizes |= {"M": slack // sizes["s"] + 1, "r": slack % sizes["s"]}
    exists = np.flatnonzero((slack >= 0) & (sizes["r"] == known.get("r", sizes["r"])))
    if not len(exists):
        shown = ", ".join(f"{name} = {number}" for name, number in known.items())
        raise SpecError(f"no layer was found with {shown}", parameter="layer", got=dict(known))
    kept = np.resize(exists, count)
    return {name: numbers[kept] for name, numbers in sizes.items()}
