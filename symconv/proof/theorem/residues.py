"""Conditions that no integers fulfil, seen from remainders: ``2 | 2j + 1`` never holds.

Letters that run through few numbers are given each of them; every other product of letters may then be any integer, so
``c₁·y₁ + … + cₙ·yₙ = c`` has a solution only if the greatest common divisor of the coefficients divides c.
"""

from collections.abc import Iterator
from itertools import product
from math import gcd, prod

from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.indices import Index, Letter, alone, whole

MOST_CASES = 4096


def impossible(conditions: tuple[Condition, ...]) -> bool:
    """Whether remainders alone show that the conditions never hold together."""
    few = dict(_few(conditions))
    if prod(few.values()) > MOST_CASES:
        return False
    choices = product(*(range(count) for count in few.values()))
    cases = ({name: whole(at) for name, at in zip(few, numbers, strict=True)} for numbers in choices)
    return all(any(_never(condition.put(case)) for condition in conditions) for case in cases)


def _few(conditions: tuple[Condition, ...]) -> Iterator[tuple[Letter, int]]:
    """Letters with a range whose end is a number."""
    for condition in conditions:
        name, count = alone(condition.left), condition.right.number
        if condition.kind == "within" and name and count is not None:
            yield name, max(count, 0)


def _never(condition: Condition) -> bool:
    left, right = condition.left, condition.right
    if condition.kind == "within":
        numbers = left.number, right.number
        return None not in numbers and not condition.holds({})
    if condition.kind == "equal":
        return not _reaches(left - right, 0)
    return bool(right.number) and not _reaches(left, right.number or 0)


def _reaches(index: Index, modulus: int) -> bool:
    """Whether ``index`` can be a multiple of the modulus; with 0, whether it can be 0."""
    constant = sum(coefficient for monomial, coefficient in index.terms if not monomial)
    common = gcd(modulus, *(coefficient for monomial, coefficient in index.terms if monomial))
    return constant % common == 0 if common else constant == 0
