"""Readings of a whole text: conventions have one answer for all its statements, the one that its definitions bear out.

Every statement is tried under each answer that it asks for. Then the answers are joined: those stay under which most
definitions hold, then most statements; where that does not decide, all stay. Nothing is computed again for it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import product
from math import prod

from symconv.check.asking import Answer, Leaf, Subject, explore
from symconv.check.evaluating.questions import ENTRIES, GENERAL
from symconv.check.readings.defined import Held, holding
from symconv.check.readings.ground import SHARED, Ground
from symconv.check.readings.trial import Trial, tried
from symconv.check.understanding.claims import Claim

World = Mapping[Subject, Answer]
Told = dict[Subject, frozenset[Answer]]
"""What definitions answer."""
MOST = 512
"""Joint answers that are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One claim under every reading.

    Attributes:
        claim: the claim.
        ground: what it shares with others.
        told: the questions that the definitions answer.
        leaves: its outcomes, the customary one first.
        whole: whether these are all.
    """

    claim: Claim
    ground: Ground
    told: Told
    leaves: tuple[Leaf[Trial], ...]
    whole: bool

    @property
    def defined(self) -> bool:
        """Whether the definitions hold on some layer."""
        return bool(self.told)

    def book(self, subject: Subject) -> tuple[Answer, ...]:
        """What may be answered where the definitions have spoken."""
        return _within(self.ground.admissible(subject), self.told.get(subject))

    def allows(self, world: World) -> bool:
        """Whether the definitions that it rests on hold under these answers."""
        return all(world.get(subject, answer) in told for subject, told in self.told.items() for answer in told)

    def among(self, worlds: Sequence[World]) -> list[Trial]:
        """The outcomes that some of these worlds allow."""
        return [leaf.result for leaf in self.leaves if any(leaf.agrees(world) for world in worlds)]


@dataclass(frozen=True, kw_only=True)
class Worlds:
    """The joint readings of a text.

    Attributes:
        tables: each claim under every reading.
        live: the joint answers that stay.
    """

    tables: tuple[Table, ...]
    live: tuple[World, ...]

    @cached_property
    def written(self) -> frozenset[int]:
        """The parts of the text whose outputs are written out and hold, so that they define its layer."""
        defining = (table for table in self.tables if table.claim.kind == "forward" and table.claim.concrete)
        right = (table for table in defining if any(trial.right for trial in table.among(self.live)))
        return frozenset(table.ground.part.start for table in right)


def _within(every: tuple[Answer, ...], told: frozenset[Answer] | None) -> tuple[Answer, ...]:
    """The answers that are told, of those that may be."""
    return every if told is None else tuple(answer for answer in every if answer in told)


def worlds(grounds: Iterable[Ground]) -> Worlds:
    """The readings of a text that stay: first what its definitions leave, then what its statements do."""
    tables = tuple(_tables(tuple(grounds)))
    open_ = _open(tables)
    tried_: list[tuple[tuple[int, ...], World]] = []
    for answers in product(*open_.values()):
        world = dict(zip(open_, answers, strict=True))
        tried_.append((_score(world, tables), world))
    most = max(score for score, _ in tried_)
    return Worlds(tables=tables, live=tuple(world for score, world in tried_ if score == most))


def _tables(grounds: Sequence[Ground]) -> Iterator[Table]:
    own = {ground.part.start: _told(ground, {}) for ground in grounds if not ground.borrows}
    for ground in grounds:
        lender = next((one for one in grounds if ground.borrows and ground.definitions[0] in one.claims), ground)
        told = own[ground.part.start] if not ground.borrows else _told(ground, own.get(lender.part.start, {}))
        for found in ground.claims:
            bare = Table(claim=found, ground=ground, told=told, leaves=(), whole=False)
            leaves, whole = explore(partial(tried, found, ground), bare.book)
            yield replace(bare, leaves=tuple(_noted(leaf, bare) for leaf in leaves), whole=whole)


def _noted(leaf: Leaf[Trial], table: Table) -> Leaf[Trial]:
    """A leaf that rests on the open questions alone, and an outcome that knows all its answers."""
    open_ = {subject: answer for subject, answer in leaf.used.items() if len(table.book(subject)) > 1}
    return Leaf(used=open_, result=replace(leaf.result, used=leaf.used))


def _told(ground: Ground, lent: Told) -> Told:
    """What the definitions answer: the readings in which they hold on the most usual and the most layers.

    Args:
        ground: what is said and defined.
        lent: what the definitions answer where they stand, if that is another part.
    """
    held, _ = explore(partial(holding, ground), lambda subject: _within(ground.admissible(subject), lent.get(subject)))
    most = max((leaf.result.weight for leaf in held), default=Held().weight)
    told: Told = {}
    for leaf in held if most[0] else ():
        if leaf.result.weight == most:
            for subject, answer in leaf.used.items():
                if subject[0] not in SHARED:
                    continue
                told[subject] = told.get(subject, frozenset()) | {answer}
    return told


def _open(tables: Iterable[Table]) -> dict[Subject, tuple[Answer, ...]]:
    """The questions that several statements may ask, with what they admit; no more than can be compared."""
    asked: Counter[Subject] = Counter()
    admits: dict[Subject, tuple[Answer, ...]] = {}
    for table in tables:
        for subject in {subject for leaf in table.leaves for subject in leaf.used if subject[0] in SHARED}:
            asked[subject] += 1
            admits[subject] = tuple(dict.fromkeys((*admits.get(subject, ()), *table.book(subject))))
    open_: dict[Subject, tuple[Answer, ...]] = {}
    for subject, _ in asked.most_common():
        if prod(map(len, open_.values())) * len(admits[subject]) <= MOST:
            open_[subject] = admits[subject]
    return open_


def _score(world: World, tables: Sequence[Table]) -> tuple[int, ...]:
    """How many definitions are right, then how many statements; then whether all count from the same number."""
    agreeing = [table for table in tables if table.allows(world)]
    right = [table for table in agreeing if any(trial.right for trial in table.among((world,)))]
    alike = world.get(GENERAL) == world.get(ENTRIES)
    return sum(table.claim.kind == "forward" for table in right), len(right), int(alike)
