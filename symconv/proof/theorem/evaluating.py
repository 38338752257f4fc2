"""What a term is for given numbers and arrays, by counting through its sums.

A bracket is tried as soon as its letters have numbers: where it fails, the sums behind it are not counted through.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.indices import Index, Letter, Quotient
from symconv.proof.theorem.terms import Bracket, Entry, Place, Plus, Product, Sum, Term

Numbers = dict[Letter, int]
Arrays = Mapping[str, Callable[[Place, Place], Any]]
Evaluator = Callable[[Numbers, Arrays], Any]


def value(term: Term, numbers: Mapping[Letter, int], arrays: Arrays) -> Any:
    """What the term is for these numbers and arrays."""
    return evaluator(term)(dict(numbers), arrays)


def evaluator(term: Term) -> Evaluator:
    """A function of numbers and arrays; it takes the numbers as a dictionary of its own."""
    match term:
        case Entry(array, index, upper):
            return _entry(array, tuple(map(_index, index)), tuple(map(_index, upper)))
        case Product(factors):
            return _product(tuple(map(evaluator, factors)))
        case Plus(terms):
            return _plus(tuple(map(evaluator, terms)))
        case Bracket(condition, body):
            return _bracket(_test(condition), evaluator(body))
        case Sum():
            return _sum(term)


def _entry(array: str, index: "tuple[Callable[[Numbers], int], ...]", upper: Any) -> Evaluator:
    def entry(numbers: Numbers, arrays: Arrays) -> Any:
        return arrays[array](tuple(at(numbers) for at in upper), tuple(at(numbers) for at in index))

    return entry


def _product(factors: tuple[Evaluator, ...]) -> Evaluator:
    def product(numbers: Numbers, arrays: Arrays) -> Any:
        found = 1
        for factor in factors:
            found = found * factor(numbers, arrays) if found else found
        return found

    return product


def _plus(terms: tuple[Evaluator, ...]) -> Evaluator:
    return lambda numbers, arrays: sum(term(numbers, arrays) for term in terms)


def _bracket(test: Callable[[Numbers], bool], body: Evaluator) -> Evaluator:
    return lambda numbers, arrays: body(numbers, arrays) if test(numbers) else 0


def _sum(term: Sum) -> Evaluator:
    letter, size, body = term.letter, _index(term.size), evaluator(term.body)
    tests = tuple(_test(condition) for condition in _ahead(term.body) if letter in condition.letters)

    def total(numbers: Numbers, arrays: Arrays) -> Any:
        found = 0
        for at in range(size(numbers)):
            numbers[letter] = at
            if all(test(numbers) for test in tests):
                found = found + body(numbers, arrays)
        return found

    return total


def _ahead(term: Term) -> Iterator[Condition]:
    """The brackets in front, also those behind sums, that do not mention what those sums run over."""
    inner: set[Letter] = set()
    while isinstance(term, (Sum, Bracket)):
        if isinstance(term, Sum):
            inner.add(term.letter)
        elif term.condition.letters.isdisjoint(inner):
            yield term.condition
        term = term.body


def _test(condition: Condition) -> Callable[[Numbers], bool]:
    left, right = _index(condition.left), _index(condition.right)
    if condition.kind == "equal":
        return lambda numbers: left(numbers) == right(numbers)
    if condition.kind == "within":
        return lambda numbers: 0 <= left(numbers) < right(numbers)
    return lambda numbers: left(numbers) % right(numbers) == 0


def _index(index: Index) -> Callable[[Numbers], int]:
    products = tuple((coefficient, tuple(map(_atom, monomial))) for monomial, coefficient in index.terms)

    def at(numbers: Numbers) -> int:
        total = 0
        for coefficient, atoms in products:
            for atom in atoms:
                coefficient *= numbers[atom] if isinstance(atom, Letter) else atom(numbers)
            total += coefficient
        return total

    return at


def _atom(atom: Letter | Quotient) -> Letter | Callable[[Numbers], int]:
    if isinstance(atom, Letter):
        return atom
    over, under = _index(atom.over), _index(atom.under)
    return lambda numbers: over(numbers) // under(numbers)
