"""Integer formulas: what stands in brackets, and what a rule asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from symconv.proof.theorem.indices import Index, Letter

Kind = Literal["equal", "within", "divides"]

HOLDS: Mapping[Kind, Callable[[Any, Any], Any]] = {
    "equal": lambda left, right: left == right,
    "within": lambda left, right: (left >= 0) & (left < right),
    "divides": lambda left, right: left % right == 0,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """``left = right`` (equal), ``0 ≤ left < right`` (within) or ``right | left`` (divides)."""

    kind: Kind
    left: Index
    right: Index

    @property
    def letters(self) -> frozenset[Letter]:
        """The letters in it."""
        return self.left.letters | self.right.letters

    @property
    def divisors(self) -> frozenset[Index]:
        """What something in it is divided by."""
        by = {self.right} if self.kind == "divides" else set()
        return self.left.divisors | self.right.divisors | by

    def put(self, values: Mapping[Letter, Index]) -> "Condition":
        """With indices in the place of letters."""
        return Condition(self.kind, self.left.put(values), self.right.put(values))

    def holds(self, numbers: Mapping[Letter, Any]) -> Any:
        """Whether it holds for these numbers; for arrays of numbers, where it holds."""
        return HOLDS[self.kind](self.left.value(numbers), self.right.value(numbers))


@dataclass(frozen=True, slots=True)
class Side:
    """A side condition: what must follow from the layer, the place of the step, and what is ``given`` besides."""

    claim: Condition
    given: tuple[Condition, ...] = ()


def equal(left: Index, right: Index) -> Condition:
    """``left = right``."""
    return Condition("equal", left, right)


def within(left: Index, right: Index) -> Condition:
    """``0 ≤ left < right``."""
    return Condition("within", left, right)


def divides(divisor: Index, left: Index) -> Condition:
    """``divisor | left``."""
    return Condition("divides", left, divisor)


def positive(index: Index) -> Condition:
    """``index ≥ 1``."""
    return within(index - 1, index)


def apart(claim: Condition, given: tuple[Condition, ...]) -> tuple[Condition, tuple[Condition, ...]]:
    """The same question with its axes numbered from 0, in the order in which they occur.

    Axes behave alike, so what was proven along one is proven along each: both questions are then the same one.
    """
    axes: dict[int, int] = {}
    for part in (claim, *given):
        for letter in sorted(part.letters, key=lambda letter: letter.rank):
            axes.setdefault(letter.axis, len(axes))
    names = {name: Letter(name.name, axes[name.axis]) for part in (claim, *given) for name in part.letters}
    renamed = {old: Index((((new,), 1),)) for old, new in names.items() if old != new}
    return claim.put(renamed), tuple(part.put(renamed) for part in given)


def related(claim: Condition, given: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Of what is given that which can bear on the claim: it shares letters with it, directly or through others.

    On a claim without letters everything bears: it may follow from a contradiction.
    """
    if not claim.letters:
        return given
    letters, kept = claim.letters, [not part.letters for part in given]
    while True:
        new = [not keep and not part.letters.isdisjoint(letters) for keep, part in zip(kept, given, strict=True)]
        if not any(new):
            return tuple(part for keep, part in zip(kept, given, strict=True) if keep)
        kept = [keep or add for keep, add in zip(kept, new, strict=True)]
        letters = letters.union(*(part.letters for add, part in zip(new, given, strict=True) if add))
