"""Letters of a formula for a size of which nothing says what they count: what they may, and what makes it right."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

from symconv.check.shapes.claims import ShapeClaim
from symconv.check.shapes.letters import Meaning
from symconv.notation.tree import Node

COUNTS = "{} counts {}"
MEANT = {
    "input": "the size of the input",
    "kernel": "the size of the filter",
    "stride": "the stride",
    "padding": "the padding",
    "dilation": "the dilation",
}
"""What such a letter may count → how that is said."""
MOST = 3
"""Most letters of one formula that are tried."""


def readings(found: ShapeClaim) -> Iterator[tuple[ShapeClaim, tuple[str, ...]]]:
    """The claim with each meaning that its letters may have beside the known ones, and what is assumed for it."""
    axis = found.quantity[1]
    taken = {name for name, _ in found.meanings.values()} | (
        {"kernel"} if ("reach", axis) in found.meanings.values() else set()
    )
    free = [name for name in MEANT if name not in taken]
    for chosen in permutations(free, len(found.unknown)) if len(found.unknown) <= MOST else ():
        told: dict[Node, Meaning] = {letter: (name, axis) for letter, name in zip(found.unknown, chosen, strict=True)}
        notes = tuple(
            COUNTS.format(letter.name, MEANT[name]) for letter, name in zip(found.unknown, chosen, strict=True)
        )
        yield replace(found, meanings={**found.meanings, **told}, unknown=()), notes
