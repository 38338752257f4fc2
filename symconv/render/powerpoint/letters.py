"""Words and formulas within them as letters on lines, and about how much room these take."""

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from symconv.lesson.blocks import Words
from symconv.notation.runs import Run, runs, square

LINE, SPARE = 1.25, 0.95
"""Height of a line, in ems, and how much of its width is surely used."""

WORDS, FORMULA = 1.06, 1.2
"""How much wider than usual the letters of words and of formulas are that a program may take for those it lacks."""

DIGIT, LOOSE = 0.08, 0.12
"""How much wider than usual a digit is in words, and the letter m and a space in formulas."""


class Letters(NamedTuple):
    """A run, and whether it belongs to a formula."""

    run: Run
    formula: bool

    @property
    def width(self) -> float:
        """About how wide they are at most, in ems."""
        signs = self.run.signs
        if self.formula:
            return FORMULA * self.run.width + LOOSE * sum(sign in " m" for sign in signs)
        return WORDS * self.run.width + DIGIT * sum(map(str.isdigit, signs))


def letters(words: Words) -> tuple[Letters, ...]:
    """Words and formulas as runs."""
    return tuple(
        Letters(run, formula)
        for word in words
        for run, formula in ([(Run(word), False)] if isinstance(word, str) else [(run, True) for run in runs(word)])
    )


def wide(words: Words) -> float:
    """The width of words on one line, in ems."""
    return sum(letter.width for letter in letters(words))


def lines(words: Words, room: float) -> int:
    """How many lines words take that are ``room`` ems wide; a line ends at a space or a sign that is a square."""
    room, count, used, piece = SPARE * room, 1, 0.0, 0.0
    for sign, wide_ in _signs(words):
        piece += wide_
        if sign != " " and not square(sign):
            continue
        used, piece, count = _placed(used, piece, room, count)
    return _placed(used, piece, room, count)[2]


def _placed(used: float, piece: float, room: float, count: int) -> tuple[float, float, int]:
    """A piece behind what is on the line, or on the next one."""
    return (used + piece, 0.0, count) if used + piece <= room else (piece, 0.0, count + 1)


def _signs(words: Words) -> Iterator[tuple[str, float]]:
    """Every sign with its width; what is in a formula holds together, as it is short."""
    for letter in letters(words):
        if letter.formula:
            yield "x", letter.width
        else:
            yield from ((sign, Letters(Run(sign), False).width) for sign in letter.run.signs)


def tall(words: Words, room: float = inf) -> float:
    """The height of words in ems, where a line is ``room`` ems wide."""
    return LINE * lines(words, room)
