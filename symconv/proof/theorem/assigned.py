"""Random numbers for the letters of a side condition, such that what is given for it holds as often as can be."""

from collections.abc import Iterable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.drawn import Numbers
from symconv.proof.theorem.indices import Index, Letter, alone, solved_for

FURTHEST = (-3, 14)
"""Where letters are sought that nothing bounds."""


def assigned(letters: Iterable[Letter], given: tuple[Condition, ...], layers: Numbers, draw: Generator) -> Numbers:
    """The sizes of layers, and numbers for the other letters.

    A letter with a range of its own is drawn from it; one that stands in an equation or a range, multiplied by a size,
    so that this comes near; what an equation then tells is taken from there.
    """
    numbers = dict(layers)
    others = sorted(set(letters) - set(numbers), key=lambda name: name.rank)
    told = _told(others, given)
    drawn = [name for name in others if name not in told]
    ranges = {alone(part.left): part.right for part in given if part.kind == "within"}
    bounded = [name for name in others if name in ranges and ranges[name].letters <= layers.keys()]
    count = len(next(iter(layers.values())))
    for name in bounded:
        numbers[name] = draw.integers(0, np.maximum(1, ranges[name].value(numbers)), count)
    for name in drawn:
        if name not in bounded:
            numbers[name] = _aimed(name, given, numbers, layers, draw, count)
    for name, index in reversed(told.items()):
        numbers[name] = np.broadcast_to(index.value(numbers), count)
    return numbers


def _told(letters: list[Letter], given: tuple[Condition, ...]) -> dict[Letter, Index]:
    """Letters in terms of the others; each may mention those that come after it."""
    told: dict[Letter, Index] = {}
    for part in given:
        if part.kind == "equal":
            zero = (part.left - part.right).put(told)
            pairs = ((name, solved_for(name, zero)) for name in letters if name not in told)
            name, index = next((pair for pair in pairs if pair[1] is not None), (None, None))
            if name and index is not None:
                told[name] = index
    return told


def _aimed(
    name: Letter, given: tuple[Condition, ...], numbers: Numbers, sizes: Numbers, draw: Generator, count: int
) -> NDArray[np.int64]:
    """``⌊(q − rest)/c⌋`` where c·name + rest should be q: 0 in an equation, or a number in a range."""
    for part in sorted(given, key=lambda part: part.kind):
        zero = part.left - part.right if part.kind == "equal" else part.left
        mine = [(monomial, factor) for monomial, factor in zero.terms if name in monomial]
        if part.kind == "divides" or len(mine) != 1 or mine[0][0].count(name) != 1:
            continue
        others = tuple(atom for atom in mine[0][0] if atom != name)
        factor, rest = Index(((others, mine[0][1]),)), zero - Index((mine[0],))
        end = part.right if part.kind == "within" else Index(())
        if not factor.letters | end.letters <= sizes.keys() or name in rest.letters:
            continue
        here = numbers | dict.fromkeys(rest.letters - numbers.keys(), np.zeros(count, np.int64))
        wanted = draw.integers(0, np.maximum(1, end.value(sizes)), count)
        found: NDArray[np.int64] = np.broadcast_to((wanted - rest.value(here)) // factor.value(sizes), count)
        return found
    return draw.integers(*FURTHEST, count)
