"""The hand for pictures: a tree on one line, as runs of signs that stand on the line, below or above it.

    x_22 = …        [("x", 0), ("22", -1), (" = ", 0), …]

Pictures know no MathML, so formulas are those of the plain hand with their scripts lowered and raised.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from symconv.notation.text import text
from symconv.notation.tree import Node

SCRIPT = re.compile(
    r"_\{(?P<braced>[^}]*)\}|_(?P<below>\d+(?:,\d+)*|[^\W\d_]+)|\^\((?P<bracketed>[^)]*)\)|\^\{(?P<high>[^}]*)\}|\^(?P<above>\w+)"
)
NARROW = 0.62
"""Size of scripts beside that of the line."""

WIDTHS = {" ": 0.28, ",": 0.28, "·": 0.3, "′": 0.25, "(": 0.36, ")": 0.36, "/": 0.42, "−": 0.66, "+": 0.66, "=": 0.66}
USUAL_WIDTH = 0.55
SQUARE = 1.0
"""Width of a Chinese or Japanese sign."""

NAMES = re.compile(r"([^\W\d_]+)")


class Run(NamedTuple):
    """Signs at one height: 0 on the line, −1 below, 1 above; ``slanted`` for names of one letter."""

    signs: str
    height: int = 0
    slanted: bool = False

    @property
    def width(self) -> float:
        """About how wide it is, in ems of the line."""
        wide = sum(WIDTHS.get(sign) or (SQUARE if square(sign) else USUAL_WIDTH) for sign in self.signs)
        return wide * NARROW if self.height else wide


def square(sign: str) -> bool:
    """Whether a sign is as wide as high, and a line may end after it."""
    return east_asian_width(sign) in "WF"


def runs(node: Node) -> tuple[Run, ...]:
    """A formula as runs."""
    return tuple(_cut(text(node)))


def _cut(line: str) -> Iterator[Run]:
    end = 0
    for found in SCRIPT.finditer(line):
        yield from _flat(line[end : found.start()])
        match found.lastgroup:
            case "bracketed":
                yield Run(f"({found['bracketed']})", 1)
            case "high" | "above" as group:
                yield Run(found[group], 1)
            case "braced" | "below" as group:
                yield Run(found[group], -1)
        end = found.end()
    yield from _flat(line[end:])


def _flat(line: str) -> Iterator[Run]:
    """What stands on the line, names apart from the rest."""
    for part in NAMES.split(line):
        if part:
            yield Run(part, slanted=len(part) == 1 and part.isalpha())


def stacked(one: Run, other: Run) -> bool:
    """Whether two neighbours are scripts above each other: ``x^(1)_22``."""
    return one.height * other.height < 0


def width(line: tuple[Run, ...]) -> float:
    """About how wide runs are beside each other, in ems."""
    shared = sum(min(one.width, other.width) for one, other in pairwise(line) if stacked(one, other))
    return sum(run.width for run in line) - shared
