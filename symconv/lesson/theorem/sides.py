"""The side condition of a step in words."""

from collections.abc import Callable, Iterable

from symconv.lesson.blocks import Words
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import Number
from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.derivation import Step
from symconv.proof.theorem.terms import Sum, Term, below, brackets


def side_condition(say: Wording, step: Step, before: Term, write: Writing) -> Words:
    """What had to follow from the layer for this step; empty where the rule asks nothing of integers."""
    telling = TELLING.get(step.rule)
    return telling(say, step, below(before, step.at), write) if telling and step.sides else ()


def _restate(say: Wording, step: Step, here: Term, write: Writing) -> Words:
    """``i = s·m + d·a − p₋`` exactly where ``… mod s = 0`` and ``m = …``."""
    old = _listed(say, list(brackets(here))[: step.told.get("old", 1)], write)
    new = step.told["new"]
    return say("sides.exactly", old=old, new=_listed(say, new, write)) if new else say("sides.always", old=old)


def _insert(say: Wording, step: Step, here: Term, write: Writing) -> Words:
    return say("sides.always", old=_listed(say, step.told["new"], write))


def _reindex(say: Wording, step: Step, here: Term, write: Writing) -> Words:
    assert isinstance(here, Sum)  # noqa: S101 - the rule rewrote a sum
    return say(
        "sides.runs",
        old=write.letter(here.letter),
        place=write.index(step.told["to"]),
        first=Number(0),
        last=write.index(here.size - 1),
        new=write.letter(step.told["letter"]),
    )


def _spread(say: Wording, step: Step, here: Term, write: Writing) -> Words:
    return (write.condition(Condition("within", step.told["place"], step.told["size"])),)


def _same(say: Wording, step: Step, here: Term, write: Writing) -> Words:
    return _listed(say, [side.claim for side in step.sides if side.claim.kind == "equal"], write)


def _lengthen(say: Wording, step: Step, here: Term, write: Writing) -> Words:
    assert isinstance(here, Sum)  # noqa: S101 - the rule rewrote a sum
    return say("sides.below", letter=write.letter(here.letter), size=write.index(here.size))


def _listed(say: Wording, conditions: Iterable[Condition], write: Writing) -> Words:
    return say.series([write.condition(condition) for condition in conditions], "sides.and")


TELLING: dict[str, Callable[[Wording, Step, Term, Writing], Words]] = {
    "restate": _restate,
    "insert": _insert,
    "reindex": _reindex,
    "spread": _spread,
    "same": _same,
    "lengthen": _lengthen,
}
"""Rules that ask for something, and how it is said."""
