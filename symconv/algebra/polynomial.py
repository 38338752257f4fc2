"""Exact arithmetic in ℤ[x, f, ∂L/∂o], or ℚ: normal forms, and objects that array programs can add and multiply.

A variable is its rank in the alphabet of the layer (``tensors.py``). A monomial is known by the sorted tuple of its
variables' ranks, a normal form maps these to coefficients and holds no zeros, so two polynomials are equal exactly when
their normal forms are.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

Ranks = tuple[int, ...]
Rational = int | Fraction
"""A coefficient: an integer in all that is derived; others may claim a half."""
NormalForm = Mapping[Ranks, Rational]
Term = tuple[Rational, Ranks]
"""A coefficient and a monomial."""


class Polynomial:
    """A polynomial as an array program computed it: a monomial, or a sum or product of others.

    Products of monomials are monomials at once, all else only records what was done, which keeps a sum of n terms
    linear in n; :func:`normal_form` carries it out.
    Elements of object arrays may be these and plain integers, mixed.
    """

    __slots__ = ()

    def __add__(self, other: "Operand") -> "Operand":
        return Plus([self, other]) if other.__class__ is not int or other else self

    __radd__ = __add__

    def __mul__(self, other: "Operand") -> "Operand":
        return Times(self, other) if other.__class__ is not int or other else 0

    __rmul__ = __mul__

    def __neg__(self) -> "Operand":
        return self * -1

    def __sub__(self, other: "Operand") -> "Operand":
        return self + other * -1

    @staticmethod
    def sum_of(parts: "list[Operand]") -> "Operand":
        """The sum of all of them, noted at once."""
        return Plus(parts)

    @staticmethod
    def dot(left: "Sequence[Operand]", right: "Sequence[Operand]") -> "Operand":
        """``Σ left·right``, noted at once."""
        return Dot(left, right)

    def __rsub__(self, other: "Operand") -> "Operand":
        return -self + other


Operand = Polynomial | int


class Monomial(Polynomial):
    """A number times variables; ``ranks`` is sorted."""

    __slots__ = ("coefficient", "ranks")

    def __init__(self, coefficient: Rational, ranks: Ranks) -> None:
        self.coefficient = coefficient
        self.ranks = ranks

    def __mul__(self, other: "Operand") -> "Operand":
        if other.__class__ is Monomial:
            left, right = self.ranks, other.ranks
            ranks = left + right if left and right and left[-1] <= right[0] else merged(left, right)
            return Monomial(self.coefficient * other.coefficient, ranks)
        return Times(self, other) if other.__class__ is not int or other else 0

    __rmul__ = __mul__


class Plus(Polynomial):
    """A sum: the first ``count`` of ``parts``.

    What is added to the longest sum of a list is appended to that list, which sums that it goes on from keep sharing.
    """

    __slots__ = ("count", "parts")

    def __init__(self, parts: "list[Operand]") -> None:
        self.parts = parts
        self.count = len(parts)

    def __add__(self, other: "Operand") -> "Operand":
        if other.__class__ is int and not other:
            return self
        parts = self.parts if self.count == len(self.parts) else self.parts[: self.count]
        parts.append(other)
        return Plus(parts)

    __radd__ = __add__


class Times(Polynomial):
    """A product."""

    __slots__ = ("left", "right")

    def __init__(self, left: Operand, right: Operand) -> None:
        self.left = left
        self.right = right


class Dot(Polynomial):
    """Products, added up."""

    __slots__ = ("left", "right")

    def __init__(self, left: Sequence[Operand], right: Sequence[Operand]) -> None:
        self.left = left
        self.right = right


def variable(rank: int) -> Monomial:
    """The variable of this rank."""
    return Monomial(1, (rank,))


def normal_form(value: Operand) -> NormalForm:
    """The monomials of ``value`` with their coefficients.

    Raises:
        TypeError: ``value`` is built from something that is neither a polynomial nor a fraction.
    """
    distinct = _distinct(value)
    if distinct is not None:
        return distinct
    pending = [value]
    terms: list[Term] = []
    while pending:
        part = pending.pop()
        if isinstance(part, Monomial):
            terms.append((part.coefficient, part.ranks))
        elif isinstance(part, Plus):
            parts = part.parts[: part.count]
            terms += [(each.coefficient, each.ranks) for each in parts if each.__class__ is Monomial]
            pending += [each for each in parts if each.__class__ is not Monomial]
        elif isinstance(part, Dot):
            for left, right in zip(part.left, part.right, strict=True):
                terms += _product(left, right)
        elif isinstance(part, Times):
            terms += _product(part.left, part.right)
        elif isinstance(part, int | Fraction):
            terms.append((part, ()))
        else:
            raise TypeError(f"expected a polynomial or a fraction, got {type(part).__name__}")
    return collected(terms)


def collected(terms: Sequence[Term]) -> NormalForm:
    """Terms with equal monomials added up, zeros left out."""
    total: dict[Ranks, Rational] = {ranks: coefficient for coefficient, ranks in terms}
    if len(total) == len(terms) and all(total.values()):  # as nearly always: no monomial comes twice
        return total
    total = {}
    for coefficient, ranks in terms:
        total[ranks] = total.get(ranks, 0) + coefficient
    return total if all(total.values()) else {ranks: c for ranks, c in total.items() if c}


def _distinct(value: Operand) -> NormalForm | None:
    """A sum of monomials, or of products of two, no two of them alike, as nearly all entries are; None for others."""
    if isinstance(value, Dot):
        return _of_monomials(value)
    if isinstance(value, Plus):
        count, parts = value.count, value.parts[: value.count]
        found = {each.ranks: each.coefficient for each in parts if isinstance(each, Monomial)}
        return found if len(found) == count and all(found.values()) else None
    return None


def _of_monomials(value: Dot) -> NormalForm | None:
    """Products of two monomials, no two of them alike; None for others. This is where long proofs spend their time."""
    left, right = cast("Sequence[Monomial]", value.left), cast("Sequence[Monomial]", value.right)
    try:
        if (
            left and left[0].ranks > right[0].ranks
        ):  # then so it is in nearly all pairs: a tensor's ranks are neighbours
            left, right = right, left
        found = {
            one + other
            if (one := a.ranks) and (other := b.ranks) and one[-1] <= other[0]
            else merged(one, b.ranks): a.coefficient * b.coefficient
            for a, b in zip(left, right, strict=True)
        }
    except AttributeError:  # a sum, a product of others, or an integer
        return None
    return found if len(found) == len(value.left) and all(found.values()) else None


def _product(left: Operand, right: Operand) -> list[Term]:
    factors = normal_form(right).items()
    return [(a * b, merged(one, other)) for one, a in normal_form(left).items() for other, b in factors]


def merged(left: Ranks, right: Ranks) -> Ranks:
    """Two sorted tuples as one."""
    if not left or not right or left[-1] <= right[0]:
        return left + right
    if right[-1] <= left[0]:
        return right + left
    return tuple(sorted(left + right))
