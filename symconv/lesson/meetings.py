"""Which entries meet: an output, or its gradient, with an input and a filter entry that stand in one product."""

from collections.abc import Iterator

from symconv.lesson.blocks import Meeting
from symconv.lesson.formulas import Formulas


def meetings(write: Formulas) -> Iterator[Meeting]:
    """Every product ``x·f`` of every output, as SymPy returned it; where ∂L/∂o has a letter, with that, too."""
    alphabet = write.found.alphabet
    named = bool(write.paper.names.get("grad_output"))
    shift = alphabet.starts["output"] - alphabet.starts["grad_output"]
    for rank, row in zip(alphabet.ranks("output"), write.found.output, strict=True):
        for _, factors in row:
            if len(factors) == 2:  # a bias stands alone
                yield write.entry(rank), write.entry(factors[0]), write.entry(factors[1])
                if named:
                    yield write.entry(rank - shift), write.entry(factors[0]), write.entry(factors[1])
