"""Indices: polynomials with whole coefficients in letters and quotients, such as ``s·m + d·a − p₋`` or ``⌊t/s⌋``.

Two that are the same polynomial are equal, however they were written; each prints in the order it was written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LEADING = ("s", "d", "k", "M", "N", "p₋", "p₊", "r", "B", "H", "U", "V")
"""Letters of sizes; in a product they come first."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that stands for an integer; ``axis`` tells letters of one meaning apart."""

    name: str
    axis: int = 0

    @property
    def rank(self) -> tuple[int, str, int]:
        """Where it stands in a product."""
        return (LEADING.index(self.name) if self.name in LEADING else len(LEADING), self.name, self.axis)


@dataclass(frozen=True, slots=True)
class Quotient:
    """``⌊over/under⌋`` for a positive ``under``."""

    over: "Index"
    under: "Index"

    @property
    def rank(self) -> tuple[int, str, int]:
        """After every letter."""
        return len(LEADING) + 1, "", 0


Atom = Letter | Quotient
Monomial = tuple[Atom, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A polynomial: each product of letters and quotients once, with a coefficient that is not 0."""

    terms: tuple[tuple[Monomial, int], ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Index) and frozenset(self.terms) == frozenset(other.terms)

    def __hash__(self) -> int:
        return hash(frozenset(self.terms))

    def __add__(self, other: "Index | int") -> "Index":
        return _collected((*self.terms, *whole(other).terms))

    def __radd__(self, other: int) -> "Index":
        return whole(other) + self

    def __neg__(self) -> "Index":
        return self * -1

    def __sub__(self, other: "Index | int") -> "Index":
        return self + -whole(other)

    def __rsub__(self, other: int) -> "Index":
        return whole(other) - self

    def __mul__(self, other: "Index | int") -> "Index":
        pairs = ((mine, theirs) for mine in self.terms for theirs in whole(other).terms)
        return _collected((tuple(sorted(a + b, key=_rank)), m * n) for (a, m), (b, n) in pairs)

    def __rmul__(self, other: int) -> "Index":
        return self * other

    @property
    def number(self) -> int | None:
        """Its value where it has no letters."""
        if not self.terms:
            return 0
        (monomial, coefficient), *rest = self.terms
        return coefficient if not monomial and not rest else None

    @property
    def atoms(self) -> Iterator[Atom]:
        """Its letters and quotients, and those inside quotients."""
        for monomial, _ in self.terms:
            for atom in monomial:
                yield atom
                if isinstance(atom, Quotient):
                    yield from atom.over.atoms
                    yield from atom.under.atoms

    @property
    def letters(self) -> frozenset[Letter]:
        """The letters in it."""
        return frozenset(atom for atom in self.atoms if isinstance(atom, Letter))

    @property
    def divisors(self) -> frozenset["Index"]:
        """What something in it is divided by."""
        return frozenset(atom.under for atom in self.atoms if isinstance(atom, Quotient))

    def put(self, values: Mapping[Letter, "Index"]) -> "Index":
        """With indices in the place of letters."""
        if self.letters.isdisjoint(values):
            return self
        total = whole(0)
        for monomial, coefficient in self.terms:
            product = whole(coefficient)
            for atom in monomial:
                product = product * _put(atom, values)
            total = total + product
        return total

    def value(self, numbers: Mapping[Letter, Any]) -> Any:
        """The integer it is for these numbers; for arrays of numbers, an array."""
        total: Any = 0
        for monomial, number in self.terms:
            coefficient: Any = number
            for atom in monomial:
                coefficient = coefficient * (numbers[atom] if isinstance(atom, Letter) else _divided(atom, numbers))
            total = total + coefficient
        return total


def whole(value: Index | int) -> Index:
    """An integer as an index."""
    return value if isinstance(value, Index) else Index((((), value),) if value else ())


def letter(name: str, axis: int = 0) -> Index:
    """A letter as an index."""
    return Index((((Letter(name, axis),), 1),))


def alone(index: Index) -> Letter | None:
    """The letter that an index is, if it is nothing else."""
    match index.terms:
        case (((Letter() as found,), 1),):
            return found
    return None


def solved_for(name: Letter, zero: Index) -> Index | None:
    """The index that a letter is where ``zero`` is 0; None where it does not stand there alone with a factor ±1."""
    factor = dict(zero.terms).get((name,), 0)
    rest = zero - Index((((name,), factor),)) if factor else zero
    return rest * -factor if abs(factor) == 1 and name not in rest.letters else None


def quotient(over: Index, under: Index) -> Index:
    """``⌊over/under⌋``."""
    if over.number is not None and under.number:
        return whole(over.number // under.number)
    return over if under.number == 1 else Index((((Quotient(over, under),), 1),))


def _collected(terms: "Iterator[tuple[Monomial, int]] | tuple[tuple[Monomial, int], ...]") -> Index:
    found: dict[Monomial, int] = {}
    for monomial, coefficient in terms:
        found[monomial] = found.get(monomial, 0) + coefficient
    return Index(tuple((monomial, coefficient) for monomial, coefficient in found.items() if coefficient))


def _rank(atom: Atom) -> tuple[int, str, int]:
    return atom.rank


def _put(atom: Atom, values: Mapping[Letter, Index]) -> Index:
    if isinstance(atom, Letter):
        return values[atom] if atom in values else Index((((atom,), 1),))
    return quotient(atom.over.put(values), atom.under.put(values))


def _divided(atom: Quotient, numbers: Mapping[Letter, Any]) -> Any:
    return atom.over.value(numbers) // atom.under.value(numbers)
