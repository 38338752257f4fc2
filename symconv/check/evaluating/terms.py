"""The terms of a sum as columns of numbers: letters run only when they are needed, and what is 0 goes on no further."""

from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple


class Along(NamedTuple):
    """A place along one axis: ``start + Σ step · n``, where ``n`` counts what a letter has run through.

    Attributes:
        start: where every letter is at its first number.
        steps: for each letter.
    """

    start: int
    steps: tuple[int, ...]


@dataclass(slots=True)
class Terms:
    """Terms that are not 0 as far as their factors have been looked at.

    Attributes:
        size: how many numbers each letter runs through.
        count: how many terms there are, as far as letters have run.
        running: letter, by its number → where it is in each term.
        kept: what was kept of each factor, for each term.
    """

    size: tuple[int, ...]
    count: int = 1
    running: dict[int, list[int]] = field(default_factory=dict)
    kept: list[list[int]] = field(default_factory=list)

    def run(self, letters: set[int]) -> None:
        """Lets letters run that do not yet."""
        for letter in sorted(letters - self.running.keys()):
            size = self.size[letter]
            for number, column in self.running.items():
                self.running[number] = [value for value in column for _ in range(size)]
            self.kept = [[value for value in column for _ in range(size)] for column in self.kept]
            self.running[letter] = list(range(size)) * self.count
            self.count *= size

    def values(self, along: Along) -> list[int]:
        """The place of each term; the letters it follows from must run."""
        found = [along.start] * self.count
        for number, step in enumerate(along.steps):
            if step:
                found = [place + step * value for place, value in zip(found, self.running[number], strict=True)]
        return found

    def keep(self, chosen: list[bool], column: list[int]) -> None:
        """Keeps some terms alone, with a number of each of them."""
        self.running = {number: list(compress(values, chosen)) for number, values in self.running.items()}
        self.kept = [list(compress(values, chosen)) for values in (*self.kept, column)]
        self.count = sum(chosen)
