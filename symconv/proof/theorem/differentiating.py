"""The derivative of a term by an entry of an array: where every derivation of a gradient starts.

``∂x_j/∂x_i = [j = i]``, and finite sums and brackets are differentiated term by term. A product is differentiated where
one factor holds the array, which is all that O asks for: it is linear in X and in F.
"""

from collections.abc import Iterator

from symconv.errors import ProofError
from symconv.proof.theorem.conditions import Condition, equal
from symconv.proof.theorem.terms import Bracket, Entry, Product, Sum, Term, arrays


def derivative(term: Term, by: Entry) -> Term:
    """``∂term/∂by``: ``Σ [c] x_j·f`` by ``x_i`` is ``Σ [c][j = i]·f``.

    Raises:
        ProofError: the term is not one of sums, brackets and products with the array once.
    """
    match term:
        case Sum(letter, size, body) if letter not in frozenset[object]().union(*(i.letters for i in by.index)):
            return Sum(letter, size, derivative(body, by))
        case Bracket(condition, body):
            return Bracket(condition, derivative(body, by))
        case Product(factors):
            own = [factor for factor in factors if by.array in arrays(factor)]
            rest = tuple(factor for factor in factors if factor not in own)
            if len(own) == 1 and isinstance(own[0], Entry) and rest:
                return _before(own[0], by, rest[0] if len(rest) == 1 else Product(rest))
    raise ProofError(f"a term is not differentiated by {by.array}")


def _before(entry: Entry, by: Entry, rest: Term) -> Term:
    """``∂x_j/∂x_i · rest = [j = i] rest``, one bracket for each part of the index that is written differently."""
    for condition in reversed(list(_tests(entry, by))):
        rest = Bracket(condition, rest)
    return rest


def _tests(entry: Entry, by: Entry) -> Iterator[Condition]:
    pairs = zip((*entry.upper, *entry.index), (*by.upper, *by.index), strict=True)
    return (equal(here, there) for here, there in pairs if here != there)
