"""Affine expressions over letters: ``s·m + d·a − p``, as limits and as places in a tensor."""

from collections.abc import Callable, Mapping

Term = tuple[int, tuple[str, ...]]
"""A number times letters; no letters at all is the number itself."""

Index = tuple[Term, ...]

RUNNING = ("m", "a", "i", "b", "c", "o")
"""What letters that run are called: output, tap, input (each with its axis), image, input channel, output channel."""


def runs(letter: str) -> bool:
    """Whether a letter runs over places, rather than being a size of the layer."""
    return letter[0] in RUNNING


def index(*terms: Term) -> Index:
    """Like terms together, in the order in which they first stand; what cancels is left out."""
    found: dict[tuple[str, ...], int] = {}
    for number, letters in terms:
        found[letters] = found.get(letters, 0) + number
    return tuple((number, letters) for letters, number in found.items() if number)


def plus(one: Index, number: int) -> Index:
    return index(*one, (number, ()))


def value(one: Index, letters: Mapping[str, int]) -> int:
    total = 0
    for number, factors in one:
        for factor in factors:
            number *= letters[factor]
        total += number
    return total


def counted_from_one(one: Index) -> Index:
    """The same place, where every letter that runs and the place itself count from 1 instead of 0."""
    moved = [(-number, tuple(f for f in letters if not runs(f))) for number, letters in one if any(map(runs, letters))]
    return index(*one, *moved, (1, ()))


def relettered(one: Index, name: Callable[[str], str]) -> Index:
    return index(*((number, tuple(map(name, letters))) for number, letters in one))
