"""The order of axes in somebody's arrays, one letter an axis: images N, channels C, filters F, then D, H, W."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from symconv.errors import InputError

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


def _layouts(*rows: str) -> tuple[Layout, ...]:
    parts = (row.split() for row in rows)
    return tuple(Layout(**dict(zip(("input", "weight", "output", "bias"), part, strict=False))) for part in parts)


KNOWN = _layouts(
    "NCHW FCHW NFHW",
    "NHWC HWCF NHWF 111F",
    "NHWC HWCF NHWF",
    "NHWC FHWC NHWF",
    "HW HW HW",
    "CHW FCHW FHW",
    "HWC HWCF HWF",
    "HWC FHWC HWF",
    "HW FHW FHW",
    "HW FHW HWF",
    "NHW HW NHW",
    "NCHW FHW NFHW",
    "NHWC HWF NHWF",
    "NHW FHW NFHW",
    "NHW FHW NHWF",
    "NCHW CFHW NFHW",
    "NCHW FCHW NFHW 1F11",
    "CHW FCHW FHW F11",
    "CHWN CHWF FHWN",
    "NCHW FCHW NFHW F1",
    "NCW FCW NFW",
    "NCW FCW NFW F1",
    "NWC WCF NWF",
    "CW FCW FW",
    "NW W NW",
    "NW FW NFW",
    "W FW FW",
    "W W W",
    "NCDHW FCDHW NFDHW",
    "NDHWC DHWCF NDHWF",
    "DHW DHW DHW",
    "NCHW F|CHW NFHW",
    "NCHW CHW|F NFHW",
    "NHWC HWC|F NHWF",
    "NHWC F|HWC NHWF",
    "NCHW FCWH NFHW",
    "HW WH HW",
)
"""Layouts that are tried, the most usual first."""

USUAL = 7
"""So many of them are tried with every way of calling before the others are."""


def in_order(name: str) -> tuple[tuple[Layout, ...], tuple[Layout, ...]]:
    """The usual layouts, then the others; ``Conv1d`` has one axis, whatever is usual."""
    axes = next((n for n in (1, 3) if re.search(f"{n}_?d", name, re.IGNORECASE)), 2)
    first = KNOWN[:USUAL] if axes == 2 else tuple(one for one in KNOWN if len(one.axes) == axes)
    return first, tuple(one for one in KNOWN if one not in first)


def stated(text: str) -> tuple[Layout, ...]:
    """The layouts that ``NHWC``, ``NHWC,HWIO`` or ``HW,FHW,HWF`` may mean; I and O are C and F of a filter, L is W.

    Raises:
        InputError: it is none.
    """
    parts = [part.strip().upper().replace("L", "W").replace("T", "W") for part in text.split(",")]
    if len(parts) > 1:
        parts[1] = parts[1].replace("O", "F").replace("I", "C")
    if len(parts) > 2:
        parts[2] = parts[2].replace("C", "F")
    names = ("input", "weight", "output")
    fitting = [
        known for known in KNOWN if all(getattr(known, name) == part for name, part in zip(names, parts, strict=False))
    ]
    if fitting or len(parts) < 2:
        if not fitting:
            known = ", ".join(dict.fromkeys(one.input for one in KNOWN))
            raise InputError(f"--layout expects one of {known}, with the filter's after a comma, got {text[:60]!r}")
        return tuple(fitting)
    output = parts[2] if len(parts) > 2 else parts[0].replace("C", "F")
    axes = {letter for letter in parts[0] if letter in "DHW"}
    good = axes and all(axes <= set(part) <= axes | set("NCF") and len(set(part)) == len(part) for part in parts[:3])
    if not good:
        raise InputError(f"--layout expects letters of N, C, F, D, H, W, each once, got {text[:60]!r}")
    return (Layout(input=parts[0], weight=parts[1], output=output),)
