"""Readings of a whole text: conventions have one answer for all its statements, the one that its definitions bear out.

Every statement is tried under each answer that it asks for. Then the answers are joined: those stay under which most
definitions hold, then most statements; where that does not decide, all stay. Nothing is computed again for it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from symconv.check.asking import Answer, Book, Leaf, Subject, explore
from symconv.check.evaluating.questions import ENTRIES, GENERAL
from symconv.check.readings.defined import holding
from symconv.check.readings.ground import SHARED, Ground
from symconv.check.readings.trial import Trial, tried
from symconv.check.understanding.claims import Claim

World = Mapping[Subject, Answer]
MOST = 512
"""Joint answers that are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One claim under every reading.

    Attributes:
        claim: the claim.
        leaves: its outcomes, the customary one first.
        whole: whether these are all.
    """

    claim: Claim
    leaves: tuple[Leaf[Trial], ...]
    whole: bool

    def among(self, worlds: Sequence[World]) -> list[Trial]:
        """The outcomes that some of these worlds allow."""
        return [leaf.result for leaf in self.leaves if any(leaf.agrees(world) for world in worlds)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """The joint readings of a text.

    Attributes:
        tables: each claim under every reading.
        live: the joint answers that stay.
        told: the questions that the definitions of the text answer.
        defined: whether its definitions hold on some layer under these.
    """

    tables: tuple[Table, ...]
    live: tuple[World, ...]
    told: frozenset[Subject]
    defined: bool


def worlds(ground: Ground) -> Worlds:
    """The readings of some statements that stay: first what the definitions leave, then what the statements do."""
    told = _told(ground)
    book = _book(ground, told)
    tables = tuple(_table(found, ground, book) for found in ground.claims)
    open_ = _open(book, [leaf for table in tables for leaf in table.leaves])
    tried_: list[tuple[tuple[int, ...], World]] = []
    for answers in product(*open_.values()):
        world = dict(zip(open_, answers, strict=True))
        tried_.append((_score(world, tables), world))
    most = max(score for score, _ in tried_)
    live = tuple(world for score, world in tried_ if score == most)
    return Worlds(tables=tables, live=live, told=frozenset(told), defined=bool(told))


def _told(ground: Ground) -> dict[Subject, set[Answer]]:
    """What the definitions answer: the readings in which they hold on the most usual and the most layers."""
    held, _ = explore(lambda log: holding(ground, log), ground.admissible)
    most = max(((leaf.result[0], len(leaf.result[1])) for leaf in held), default=(0, 0))
    told: dict[Subject, set[Answer]] = {}
    for leaf in held if most[0] else ():
        if (leaf.result[0], len(leaf.result[1])) == most:
            for subject, answer in leaf.used.items():
                told.setdefault(subject, set()).add(answer)
    return told


def _book(ground: Ground, told: Mapping[Subject, set[Answer]]) -> Book:
    """What may be answered where the definitions have spoken."""

    def admissible(subject: Subject) -> tuple[Answer, ...]:
        every = ground.admissible(subject)
        return tuple(answer for answer in every if answer in told[subject]) if subject in told else every

    return admissible


def _table(found: Claim, ground: Ground, book: Book) -> Table:
    leaves, whole = explore(lambda log: tried(found, ground, log), book)
    known = tuple(Leaf(used=leaf.used, result=replace(leaf.result, used=leaf.used)) for leaf in leaves)
    return Table(claim=found, leaves=known, whole=whole)


def _open(book: Book, leaves: Iterable[Leaf[Trial]]) -> dict[Subject, tuple[Answer, ...]]:
    """The questions that several statements may ask, with what they admit; no more than can be compared."""
    asked = Counter(subject for leaf in leaves for subject in leaf.used)
    open_: dict[Subject, tuple[Answer, ...]] = {}
    for subject, _ in asked.most_common():
        admits = book(subject) if subject[0] in SHARED else ()
        if len(admits) > 1 and prod(map(len, open_.values())) * len(admits) <= MOST:
            open_[subject] = admits
    return open_


def _score(world: World, tables: Sequence[Table]) -> tuple[int, ...]:
    """How many definitions are right, then how many statements; then whether all count from the same number."""
    right = [table for table in tables if any(trial.right for trial in table.among((world,)))]
    alike = world.get(GENERAL) == world.get(ENTRIES)
    return sum(table.claim.kind == "forward" for table in right), len(right), int(alike)
