"""Formulas of the story: what the algebra found, and the general statements, as trees."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from symconv.algebra.chain_rule import Gradients, Link, gradient, terms
from symconv.algebra.polynomial import NormalForm, Ranks, Rational, Term, collected
from symconv.algebra.tensors import Index
from symconv.notation.paper import Paper
from symconv.notation.tree import ZERO, Dots, Equation, Node, Partial, Product, Sum, negative, numeral

T = TypeVar("T")

LONG_SUM = 12
"""Longer sums and lists are shortened, unless everything is asked for."""

TOLD_SUM = 9
"""The same in a lesson, which has an appendix for more."""

TOLD_OF_CHANNELS = 4
"""The same where output channels are added up, as entries with upper indices are long, and of a transposed layer,
whose inputs reach as many outputs as the filter has entries."""


@dataclass(frozen=True)
class Formulas:
    """Writes what was found in one derivation on its paper."""

    found: Gradients
    paper: Paper
    shorten: bool
    longest: int = LONG_SUM

    @cached_property
    def nodes(self) -> dict[int, Node]:
        """Rank → entry, filled as entries are written."""
        return _Entries(self.found, self.paper)

    def entry(self, rank: int) -> Node:
        """The entry of a rank."""
        return self.nodes[rank]

    def monomial(self, coefficient: Rational, ranks: Ranks) -> Node:
        """``2 ∂L/∂o_00 f_01``."""
        nodes = self.nodes
        factors = [nodes[rank] for rank in ranks]
        if coefficient != 1 or not factors:
            return Product((numeral(coefficient), *factors)) if factors else numeral(coefficient)
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def polynomial(self, found: Iterable[Term]) -> Node:
        """A sum in the order given, 0 when it is empty."""
        return self.sum_of(list(found), lambda term: self.monomial(*term))

    def normal_form(self, form: NormalForm) -> Node:
        """A polynomial in reading order."""
        return self.polynomial((form[ranks], ranks) for ranks in sorted(form))

    def sum_of(self, parts: Sequence[T], written: Callable[[T], Node]) -> Node:
        """The parts, as they are written, added up."""
        kept = self.shortened(parts, written)
        return Sum(tuple(kept)) if len(kept) > 1 else kept[0] if kept else ZERO

    def shortened(self, parts: Sequence[T], written: Callable[[T], Node]) -> list[Node]:
        """The parts; where there are many only the beginning and the end, unless everything is asked for."""
        if not self.shorten or len(parts) <= self.longest:
            return [written(part) for part in parts]
        end = parts[-min(self.longest // 3, 2) :]
        return [*map(written, parts[: self.longest // 2]), Dots(), *map(written, end)]

    def output_line(self, index: Index) -> Equation:
        """``o_00 = x_00 f_00 + …``."""
        rank = self.found.alphabet.rank("output", index)
        row = self.found.output[rank - self.found.alphabet.starts["output"]]
        return Equation((self.entry(rank), self.polynomial(row)))

    def gradient_line(self, tensor: str, index: Index) -> Equation:
        """``∂L/∂x_22 = ∂L/∂o_00 f_22 + …``."""
        return Equation((self.gradient_entry(tensor, index), self.polynomial(terms(self.chain(tensor, index)))))

    def line(self, claim: str, index: Index) -> Equation:
        """The line of an entry of ``output``, ``grad_input``, ``grad_weight`` or ``grad_bias``."""
        if claim == "output":
            return self.output_line(index)
        return self.gradient_line(claim.removeprefix("grad_"), index)

    def true_form(self, claim: str, index: Index) -> NormalForm:
        """The same as a polynomial."""
        if claim == "output":
            alphabet = self.found.alphabet
            return collected(self.found.output[alphabet.rank("output", index) - alphabet.starts["output"]])
        return gradient(self.chain(claim.removeprefix("grad_"), index))

    def chain_line(self, tensor: str, index: Index) -> Equation:
        """``∂L/∂x_22 = ∂L/∂o_00 · ∂o_00/∂x_22 + …``, the local derivatives not yet carried out."""
        entry = self.paper.entry(tensor, index)

        def written(link: Link) -> Node:
            output = self.output_of(link)
            return Product((Partial(self.paper.loss, output), Partial(output, entry)))

        return Equation((self.gradient_entry(tensor, index), self.sum_of(self.chain(tensor, index), written)))

    def local_lines(self, tensor: str, index: Index) -> list[Node]:
        """``∂o_00/∂x_22 = f_22`` for every output the entry takes part in."""
        entry = self.paper.entry(tensor, index)
        return self.shortened(
            self.chain(tensor, index),
            lambda link: Equation((Partial(self.output_of(link), entry), self.polynomial(link.local))),
        )

    def gradient_entry(self, tensor: str, index: Index) -> Node:
        """``∂L/∂x_22``."""
        return Partial(self.paper.loss, self.paper.entry(tensor, index))

    def chain(self, tensor: str, index: Index) -> tuple[Link, ...]:
        """The links of an entry of X, F or b."""
        return self.chain_of(self.found.alphabet.rank(tensor, index))

    def chain_of(self, rank: int) -> tuple[Link, ...]:
        """The same by rank."""
        tensor = self.found.alphabet.tensor(rank)
        chains: tuple[tuple[Link, ...], ...] = getattr(self.found, f"grad_{tensor}")
        return chains[rank - self.found.alphabet.starts[tensor]]

    def output_of(self, link: Link) -> Node:
        """``o_00`` where the link's upstream gradient is ``∂L/∂o_00``."""
        return self.paper.entry("output", self.found.alphabet.entry(link.upstream)[1])


class _Entries(dict[int, Node]):
    """Rank → entry on paper; each is made when it is first asked for."""

    def __init__(self, found: Gradients, paper: Paper) -> None:
        super().__init__()
        self.found, self.paper = found, paper

    def __missing__(self, rank: int) -> Node:
        node = self[rank] = self.paper.entry(*self.found.alphabet.entry(rank))
        return node


def minus(left: Node, right: Node) -> Node:
    """``left − right``."""
    return Sum((left, negative(right)))
