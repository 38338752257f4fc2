"""A layer in numbers: small whole numbers for X, F, b and ∂L/∂O, and every entry that follows from them, exactly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from random import Random

from symconv.algebra.chain_rule import Gradients, terms
from symconv.algebra.polynomial import Rational, Term
from symconv.algebra.tensors import Index, flat
from symconv.errors import InputError
from symconv.notation.tree import Node, Product, Sum, numeral
from symconv.sizes import shown

GIVEN = ("input", "weight", "bias", "grad_output")
POOLS: Mapping[str, tuple[int, ...]] = {
    "input": (2, 3, 4, 5, 6, 7, 8, 9, -2, -3),
    "weight": (1, 2, 3, 4, 5, -1, -2, -3, -4),
    "bias": (2, 3, 4, 5, -2, -3),
    "grad_output": (2, 3, 4, 5, -2, -3),
}
"""What the numbers of an example are drawn from: a tensor has each once before any comes again, and none is 0."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """One layer in numbers.

    Attributes:
        found: the layer's outputs and gradients.
        given: tensor → its numbers, row by row, for ``GIVEN``.
    """

    found: Gradients
    given: Mapping[str, tuple[int, ...]]

    @cached_property
    def numbers(self) -> dict[int, Rational]:
        """Rank → number, of what is given."""
        alphabet = self.found.alphabet
        return {
            rank: number
            for tensor in GIVEN
            for rank, number in zip(alphabet.ranks(tensor), self.given[tensor], strict=True)
        }

    def value(self, tensor: str, index: Index) -> Rational:
        """The number of an entry, given or computed."""
        alphabet = self.found.alphabet
        if tensor in GIVEN:
            return self.given[tensor][flat(index, alphabet.shapes[tensor])]
        return sum((self._product(term) for term in self.terms(tensor, index)), 0)

    def node(self, tensor: str, index: Index) -> Node:
        """The same as it is written."""
        return numeral(self.value(tensor, index))

    def written(self, term: Term) -> Node:
        """``3·(−2)``: a product in numbers."""
        numbers = tuple(numeral(self.numbers[rank]) for rank in term[1])
        return Product(numbers) if len(numbers) > 1 else numbers[0]

    def _product(self, term: Term) -> Rational:
        coefficient, ranks = term
        return coefficient * prod(self.numbers[rank] for rank in ranks)

    def terms(self, tensor: str, index: Index) -> list[Term]:
        """The products that add up to an entry, in reading order."""
        own = tensor.removeprefix("grad_")
        place = flat(index, self.found.alphabet.shapes[own])
        return list(self.found.output[place]) if tensor == "output" else terms(getattr(self.found, tensor)[place])


def added(nodes: list[Node]) -> Node:
    """Numbers or products as a sum."""
    return Sum(tuple(nodes)) if len(nodes) > 1 else nodes[0]


Drawn = Callable[[str, int], tuple[int, ...]]
"""``(tensor, count)`` → so many numbers for it."""


def example(found: Gradients, drawn: Drawn) -> Example:
    """The layer with numbers drawn for each tensor."""
    shapes = found.alphabet.shapes
    return Example(found=found, given={tensor: drawn(tensor, prod(shapes[tensor])) for tensor in GIVEN})


def chosen(tensor: str, count: int) -> tuple[int, ...]:
    """The usual numbers: distinct as long as they last, not symmetric, none 0, so that a mistake shows."""
    return _shuffled(f"symconv-{tensor}", POOLS[tensor], count)


def ones(tensor: str, count: int) -> tuple[int, ...]:
    """1 everywhere."""
    return (1,) * count


def values_asked(text: str) -> Drawn | None:
    """``chosen``, ``random:7`` or ``ones``; None for ``off``. A file is read elsewhere.

    Raises:
        InputError: the text is none of these.
    """
    known: Mapping[str, Drawn | None] = {"chosen": chosen, "ones": ones, "off": None}
    if text in known:
        return known[text]
    word, _, seed = text.partition(":")
    if word != "random" or not seed.isdecimal():
        raise InputError(f"values must be chosen, random:SEED, ones, off or a file FILE.npz, got {shown(text)}")
    return lambda tensor, count: _shuffled(f"{seed}-{tensor}", tuple(range(-9, 10)), count)


def _shuffled(seed: str, pool: tuple[int, ...], count: int) -> tuple[int, ...]:
    """The pool over and over, each time in another order."""
    draw = Random(seed)  # noqa: S311 - an example, not a secret
    numbers: list[int] = []
    while len(numbers) < count:
        numbers += draw.sample(pool, len(pool))
    return tuple(numbers[:count])
