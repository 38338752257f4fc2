"""Which tests are run by default: of a test with many cases a few, from the first to the last, evenly spread.

Every test function of every module is met; ``--all`` adds the cases in between, and what is marked ``exhaustive``.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")

MOST_CASES = 6
"""Cases of one test that are run by default."""


def kept(count: int, most: int = MOST_CASES) -> set[int]:
    """The numbers of the cases that are run by default."""
    if count <= most:
        return set(range(count))
    return {round(place * (count - 1) / (most - 1)) for place in range(most)}


def left_out(items: Sequence[T], names: Iterable[Hashable]) -> list[T]:
    """The cases that are not run by default, of tests with these names."""
    cases: dict[Hashable, list[T]] = {}
    for item, name in zip(items, names, strict=True):
        cases.setdefault(name, []).append(item)
    return [item for each in cases.values() for number, item in enumerate(each) if number not in kept(len(each))]
