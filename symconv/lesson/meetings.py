"""Which entries meet: an output, an input and a filter entry that stand in one product."""

from collections.abc import Iterator

from symconv.lesson.blocks import Meeting
from symconv.lesson.formulas import Formulas


def meetings(write: Formulas) -> Iterator[Meeting]:
    """Every product ``x·f`` of every output, as SymPy returned it."""
    alphabet = write.found.alphabet
    for rank, row in zip(alphabet.ranks("output"), write.found.output, strict=True):
        for _, factors in row:
            if len(factors) == 2:  # a bias stands alone
                yield write.entry(rank), write.entry(factors[0]), write.entry(factors[1])
