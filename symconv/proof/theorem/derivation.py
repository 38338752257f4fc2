"""A derivation: a chain of equal terms that only rules can extend.

>>> proof = Derivation.begin(term, layer=layer, judge=judge)
>>> proof = proof.by("exchange", at=(), why="reason.exchange-sums")
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import Any, Protocol

from symconv.errors import ProofError
from symconv.proof.theorem.conditions import Condition, Side, positive, related, within
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.indices import Index, Letter
from symconv.proof.theorem.naming import named, written_once
from symconv.proof.theorem.rules import RULES
from symconv.proof.theorem.rules.common import Rewritten
from symconv.proof.theorem.terms import (
    Bracket,
    Place,
    RejectedError,
    Sum,
    Term,
    arrays,
    below,
    divisors,
    free,
    parts,
    rebuilt,
)


class Judge(Protocol):
    """Decides side conditions.

    Attributes:
        word: what may be said of a condition it lets pass: ``proven`` or ``replayed``.
    """

    word: str

    def passes(self, claim: Condition, given: tuple[Condition, ...]) -> bool:
        """Whether the claim follows from what is given, for all integers."""


class Ground(Protocol):
    """What all steps of a derivation may use of a layer: conditions on its sizes."""

    @property
    def given(self) -> tuple[Condition, ...]:
        """What holds of the layer and of the entry that is derived."""

    @property
    def sizes(self) -> frozenset[Letter]:
        """The letters that stand for sizes."""

    @property
    def arrays(self) -> tuple[str, ...]:
        """The arrays that have a meaning from the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step.

    Attributes:
        rule: its name.
        at: the path to where it is used.
        told: what the rule was told besides.
        why: the reason, by the key of its words; empty where only the order of tests or factors changes.
        sides: its side conditions, with what was given at the place.
        term: what the whole term is after it.
    """

    rule: str
    at: Place
    told: Mapping[str, Any]
    why: str
    sides: tuple[Side, ...]
    term: Term


_KEY = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A chain of equal terms. Build it with :meth:`begin` and :meth:`by`; nothing else makes one.

    Attributes:
        start: the first term.
        ground: what may be used of the layer.
        judge: who decided the side conditions.
        steps: each with its rule.
        definitions: the arrays that were named on the way, each made from those before it.
    """

    start: Term
    ground: Ground
    judge: Judge = field(repr=False)
    steps: tuple[Step, ...] = ()
    definitions: tuple[Definition, ...] = ()
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        if key is not _KEY:
            raise ProofError("a derivation is extended by rules only")
        written_once(self.term, self.ground.sizes.union(free(self.start), *(c.letters for c in self.ground.given)))

    @classmethod
    def begin(cls, term: Term, *, ground: Ground, judge: Judge) -> "Derivation":
        """``term = term``.

        Raises:
            RejectedError: a letter of the term has two meanings.
        """
        return cls(start=term, ground=ground, judge=judge, key=_KEY)

    @property
    def term(self) -> Term:
        """The last term, equal to the first."""
        return self.steps[-1].term if self.steps else self.start

    def by(self, rule: str, at: Place = (), why: str = "", **told: Any) -> "Derivation":
        """One more step.

        Raises:
            RejectedError: the rule does not fit, a side condition was not proven, or a name cannot be given.
        """
        new = applied(self.term, self.ground.given, rule, at, told)
        for side in new.sides:
            if not self.judge.passes(side.claim, side.given):
                raise RejectedError(f"{rule}: a side condition does not follow", side)
        named_now = self.definitions
        if new.defines:
            given = self.ground.arrays + tuple(arrays(self.start))
            named_now = named(new.defines, self.definitions, given, self.ground.sizes)
        step = Step(rule=rule, at=at, told=told, why=why, sides=new.sides, term=new.term)
        steps = (*self.steps, step)
        return Derivation(
            start=self.start, ground=self.ground, judge=self.judge, steps=steps, definitions=named_now, key=_KEY
        )

    def checked(self, judge: Judge) -> "Derivation":
        """The same chain, built again step by step before another judge.

        Raises:
            RejectedError: a step is not valid.
        """
        again = Derivation.begin(self.start, ground=self.ground, judge=judge)
        for step in self.steps:
            again = again.by(step.rule, step.at, step.why, **step.told)
            if again.term != step.term:
                raise RejectedError(f"{step.rule} gives another term")
        if again.definitions != self.definitions:
            raise RejectedError("other arrays are named than the chain has")
        return again


def applied(term: Term, given: tuple[Condition, ...], rule: str, at: Place, told: Mapping[str, Any]) -> Rewritten:
    """The term after a rule was used at a path, what must be proven for that, and what is named by it.

    Raises:
        RejectedError: there is no such rule, path or fit.
    """
    if rule not in RULES:
        raise RejectedError(f"there is no rule {rule}")
    here = below(term, at)
    try:
        rewritten: Rewritten = RULES[rule](here, **told)
    except TypeError as error:
        raise RejectedError(f"{rule} was told something else than it asks: {error}") from error
    known = given + _passed(term, at)
    fresh = sorted(divisors(rewritten.term) - divisors(here), key=repr)
    sides = (*(Side(positive(divisor)) for divisor in fresh), *rewritten.sides)
    needed = tuple(Side(side.claim, related(side.claim, known + side.given)) for side in sides)
    return Rewritten(_replaced(term, at, rewritten.term), needed, rewritten.defines)


def _passed(term: Term, at: Place) -> tuple[Condition, ...]:
    """What holds at a path: the ranges of the sums and the brackets on the way."""
    found: list[Condition] = []
    for depth in range(len(at)):
        match below(term, at[:depth]):
            case Sum(letter, size, _):
                found.append(within(Index((((letter,), 1),)), size))
            case Bracket(condition, _):
                found.append(condition)
    return tuple(found)


def _replaced(term: Term, at: Place, new: Term) -> Term:
    if not at:
        return new
    step, *rest = at
    inner = tuple(_replaced(part, tuple(rest), new) if n == step else part for n, part in enumerate(parts(term)))
    return rebuilt(term, inner)
