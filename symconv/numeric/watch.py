"""What is said about an array that is only seen piece by piece: its range, and where it differs from another."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from symconv.errors import InputError
from symconv.routes.numbers import Array

TOLERANCE = 1e-5
"""How far two gradients may differ, in units of the largest entry, and still count as equal."""


@dataclass(slots=True, kw_only=True)
class Range:
    """The range of an array; what is no number is counted, never hidden."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[np.generic]
    least: Any = None
    largest: Any = None
    nans: int = 0
    infinite: int = 0

    def see(self, piece: Array) -> None:
        """Takes another piece into account."""
        finite = piece
        if piece.dtype.kind in "fc":
            self.nans += int(np.isnan(piece).sum())
            self.infinite += int(np.isinf(piece).sum())
            finite = piece[np.isfinite(piece)] if self.nans or self.infinite else piece
        if finite.size and piece.dtype.kind != "c":
            least, largest = finite.min(), finite.max()
            self.least = least if self.least is None else min(self.least, least)
            self.largest = largest if self.largest is None else max(self.largest, largest)


@dataclass(slots=True, kw_only=True)
class Comparison:
    """Two arrays that should be equal, compared along the first axis as the pieces come.

    Attributes:
        name: what is compared.
        against: with what.
        tolerance: in units of the largest entry.
        entries: entries compared.
        largest: largest magnitude of an entry of either side.
        error: largest difference.
        where: the entry where it stands.
        differing: the entries that differ by more than the tolerance of the largest entry so far.
    """

    name: str
    against: str
    tolerance: float = TOLERANCE
    entries: int = 0
    largest: float = 0.0
    error: float = 0.0
    where: tuple[int, ...] = ()
    differing: int = 0
    rows: int = field(default=0, repr=False)

    @property
    def holds(self) -> bool:
        """Whether nothing differs by more than the tolerance; NaN on one side only differs."""
        return not self.differing

    def see(self, ours: Array, theirs: Array) -> None:
        """Compares another piece.

        Raises:
            InputError: the shapes differ.
        """
        if ours.shape != theirs.shape:
            raise InputError(f"{self.name} has shape {theirs.shape} in {self.against}, expected {ours.shape}")
        if ours.size:
            error = self._errors(ours, theirs)
            place = np.unravel_index(int(error.argmax()), error.shape)
            if not self.where or error[place] > self.error:
                self.error = float(error[place])
                self.where = (self.rows + int(place[0]), *(int(index) for index in place[1:]))
            finite = np.concatenate([each[np.isfinite(each)].ravel() for each in (ours, theirs)])
            self.largest = max(self.largest, float(np.abs(finite).max(initial=0)))
            self.differing += int((error > self.tolerance * self.largest).sum())
        self.entries += ours.size
        self.rows += len(ours)

    @staticmethod
    def _errors(ours: Array, theirs: Array) -> Array:
        """Magnitudes of the differences; infinite where only one side is a number."""
        with np.errstate(invalid="ignore"):
            error: Array = np.abs(np.subtract(ours, theirs, dtype=np.result_type(ours, theirs, np.float64)))
        same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
        return np.where(same, 0.0, np.where(np.isnan(error), np.inf, error))
