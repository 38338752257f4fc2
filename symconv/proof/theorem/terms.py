"""Terms of a commutative ring: finite sums over an index, brackets, products, sums of a few, and entries of arrays.

An array is a total function on integers: ``g_m`` is some number also where there is no output m. So nothing can be
proven by reading beyond an end; a bracket must keep the index inside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from symconv.errors import ProofError
from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.indices import Index, Letter

Values = Mapping[Letter, Index]
Place = tuple[int, ...]


class RejectedError(ProofError):
    """A step that is not valid, or one the judge could not decide.

    Attributes:
        detail: the side condition, or the layer, on which it failed.
    """

    def __init__(self, message: str, detail: object = None) -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Entry:
    """``g_m``, an entry of an array; ``upper`` holds image and channel."""

    array: str
    index: tuple[Index, ...]
    upper: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied; none of them is 1."""

    factors: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Plus:
    """Terms added; none of them is 0."""

    terms: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Bracket:
    """``[condition] body``: the body where the condition holds, else 0."""

    condition: Condition
    body: "Term"


@dataclass(frozen=True, slots=True)
class Sum:
    """``Σ body`` over ``0 ≤ letter < size``."""

    letter: Letter
    size: Index
    body: "Term"


Term = Entry | Product | Plus | Bracket | Sum


def parts(term: Term) -> tuple[Term, ...]:
    """The terms directly below."""
    match term:
        case Product(factors):
            return factors
        case Plus(terms):
            return terms
        case Bracket(_, body) | Sum(_, _, body):
            return (body,)
    return ()


def rebuilt(term: Term, below: tuple[Term, ...]) -> Term:
    """The term with others directly below."""
    match term:
        case Product():
            return Product(below)
        case Plus():
            return Plus(below)
        case Bracket() | Sum():
            return replace(term, body=below[0])
    return term


def indices(term: Term) -> tuple[Index, ...]:
    """The indices a term itself holds, without those below it."""
    match term:
        case Entry(_, index, upper):
            return (*upper, *index)
        case Bracket(condition, _):
            return condition.left, condition.right
        case Sum(_, size, _):
            return (size,)
    return ()


def free(term: Term) -> frozenset[Letter]:
    """The letters that no sum of the term binds."""
    own = frozenset[Letter]().union(*(index.letters for index in indices(term)), *(free(part) for part in parts(term)))
    return own - {term.letter} | term.size.letters if isinstance(term, Sum) else own


def arrays(term: Term) -> frozenset[str]:
    """The names of the arrays in it."""
    own = frozenset({term.array}) if isinstance(term, Entry) else frozenset[str]()
    return own.union(*map(arrays, parts(term)))


def divisors(term: Term) -> frozenset[Index]:
    """What something in the term is divided by."""
    own = term.condition.divisors if isinstance(term, Bracket) else frozenset[Index]()
    return own.union(*(index.divisors for index in indices(term)), *(divisors(part) for part in parts(term)))


def put(term: Term, values: Values) -> Term:
    """The term with indices in the place of letters.

    Raises:
        RejectedError: a sum of the term binds one of the letters.
    """
    match term:
        case Entry(array, index, upper):
            return Entry(array, tuple(i.put(values) for i in index), tuple(i.put(values) for i in upper))
        case Bracket(condition, body):
            return Bracket(condition.put(values), put(body, values))
        case Sum(letter, size, body):
            if letter in values or any(letter in index.letters for index in values.values()):
                raise RejectedError(f"the letter {letter.name} would be caught by a sum")
            return Sum(letter, size.put(values), put(body, values))
    return rebuilt(term, tuple(put(part, values) for part in parts(term)))


def brackets(term: Term) -> Iterator[Condition]:
    """The conditions in front of a term, the outermost first."""
    while isinstance(term, Bracket):
        yield term.condition
        term = term.body


def below(term: Term, path: Place) -> Term:
    """What stands at a path.

    Raises:
        RejectedError: nothing does.
    """
    for step in path:
        if not 0 <= step < len(parts(term)):
            raise RejectedError(f"nothing stands at {path}")
        term = parts(term)[step]
    return term
