"""Derivatives of expressions, ``∂/∂w_{mn} Σ x_{i+a} w_a`` or ``∂w_{ab}/∂w_{mn}``: term by term, by one entry."""

from symconv.algebra.polynomial import Monomial, NormalForm, Operand


def derivative(form: NormalForm, rank: int) -> Operand:
    """The derivative of a polynomial by the variable of this rank."""
    total: Operand = 0
    for ranks, coefficient in form.items():
        power = ranks.count(rank)
        if power:
            first = ranks.index(rank)
            total = total + Monomial(coefficient * power, (*ranks[:first], *ranks[first + 1 :]))
    return total
