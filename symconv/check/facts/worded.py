"""Layers of other kinds than a plain convolution that a text tells in words, whole or only by name."""

from collections.abc import Sequence

from symconv.check.facts.parts import Part
from symconv.check.facts.topics import OTHERS
from symconv.check.facts.worded_pooling import speaks_of_pooling, worded_pooling
from symconv.check.facts.worded_transposed import speaks_of_transposed, worded_transposed
from symconv.check.statements import Statement


def worded(parts: Sequence[Part], read: Sequence[Statement]) -> tuple[Part, ...]:
    """The parts of a text; one alone where its sentences tell all of it one pooling, or one transposed layer, whole."""
    return tuple(worded_transposed(worded_pooling(parts), _first(read)))


def spoken_of(parts: Sequence[Part], read: Sequence[Statement]) -> str:
    """The kind of layer that a text is on and does not tell whole; empty where it speaks of others, or has told it."""
    if speaks_of_pooling(parts, _first(read)):
        return OTHERS["pooling"]
    return OTHERS["transposed"] if speaks_of_transposed(parts, _first(read)) else ""


def _first(read: Sequence[Statement]) -> int:
    return min((one.start for one in read), default=0)
