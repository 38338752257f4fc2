"""Which tests are run by default: of a test with many cases a few, from the first to the last, evenly spread.

Every test function of every module is met; ``--all`` adds the cases in between, and what is marked ``exhaustive``;
``--few`` leaves the first alone, for another Python, on which mathematics does not depend.
"""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TypeVar

T = TypeVar("T")

MOST_CASES = 6
"""Cases of one test that are run by default."""
FEW = 1
"""Cases of one test that are run with ``--few``."""
SLOW = {"render": 2, "rocq": 2, "browser": 3, "code": 3, "cli": 4, "classroom": 4, "theorem": 4, "fuzz": 3}
"""Folders whose cases are compiled, drawn, or run in processes of their own → the cases that are run."""
WHOLE = {"test_architecture.py"}
"""Files whose cases are cheap and none like another."""


def most(path: PurePath, *, few: bool = False) -> int:
    """Cases that are run of one test in a file."""
    return 1000 if path.name in WHOLE else FEW if few else SLOW.get(path.parent.name, MOST_CASES)


def kept(count: int, most: int) -> set[int]:
    """The numbers of the cases that are run by default."""
    if count <= most:
        return set(range(count))
    return {round(place * (count - 1) / max(most - 1, 1)) for place in range(most)}


def left_out(items: Sequence[T], tests: Iterable[tuple[str, PurePath]], *, few: bool = False) -> list[T]:
    """The cases that are not run without ``--all``; ``tests`` are their names without the case, and their files."""
    cases: dict[tuple[str, PurePath], list[T]] = {}
    for item, test in zip(items, tests, strict=True):
        cases.setdefault(test, []).append(item)
    return [
        item
        for (_, path), each in cases.items()
        for number, item in enumerate(each)
        if number not in kept(len(each), most(path, few=few))
    ]
