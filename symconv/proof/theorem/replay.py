"""Side conditions and steps on random layers, exactly: what can be done without a solver.

This finds mistakes and proves nothing: what passes is called replayed, never proven.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random import Generator

from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.derivation import Derivation
from symconv.proof.theorem.drawn import Numbers, drawn
from symconv.proof.theorem.indices import Letter, alone
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.setting import GIVEN
from symconv.proof.theorem.terms import Place, RejectedError, free, value

ASSIGNMENTS = 2_000
"""Assignments of integers at which each side condition is tried."""

DRAWS = 5_000
ROUNDS = 8
FURTHEST = (-3, 14)
"""Where letters are sought that no range of their own bounds."""

Arrays = dict[str, Callable[[Place, Place], Any]]


@dataclass(slots=True)
class Replay:
    """Tries side conditions on random integers.

    Attributes:
        layer: what layers are drawn.
        conditions: how many it was asked.
        assignments: at how many assignments they were tried, all in all.
    """

    layer: OpenLayer
    word: str = "replayed"
    conditions: int = 0
    assignments: int = 0
    _known: dict[tuple[Condition, tuple[Condition, ...]], bool] = field(default_factory=dict, repr=False)

    def passes(self, claim: Condition, given: tuple[Condition, ...]) -> bool:
        """Whether the claim holds at every assignment tried."""
        asked = claim, given
        self.conditions += 1
        if asked not in self._known:
            self._known[asked] = self._tried(claim, given)
        return self._known[asked]

    def _tried(self, claim: Condition, given: tuple[Condition, ...]) -> bool:
        draw, tried = np.random.default_rng(len(self._known)), 0
        letters = claim.letters.union(*(part.letters for part in given))
        for _ in range(ROUNDS):
            numbers = assigned(letters, given, drawn(self.layer, draw, DRAWS), draw)
            meant = np.ones(DRAWS, bool)
            for part in given:
                meant &= part.holds(numbers)
            if np.any(meant & ~np.broadcast_to(claim.holds(numbers), DRAWS)):
                return False
            tried += int(np.count_nonzero(meant))
            if tried >= ASSIGNMENTS:
                break
        self.assignments += tried
        return True


def assigned(letters: Iterable[Letter], given: tuple[Condition, ...], layers: Numbers, draw: Generator) -> Numbers:
    """The sizes of layers, and random numbers for the other letters, in their ranges where those are stated."""
    numbers, count = dict(layers), len(next(iter(layers.values())))
    for name in sorted(set(letters) - set(numbers), key=lambda name: name.rank):
        sizes = (part.right for part in given if part.kind == "within" and alone(part.left) == name)
        size = next((found for found in sizes if found.letters <= numbers.keys()), None)
        if size is None:
            numbers[name] = draw.integers(*FURTHEST, count)
        else:
            numbers[name] = draw.integers(0, np.maximum(1, size.value(numbers)), count)
    return numbers


def agreed(derivation: Derivation, layer: OpenLayer, layers: int = 10) -> int:
    """On how many random layers with random entries all terms of a derivation were equal.

    Raises:
        RejectedError: on one they were not.
    """
    draw, given = np.random.default_rng(layers), derivation.ground.given
    letters = free(derivation.start).union(*(part.letters for part in given))
    terms = (derivation.start, *(step.term for step in derivation.steps))
    done = 0
    for _ in range(ROUNDS):
        numbers = assigned(letters, given, drawn(layer, draw, DRAWS, LARGEST[layer.axes > 1]), draw)
        meant = np.logical_and.reduce([np.broadcast_to(part.holds(numbers), DRAWS) for part in given])
        for at in np.flatnonzero(meant)[: layers - done]:
            here = {name: int(drawn[at]) for name, drawn in numbers.items()}
            arrays = random_arrays(derivation.definitions, here, random.Random(done))  # noqa: S311 - not for secrets
            if len({value(term, here, arrays) for term in terms}) > 1:
                raise RejectedError("two terms of a derivation differ", here)
            done += 1
    return done


LARGEST = (9, 5)
"""Input sizes of the layers on which whole terms are compared: in a signal, and along each of several axes."""


def random_arrays(definitions: Iterable[Definition], numbers: Mapping[Letter, int], draw: random.Random) -> Arrays:
    """Arrays of random integers, at every integer index, and the named ones made from them."""
    arrays: Arrays = {name: _Drawn(draw) for name in GIVEN}
    for definition in definitions:
        arrays[definition.array] = _Named(definition, numbers, arrays)
    return arrays


@dataclass(slots=True)
class _Drawn:
    """An array whose entries are drawn when they are first read."""

    draw: random.Random
    entries: dict[tuple[Place, Place], int] = field(default_factory=dict)

    def __call__(self, upper: Place, index: Place) -> int:
        if (upper, index) not in self.entries:
            self.entries[upper, index] = self.draw.randint(-99, 99)
        return self.entries[upper, index]


@dataclass(slots=True)
class _Named:
    """An array made from others."""

    definition: Definition
    numbers: Mapping[Letter, int]
    arrays: Arrays
    entries: dict[tuple[Place, Place], int] = field(default_factory=dict)

    def __call__(self, upper: Place, index: Place) -> int:
        if (upper, index) not in self.entries:
            letters = (*self.definition.index, *self.definition.upper)
            here = dict(zip(letters, (*index, *upper), strict=True))
            self.entries[upper, index] = value(self.definition.term, {**self.numbers, **here}, self.arrays)
        return self.entries[upper, index]
