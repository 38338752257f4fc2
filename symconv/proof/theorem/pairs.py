"""Somebody's sum of products, against the relation, for every size.

A sum of products of two entries, such as ``Σ_a ∂L/∂o_{(i−a)/s} f_a``, takes each product once for every choice of
its letters that passes its tests. It is the truth where the choices correspond one to one to the (m, a, i) that meet:

    i = s·m + d·a − p₋          0 ≤ m < M,  0 ≤ a < k,  0 ≤ i < N

so three things are to be shown of integers: what a choice takes meets; everything that meets is taken by a choice; and
no two choices take the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symconv.proof.theorem.conditions import Condition, equal, related, within
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.indices import Index, Letter, solved_for
from symconv.proof.theorem.layer import Indices, OpenLayer

MEETING = "mai"
"""Output, tap and input."""

COUNTS = {"m": "M", "a": "k", "i": "N"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """A sum of products of two entries, for an entry of the third array.

    Attributes:
        target: which of ``m, a, i`` counts the entry that is claimed.
        letters: what the sum runs over, each over all integers.
        tests: its limits and conditions.
        read: for each of ``m, a, i`` the index along each axis; for the target, its letters.
    """

    target: str
    letters: tuple[Letter, ...]
    tests: tuple[Condition, ...]
    read: Mapping[str, Indices]


Asked = tuple[Condition, tuple[Condition, ...]]
"""What is to be shown, and what is given for it."""


def asked(claim: Pairs, layer: OpenLayer) -> tuple[Asked, ...] | None:
    """What has to be shown of integers for a claim to hold; None where a letter of its sum cannot be solved for."""
    solved = _solved(claim, layer)
    if solved is None:
        return None
    ground = (*layer.given, *_inside(layer, claim.target, claim.read[claim.target]))
    chosen = (*claim.tests, *_entries(claim, layer, claim.read))
    met = {name: layer.along(name) for name in MEETING} | {claim.target: claim.read[claim.target]}
    meets = (*_relation(layer, met), *_entries(claim, layer, met))
    again = {name: tuple(index.put(solved) for index in claim.read[name]) for name in MEETING}
    there = dict(zip(_letters(layer, claim.target), _others(claim.read, claim.target), strict=True))
    taken = [(part, chosen) for part in _relation(layer, claim.read)]
    taken += [(test.put(solved), meets) for test in chosen]
    for name in MEETING:
        taken += [(equal(got, wanted), meets) for got, wanted in zip(again[name], met[name], strict=True)]
    taken += [(equal(back.put(there), Index((((letter,), 1),))), chosen) for letter, back in solved.items()]
    return tuple((part, related(part, (*ground, *given))) for part, given in taken)


def holds(claim: Pairs, layer: OpenLayer, judge: Judge) -> bool:
    """Whether the judge lets all of it pass."""
    conditions = asked(claim, layer)
    return conditions is not None and all(judge.passes(part, given) for part, given in conditions)


def _relation(layer: OpenLayer, read: Mapping[str, Indices]) -> Iterator[Condition]:
    """``i = s·m + d·a − p₋`` along every axis."""
    rows = zip(*(read[name] for name in MEETING), *map(layer.size, ("s", "d", "p₋")), strict=True)
    return (equal(i, s * m + d * a - p) for m, a, i, s, d, p in rows)


def _inside(layer: OpenLayer, name: str, index: Indices) -> tuple[Condition, ...]:
    return tuple(within(part, size) for part, size in zip(index, layer.size(COUNTS[name]), strict=True))


def _entries(claim: Pairs, layer: OpenLayer, read: Mapping[str, Indices]) -> tuple[Condition, ...]:
    """That both entries of the product are there: what is not counts as 0."""
    return tuple(test for name in MEETING if name != claim.target for test in _inside(layer, name, read[name]))


def _letters(layer: OpenLayer, target: str) -> tuple[Letter, ...]:
    return tuple(Letter(name, axis) for name in MEETING if name != target for axis in range(layer.axes))


def _others(read: Mapping[str, Indices], target: str) -> Indices:
    return tuple(index for name in MEETING if name != target for index in read[name])


def _solved(claim: Pairs, layer: OpenLayer) -> dict[Letter, Index] | None:
    """The letters of the sum in terms of what meets: from indices and tests in which a letter stands with factor ±1."""
    wanted = {name: layer.along(name) for name in MEETING}
    sides = [
        (index, to)
        for name in MEETING
        if name != claim.target
        for index, to in zip(claim.read[name], wanted[name], strict=True)
    ]
    sides += [(test.left, test.right) for test in claim.tests if test.kind == "equal"]
    open_letters, found = set(claim.letters), dict[Letter, Index]()
    while open_letters:
        step = next(filter(None, (_isolated(left - right, open_letters, found) for left, right in sides)), None)
        if step is None:
            return None
        letter, index = step
        found[letter] = index
        open_letters.remove(letter)
    return found


def _isolated(zero: Index, unknown: set[Letter], found: Mapping[Letter, Index]) -> tuple[Letter, Index] | None:
    """``v = …`` from ``zero = 0`` where v is the only unknown letter in it, and stands alone with factor ±1."""
    zero = zero.put(found)
    left = zero.letters & unknown
    if len(left) != 1:
        return None
    (letter,) = left
    index = solved_for(letter, zero)
    return None if index is None else (letter, index)
