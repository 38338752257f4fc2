"""Exact arithmetic in ℤ[x, f, ∂L/∂o], or ℚ: normal forms, and objects that array programs can add and multiply.

A variable is its rank in the alphabet of the layer (``tensors.py``). A monomial is known by the sorted tuple of its
variables' ranks, a normal form maps these to coefficients and holds no zeros, so two polynomials are equal exactly when
their normal forms are.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

Ranks = tuple[int, ...]
Rational = int | Fraction
"""A coefficient: an integer in all that is derived; others may claim a half."""
NormalForm = Mapping[Ranks, Rational]
Term = tuple[Rational, Ranks]
"""A coefficient and a monomial."""


class Polynomial:
    """A polynomial as an array program computed it: a monomial, or a sum or product of two others.

    Adding and multiplying only record what was done, which keeps a sum of n terms linear in n; :func:`normal_form`
    carries it out.
    Elements of object arrays may be these and plain integers, mixed.
    """

    __slots__ = ()

    def __add__(self, other: "Operand") -> "Operand":
        return Plus(self, other) if other.__class__ is not int or other else self

    __radd__ = __add__

    def __mul__(self, other: "Operand") -> "Operand":
        return Times(self, other) if other.__class__ is not int or other else 0

    __rmul__ = __mul__

    def __neg__(self) -> "Operand":
        return self * -1

    def __sub__(self, other: "Operand") -> "Operand":
        return self + other * -1

    def __rsub__(self, other: "Operand") -> "Operand":
        return -self + other


Operand = Polynomial | int


class Monomial(Polynomial):
    """A number times variables; ``ranks`` is sorted."""

    __slots__ = ("coefficient", "ranks")

    def __init__(self, coefficient: Rational, ranks: Ranks) -> None:
        self.coefficient = coefficient
        self.ranks = ranks


class Plus(Polynomial):
    """A sum."""

    __slots__ = ("left", "right")

    def __init__(self, left: Operand, right: Operand) -> None:
        self.left = left
        self.right = right


class Times(Polynomial):
    """A product."""

    __slots__ = ("left", "right")

    def __init__(self, left: Operand, right: Operand) -> None:
        self.left = left
        self.right = right


def variable(rank: int) -> Monomial:
    """The variable of this rank."""
    return Monomial(1, (rank,))


def normal_form(value: Operand) -> NormalForm:
    """The monomials of ``value`` with their coefficients.

    Raises:
        TypeError: ``value`` is built from something that is neither a polynomial nor an integer.
    """
    pending = [value]
    terms: list[Term] = []
    while pending:
        part = pending.pop()
        if isinstance(part, Monomial):
            terms.append((part.coefficient, part.ranks))
        elif isinstance(part, Plus):
            pending += (part.left, part.right)
        elif isinstance(part, Times):
            terms += _product(part.left, part.right)
        elif isinstance(part, int):
            terms.append((int(part), ()))
        else:
            raise TypeError(f"expected a polynomial or an integer, got {type(part).__name__}")
    return collected(terms)


def collected(terms: Iterable[Term]) -> NormalForm:
    """Terms with equal monomials added up, zeros left out."""
    total: dict[Ranks, Rational] = {}
    for coefficient, ranks in terms:
        total[ranks] = total.get(ranks, 0) + coefficient
    return total if all(total.values()) else {ranks: c for ranks, c in total.items() if c}


def _product(left: Operand, right: Operand) -> list[Term]:
    if isinstance(left, Monomial) and isinstance(right, Monomial):
        return [(left.coefficient * right.coefficient, merged(left.ranks, right.ranks))]
    factors = normal_form(right).items()
    return [(a * b, merged(first, second)) for first, a in normal_form(left).items() for second, b in factors]


def merged(left: Ranks, right: Ranks) -> Ranks:
    """Two sorted tuples as one."""
    if not left or not right or left[-1] <= right[0]:
        return left + right
    return tuple(sorted(left + right))
