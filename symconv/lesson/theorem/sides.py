"""The side condition of a step in words."""

from collections.abc import Callable, Iterable

from symconv.lesson.blocks import Words
from symconv.lesson.theorem.written import Writing
from symconv.notation.tree import Node, Number
from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.derivation import Step
from symconv.proof.theorem.terms import Sum, Term, below, brackets


def side_condition(step: Step, before: Term, write: Writing) -> Words:
    """What had to follow from the layer for this step; empty where the rule asks nothing of integers."""
    telling = TELLING.get(step.rule)
    return telling(step, below(before, step.at), write) if telling and step.sides else ()


def _restate(step: Step, here: Term, write: Writing) -> Words:
    """``i = s·m + d·a − p₋`` exactly where ``… mod s = 0`` and ``m = …``."""
    old = list(brackets(here))[: step.told.get("old", 1)]
    new = step.told["new"]
    if not new:
        return (*_listed(old, write), " always")
    return (*_listed(old, write), " exactly where ", *_listed(new, write))


def _insert(step: Step, here: Term, write: Writing) -> Words:
    return (*_listed(step.told["new"], write), " always")


def _reindex(step: Step, here: Term, write: Writing) -> Words:
    assert isinstance(here, Sum)  # noqa: S101 - the rule rewrote a sum
    old, new = write.letter(here.letter), write.letter(step.told["letter"])
    turned = write.index(step.told["to"])
    return (
        old,
        " = ",
        turned,
        " runs through the numbers from ",
        Number(0),
        " to ",
        write.index(here.size - 1),
        " as ",
        new,
        " does",
    )


def _spread(step: Step, here: Term, write: Writing) -> Words:
    return (write.condition(Condition("within", step.told["place"], step.told["size"])),)


def _same(step: Step, here: Term, write: Writing) -> Words:
    return tuple(_listed([side.claim for side in step.sides if side.claim.kind == "equal"], write))


def _lengthen(step: Step, here: Term, write: Writing) -> Words:
    assert isinstance(here, Sum)  # noqa: S101 - the rule rewrote a sum
    return ("the tests keep ", write.letter(here.letter), " below ", write.index(here.size))


def _listed(conditions: Iterable[Condition], write: Writing) -> list[str | Node]:
    words: list[str | Node] = []
    for condition in conditions:
        words += [*([" and "] if words else []), write.condition(condition)]
    return words


TELLING: dict[str, Callable[[Step, Term, Writing], Words]] = {
    "restate": _restate,
    "insert": _insert,
    "reindex": _reindex,
    "spread": _spread,
    "same": _same,
    "lengthen": _lengthen,
}
"""Rules that ask for something, and how it is said."""
