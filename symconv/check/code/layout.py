"""The order of axes in somebody's arrays, one letter an axis: images N, channels C, filters F, then D, H, W."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The axes of each tensor; an axis that is missing has one entry.

    Attributes:
        input: such as ``NCHW``.
        weight: such as ``FCHW``; C are the input's channels; ``F|CHW`` is a matrix with one row for each filter.
        output: such as ``NFHW``.
        bias: ``F``, or with axes of one entry around it, ``111F``.
    """

    input: str
    weight: str
    output: str
    bias: str = "F"

    @property
    def axes(self) -> str:
        """The spatial axes, in the order of the layer."""
        return "".join(letter for letter in "DHW" if letter in self.input)

    @property
    def name(self) -> str:
        """``NCHW, filter FCHW``."""
        return f"{self.input}, filter {self.weight}"

    @property
    def exchanged(self) -> bool:
        """Whether the filter holds its axes in another order than the images."""
        images, taps = ([letter for letter in axes if letter in "DHW"] for axes in (self.input, self.weight))
        return images != taps

    def letters(self, role: str) -> str:
        """The axes of a role's array."""
        tensors = {"dout": self.output, "x": self.input, "xp": self.input, "w": self.weight, "b": self.bias}
        return tensors[role]

    def why_not(self, shapes: Mapping[str, tuple[int, ...]]) -> str:
        """Why a layer has no arrays of this layout; empty where it has.

        Args:
            shapes: role → full shape.
        """
        for role in ("x", "w", "dout"):
            letters = self.letters(role)
            missing = [letter for letter, n in zip(self._full(role), shapes[role], strict=True) if n > 1]
            missing = [letter for letter in missing if letter not in letters]
            if missing:
                return f"{letters} has no {'images' if missing[0] == 'N' else 'channels'}"
        return ""

    def theirs(self, role: str, array: Array) -> Array:
        """A full array, images and channels first, as they hold it; a bias may have an entry for each place."""
        groups, full = self.letters(role), self._full(role)
        if role == "b" and array.ndim == 1:
            return array.reshape([-1 if letter == "F" else 1 for letter in groups])
        if role == "b":
            groups, full = self.output.replace("N", ""), f"F{self.axes}"
        letters = groups.replace("|", "")
        kept = [letter for letter in full if letter in letters]
        squeezed = array.reshape([n for letter, n in zip(full, array.shape, strict=True) if letter in letters])
        ordered = squeezed.transpose([kept.index(letter) for letter in letters])
        if groups == letters:
            return ordered
        sizes = dict(zip(letters, ordered.shape, strict=True))
        return ordered.reshape([prod(sizes[letter] for letter in group) for group in groups.split("|")])

    def shape(self, role: str, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of their array, for one of this full shape."""
        return _shape(self, role, shape)

    def ours(self, role: str, array: Array, shape: tuple[int, ...]) -> Array:
        """Their array as a full one of this shape."""
        if role == "b" and len(shape) == 1:
            return array.reshape(-1)
        letters, full = self.letters(role).replace("|", ""), self._full(role)
        if role == "b":
            letters, full = self.output.replace("N", ""), f"F{self.axes}"
        sizes = dict(zip(full, shape, strict=True))
        apart = array.reshape([sizes[letter] for letter in letters])
        kept = [letter for letter in full if letter in letters]
        return apart.transpose([letters.index(letter) for letter in kept]).reshape(shape)

    def _full(self, role: str) -> str:
        lead = {"dout": "NF", "x": "NC", "xp": "NC", "w": "FC", "b": "F"}[role]
        return lead if role == "b" else lead + self.axes


@lru_cache(maxsize=1024)
def _shape(layout: Layout, role: str, shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(layout.theirs(role, np.broadcast_to(0.0, shape)).shape)
