"""Side conditions and steps on random layers, exactly: what can be done without a solver.

This finds mistakes and proves nothing: what passes is called replayed, never proven. What is never met is not replayed
either: a condition passes only after enough assignments at which all that is given for it holds.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symconv.proof.theorem.assigned import assigned
from symconv.proof.theorem.conditions import Condition, Side
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.derivation import Derivation
from symconv.proof.theorem.drawn import drawn
from symconv.proof.theorem.evaluating import Evaluator, evaluator
from symconv.proof.theorem.indices import Letter
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.residues import impossible
from symconv.proof.theorem.setting import GIVEN
from symconv.proof.theorem.terms import Place, RejectedError, free

ASSIGNMENTS = 2_000
"""Assignments of integers at which each side condition is tried."""

FEWEST = 100
"""A condition that was tried at fewer assignments is refused."""

DRAWS = 5_000
ROUNDS = 8
Arrays = dict[str, Callable[[Place, Place], Any]]


class RareError(RejectedError):
    """What is given for a side condition is hardly ever met, so that nothing can be said of it."""


@dataclass(slots=True)
class Replay:
    """Tries side conditions on random integers.

    Attributes:
        layer: what layers are drawn.
        conditions: how many it was asked.
        assignments: at how many assignments they were tried, all in all.
        fewest: at how many the one was tried that was tried least; None before there is one.
    """

    layer: OpenLayer
    word: str = "replayed"
    conditions: int = 0
    assignments: int = 0
    fewest: int | None = None
    _known: dict[tuple[Condition, tuple[Condition, ...]], bool] = field(default_factory=dict, repr=False)

    def passes(self, claim: Condition, given: tuple[Condition, ...]) -> bool:
        """Whether the claim holds at every assignment tried, or what is given for it is seen never to be met.

        Raises:
            RareError: it holds, but was tried at fewer than ``FEWEST``.
        """
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
        if tried < FEWEST:
            if impossible(given):
                return True
            raise RareError(f"a side condition is met by {tried} of {ROUNDS * DRAWS} choices", Side(claim, given))
        self.assignments += tried
        self.fewest = min(tried, self.fewest or tried)
        return True


def agreed(derivation: Derivation, layer: OpenLayer, layers: int = 10) -> int:
    """On how many random layers with random entries all terms of a derivation were equal; on none that is large.

    Raises:
        RejectedError: on one they were not.
    """
    draw, given = np.random.default_rng(layers), derivation.ground.given
    letters = free(derivation.start).union(*(part.letters for part in given))
    terms = [evaluator(term) for term in (derivation.start, *(step.term for step in derivation.steps))]
    done = 0
    for _ in range(ROUNDS):
        numbers = assigned(letters, given, drawn(layer, draw, DRAWS, LARGEST[layer.axes > 1]), draw)
        meant = np.logical_and.reduce([np.broadcast_to(part.holds(numbers), DRAWS) for part in given])
        for at in np.flatnonzero(meant & _small(numbers, layer.axes))[: layers - done]:
            here = {name: int(drawn[at]) for name, drawn in numbers.items()}
            arrays = random_arrays(derivation.definitions, here, random.Random(done))  # noqa: S311 - not for secrets
            if len({term(dict(here), arrays) for term in terms}) > 1:
                raise RejectedError("two terms of a derivation differ", here)
            done += 1
        if done == layers:
            break
    return done


LARGEST = (9, 5)
"""Input sizes of the layers on which whole terms are compared: in a signal, and along each of several axes."""

MOST_PAIRS = 20_000
"""Pairs of an input and an output in such a layer; where a size is given, it may have more, and is not compared."""


def _small(numbers: Mapping[Letter, NDArray[np.int64]], axes: int) -> NDArray[np.bool_]:
    """Which of the layers are small enough to count through every sum."""
    sizes = (numbers[Letter(name, axis)].astype(float) for name in "NM" for axis in range(axes))
    few: NDArray[np.bool_] = np.multiply.reduce(list(sizes)) <= MOST_PAIRS
    return few


def random_arrays(definitions: Iterable[Definition], numbers: Mapping[Letter, int], draw: random.Random) -> Arrays:
    """Arrays of random integers, at every integer index, and the named ones made from them."""
    arrays: Arrays = {name: _Drawn(draw) for name in GIVEN}
    for definition in definitions:
        arrays[definition.array] = _Named(definition, evaluator(definition.term), numbers, arrays)
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
    evaluate: Evaluator
    numbers: Mapping[Letter, int]
    arrays: Arrays
    entries: dict[tuple[Place, Place], int] = field(default_factory=dict)

    def __call__(self, upper: Place, index: Place) -> int:
        if (upper, index) not in self.entries:
            letters = (*self.definition.index, *self.definition.upper)
            here = dict(zip(letters, (*index, *upper), strict=True))
            self.entries[upper, index] = self.evaluate({**self.numbers, **here}, self.arrays)
        return self.entries[upper, index]
