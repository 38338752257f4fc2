"""A statement about every layer, and the desk at which its derivation is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from symconv.errors import ProofError
from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.derivation import Derivation, Judge
from symconv.proof.theorem.indices import Letter
from symconv.proof.theorem.layer import Indices, OpenLayer
from symconv.proof.theorem.setting import DERIVED, GIVEN, Setting
from symconv.proof.theorem.terms import Entry, Place, Term, below, brackets


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The layer's conditions, and those on the entry that is derived."""

    layer: OpenLayer
    entry: tuple[Condition, ...] = ()

    @property
    def given(self) -> tuple[Condition, ...]:
        """All of them."""
        return (*self.layer.given, *self.entry)

    @property
    def sizes(self) -> frozenset[Letter]:
        """The letters of the layer."""
        return self.layer.letters

    @property
    def arrays(self) -> tuple[str, ...]:
        """The arrays that are not made from others, and those that are derived."""
        return GIVEN + DERIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that holds for every layer of a kind, with its derivation.

    Attributes:
        name: its name, such as ``dilate-pad-flip``.
        claim: what is derived: ``grad_input``, ``grad_weight``, ``output`` or ``adjoint``.
        setting: the layer and its arrays.
        left: the entry that is derived (of ∂L/∂X, ∂L/∂F or O); None where the first term itself is.
        derivation: from the chain rule to the form that is stated.
        output: O, whose derivative the chain rule takes; None where the first term is no gradient.
    """

    name: str
    claim: str
    left: Entry | None
    setting: Setting
    derivation: Derivation
    output: Term | None = None

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The arrays that were named on the way, in their order."""
        return self.derivation.definitions


@dataclass(slots=True)
class Desk:
    """Where a derivation is written, step after step.

    Attributes:
        setting: the layer and its arrays.
        proof: what is written so far.
        left: what is derived.
        root: the path below the outer sums over channels.
        output: O, where its derivative is taken.
    """

    setting: Setting
    proof: Derivation
    left: Entry | None = None
    root: Place = ()
    output: Term | None = None

    @classmethod
    def begin(
        cls,
        setting: Setting,
        judge: Judge,
        term: Term,
        left: Entry | None = None,
        entry: Iterable[Condition] = (),
        outer: int = 0,
        output: Term | None = None,
    ) -> "Desk":
        """A new derivation of ``left``, for which ``entry`` holds; ``outer`` sums over channels are around it."""
        ground = Ground(layer=setting.layer, entry=tuple(entry))
        proof = Derivation.begin(term, ground=ground, judge=judge)
        return cls(setting, proof, left, (0,) * outer if setting.layer.channels is not None else (), output)

    @property
    def axes(self) -> int:
        """Axes of the layer."""
        return self.setting.layer.axes

    def by(self, rule: str, at: int | Place = 0, why: str = "", **told: object) -> None:
        """One step; ``at`` is a path below the root, or a depth along first parts."""
        self.proof = self.proof.by(rule, self.root + path(at), why, **told)

    def here(self, at: int | Place = 0) -> Term:
        """The term at a place."""
        return below(self.proof.term, self.root + path(at))

    def tests(self, at: int | Place) -> list[Condition]:
        """The brackets at a place."""
        return list(brackets(self.here(at)))

    def sort(self, at: int | Place, key: Callable[[Condition], Any], why: str = "") -> None:
        """The brackets at a place in another order."""
        while True:
            keys = [key(condition) for condition in self.tests(at)]
            wrong = [n for n in range(len(keys) - 1) if keys[n] > keys[n + 1]]
            if not wrong:
                return
            self.by("swap", path(at) + (0,) * wrong[0], why)

    def first(self, at: int | Place, wanted: Condition, why: str = "") -> None:
        """The bracket with this condition first."""
        self.sort(at, lambda condition: condition != wanted, why)

    def attach(self, at: int | Place, count: int, factor: int) -> None:
        """The first brackets at a place, each to a factor of the product behind them."""
        total = len(self.tests(at))
        if count != total:
            raise ProofError(f"{total - count} brackets stand between")
        for depth in reversed(range(count)):
            self.by("attach", path(at) + (0,) * depth, factor=factor)

    def name(self, definition: Definition, index: Indices, at: Place, why: str, upper: Indices = ()) -> None:
        """What stands at a place by its name."""
        self.by("name", at, why, definition=definition, index=index, upper=upper)

    def extend(self, at: int | Place, count: int, index: Indices) -> None:
        """``[0 ≤ m < M] g_m = E_m``: the tests at a place go into the entry of ∂L/∂O behind them."""
        self.attach(at, count, 0)
        why = "reason.define-extended"
        self.name(self.setting.extended, index, (*path(at), 0), why, self.setting.upper["g"])

    def finished(self, name: str, claim: str, goal: Term) -> Statement:
        """The statement.

        Raises:
            ProofError: another form was reached than the one announced.
        """
        if self.proof.term != goal:
            raise ProofError(f"the derivation of {name} ends in another form")
        return Statement(
            name=name,
            claim=claim,
            left=self.left,
            setting=self.setting,
            derivation=self.proof,
            output=self.output,
        )


def path(at: int | Place) -> Place:
    """A depth along first parts as a path."""
    return (0,) * at if isinstance(at, int) else at
