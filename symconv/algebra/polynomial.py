"""Exact arithmetic in ℤ[x, f, ∂L/∂o]: normal forms, and objects that array programs can add and multiply.

A variable is its rank in the alphabet of the layer (``tensors.py``). A monomial is the sorted tuple of its variables'
ranks, a normal form maps each monomial to its coefficient and holds no zeros, so two polynomials are equal exactly when
their normal forms are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Monomial = tuple[int, ...]
NormalForm = Mapping[Monomial, int]
Term = tuple[int, Monomial]
"""A coefficient and a monomial."""


class Polynomial:
    """A polynomial as it was computed: a variable, or a sum or product of two others.

    Adding and multiplying only record what was done, which keeps a sum of n terms linear in n; :func:`normal_form`
    carries it out. Elements of object arrays may be these and plain integers, mixed.
    """

    __slots__ = ()

    def __add__(self, other: "Operand") -> "Operand":
        return self if isinstance(other, int) and other == 0 else Plus(self, other)

    __radd__ = __add__

    def __mul__(self, other: "Operand") -> "Operand":
        return 0 if isinstance(other, int) and other == 0 else Times(self, other)

    __rmul__ = __mul__

    def __neg__(self) -> "Operand":
        return self * -1

    def __sub__(self, other: "Operand") -> "Operand":
        return self + other * -1

    def __rsub__(self, other: "Operand") -> "Operand":
        return -self + other


Operand = Polynomial | int


@dataclass(slots=True, eq=False)
class Variable(Polynomial):
    """The variable of this rank."""

    rank: int


@dataclass(slots=True, eq=False)
class Plus(Polynomial):
    """A sum."""

    left: Operand
    right: Operand


@dataclass(slots=True, eq=False)
class Times(Polynomial):
    """A product."""

    left: Operand
    right: Operand


def normal_form(value: Operand) -> NormalForm:
    """The monomials of ``value`` with their coefficients.

    Raises:
        TypeError: ``value`` is built from something that is neither a polynomial nor an integer.
    """
    pending = [value]
    terms: list[Term] = []
    while pending:
        part = pending.pop()
        if isinstance(part, Plus):
            pending += (part.left, part.right)
        else:
            terms += _terms(part)
    return collected(terms)


def collected(terms: Iterable[Term]) -> NormalForm:
    """Terms with equal monomials added up, zeros left out."""
    total: dict[Monomial, int] = {}
    for coefficient, monomial in terms:
        total[monomial] = total.get(monomial, 0) + coefficient
    return total if all(total.values()) else {monomial: c for monomial, c in total.items() if c}


def multiplied(left: Iterable[Term], right: Iterable[Term]) -> list[Term]:
    """The product of two sums of terms."""
    factors = tuple(right)
    return [(a * b, tuple(sorted(first + second))) for a, first in left for b, second in factors]


def _terms(part: Operand) -> Iterable[Term]:
    """The terms of anything but a sum."""
    if isinstance(part, Variable):
        return ((1, (part.rank,)),)
    if isinstance(part, Times):
        return multiplied(_factor(part.left), _factor(part.right))
    if isinstance(part, int):
        return ((int(part), ()),)
    raise TypeError(f"expected a polynomial or an integer, got {type(part).__name__}")


def _factor(part: Operand) -> Iterable[Term]:
    if isinstance(part, Plus):
        return [(coefficient, monomial) for monomial, coefficient in normal_form(part).items()]
    return _terms(part)
