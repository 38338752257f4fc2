"""Convolutions one after the other, differentiated by SymPy as one function.

    L = Σ_m g_m o_m,    o = the last layer's outputs, written out in X and in all filters and biases

L has the gradients of every loss with ∂L/∂o_m = g_m. The activation is any differentiable function: SymPy knows of it
that ∂f(u)/∂u = f′(u), and nothing else. Neither the δ-recursion nor a chain of layers is used here: a derivative is
that of terms written out down to X (see :mod:`.nested`).

In polynomials f(o) and f′(o) are variables. Where two outputs of a layer are the same expression (two windows that
read zeros alone), the variables of the first stand for both (``Composition.same``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from symconv.algebra.chain_rule import differentiate
from symconv.algebra.nested import Pattern, derivatives
from symconv.algebra.polynomial import NormalForm, Ranks, Term, collected
from symconv.algebra.stacked import StackAlphabet, Whole
from symconv.errors import SpecError
from symconv.sizes import shown
from symconv.stack import Stack

DEFAULT_LIMIT = 20_000
"""Most paths from X to the loss that are differentiated unless somebody asks for more."""

Rows = Mapping[int, tuple[Term, ...]]
"""Rank of an f(o) → the terms of o."""


@dataclass(frozen=True, kw_only=True)
class Composition:
    """What SymPy says of a stack.

    Attributes:
        alphabet: what the ranks stand for.
        same: rank of an f(o) or f′(o) → rank of the first that is the same expression.
        gradients: tensor → each entry's derivative of L, row by row: of ``input`` of layer 1, of every ``weight`` and
            ``bias``, and of every ``output`` but the last layer's.
    """

    alphabet: StackAlphabet
    same: Mapping[int, int]
    gradients: Mapping[Whole, tuple[NormalForm, ...]]

    def merged(self, form: NormalForm) -> NormalForm:
        """A polynomial with the same variables for the same expressions."""
        if not self.same:
            return form
        terms = [(c, tuple(sorted(self.same.get(rank, rank) for rank in ranks))) for ranks, c in form.items()]
        return collected(terms)


def composed(stack: Stack, *, limit: int | None = DEFAULT_LIMIT) -> Composition:
    """The derivatives of L by every entry of X, of the filters, of the biases, and of the outputs on the way.

    Args:
        stack: the layers; their batch size must not be open.
        limit: most paths from X to the loss; None lifts it.

    Raises:
        SpecError: there are more paths than the limit, or the batch size is open.
    """
    if limit is not None and stack.most_paths > limit:
        paths = shown(stack.most_paths)
        message = f"the layers have up to {paths} paths from X to the loss, more than the limit {limit} (--max-terms)"
        raise SpecError(message, parameter="input_size", got=stack.first.input_size)
    alphabet = StackAlphabet(stack)
    layers = [list(_rows(alphabet, number)) for number in range(1, len(stack.layers) + 1)]
    whole = _Function(alphabet, layers, 1)
    gradients = {name: whole.gradient(name) for name in alphabet.parameters}
    for number in range(1, len(stack.layers)):
        gradients["output", number] = _Function(alphabet, layers, number + 1).gradient(("output", number))
    return Composition(alphabet=alphabet, same=_same(alphabet, layers), gradients=gradients)


def _rows(alphabet: StackAlphabet, number: int) -> Iterator[tuple[Term, ...]]:
    """The outputs of one layer by its definition, as terms over the ranks of the stack."""
    found = differentiate(alphabet.stack.layers[number - 1], limit=None)
    read = ("input", 1) if number == 1 else ("activation", number - 1)
    names = {"input": read, "weight": ("weight", number), "bias": ("bias", number)}
    moved = {
        rank: place
        for own, name in names.items()
        for rank, place in zip(found.alphabet.ranks(own), alphabet.ranks(name), strict=True)
    }
    for row in found.output:
        yield tuple((coefficient, tuple(moved[rank] for rank in ranks)) for coefficient, ranks in row)


def _same(alphabet: StackAlphabet, layers: list[list[tuple[Term, ...]]]) -> dict[int, int]:
    """Rank of an f(o) or f′(o) → the first of the same expression, where that is another."""
    same: dict[int, int] = {}
    for number, rows in enumerate(layers[:-1], 1):
        first: dict[tuple[Term, ...], int] = {}
        for place, row in enumerate(rows):
            told = tuple(sorted((c, tuple(sorted(same.get(rank, rank) for rank in ranks))) for c, ranks in row))
            if first.setdefault(told, place) != place:
                for name in ("activation", "slope"):
                    start = alphabet.starts[name, number]
                    same[start + place] = start + first[told]
    return same


@dataclass(frozen=True)
class _Function:
    """The last outputs as a function of X and the filters, or of the outputs of the layer before ``start``."""

    alphabet: StackAlphabet
    layers: list[list[tuple[Term, ...]]]
    start: int

    @cached_property
    def inside(self) -> Rows:
        """Rank of an f(o) → the terms of o: a single symbol where L is a function of it."""
        found: dict[int, tuple[Term, ...]] = {}
        for number in range(max(self.start - 1, 1), len(self.layers)):
            ranks = self.alphabet.ranks(("activation", number))
            own = [((1, (rank,)),) for rank in self.alphabet.ranks(("output", number))]
            found.update(zip(ranks, own if number < self.start else self.layers[number - 1], strict=True))
        return found

    @cached_property
    def found(self) -> Mapping[int, list[Term]]:
        """Rank of a symbol → the terms of ∂L/∂(it)."""
        found: dict[int, list[Term]] = {}
        upstream = self.alphabet.ranks(("grad_output", len(self.layers)))
        for rank, row in zip(upstream, self.layers[-1], strict=True):
            for term in row:
                told = _Told(self.alphabet, self.inside)
                pattern = told.term(term)
                for symbol, parts in zip(told.symbols, derivatives(pattern), strict=True):
                    named = ((c, told.named(variables)) for c, variables in parts)
                    found.setdefault(symbol, []).extend((c, tuple(sorted((rank, *ranks)))) for c, ranks in named)
        return found

    def gradient(self, name: Whole) -> tuple[NormalForm, ...]:
        """``Σ_m g_m ∂o_m/∂v`` for every entry of a tensor."""
        return tuple(collected(self.found.get(rank, [])) for rank in self.alphabet.ranks(name))


class _Told:
    """A term as a pattern, and the ranks behind the numbers in it."""

    def __init__(self, alphabet: StackAlphabet, inside: Rows) -> None:
        self.alphabet, self.inside = alphabet, inside
        self.symbols: list[int] = []
        self.made: list[int] = []

    def term(self, term: Term) -> Pattern:
        """The pattern of a term."""
        coefficient, ranks = term
        return coefficient, tuple(map(self._factor, ranks))

    def _factor(self, rank: int) -> Pattern:
        if rank not in self.inside:
            if rank not in self.symbols:
                self.symbols.append(rank)
            return self.symbols.index(rank)
        if rank in self.made:
            return (self.made.index(rank),)
        self.made.append(rank)
        return self.made.index(rank), tuple(map(self.term, self.inside[rank]))

    def named(self, variables: tuple[tuple[str, int], ...]) -> Ranks:
        """What variables of the pattern are here."""
        return tuple(self._rank(kind, number) for kind, number in variables)

    def _rank(self, kind: str, number: int) -> int:
        if kind == "symbol":
            return self.symbols[number]
        (_, layer), index = self.alphabet.entry(self.made[number])
        return self.made[number] if kind == "f" else self.alphabet.rank(("slope", layer), index)
