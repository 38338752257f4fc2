"""Rules for brackets."""

from collections.abc import Iterable

from symconv.proof.theorem.conditions import Condition, Side, divides, equal
from symconv.proof.theorem.indices import Index, whole
from symconv.proof.theorem.rules.common import Rewritten, expected, need
from symconv.proof.theorem.terms import Bracket, Plus, Product, Sum, Term


def pull(term: Term) -> Rewritten:
    """``Σ_v [c] E = [c] Σ_v E`` where c does not mention v."""
    total = expected(term, Sum, "a sum of a bracket")
    inner = expected(total.body, Bracket, "a sum of a bracket")
    need(total.letter not in inner.condition.letters, "a bracket without v")
    return Rewritten(Bracket(inner.condition, Sum(total.letter, total.size, inner.body)))


def push(term: Term) -> Rewritten:
    """``[c] Σ_v E = Σ_v [c] E`` where c does not mention v."""
    outer = expected(term, Bracket, "a bracket before a sum")
    total = expected(outer.body, Sum, "a bracket before a sum")
    need(total.letter not in outer.condition.letters, "a bracket without v")
    return Rewritten(Sum(total.letter, total.size, Bracket(outer.condition, total.body)))


def swap(term: Term) -> Rewritten:
    """``[c][d] E = [d][c] E``."""
    outer = expected(term, Bracket, "two brackets")
    inner = expected(outer.body, Bracket, "two brackets")
    return Rewritten(Bracket(inner.condition, Bracket(outer.condition, inner.body)))


def restate(term: Term, *, old: int = 1, new: tuple[Condition, ...]) -> Rewritten:
    """``[c₁]…[c_old] E = [d₁]…[dₙ] E`` where the conditions on both sides say the same."""
    given, body = [], term
    for _ in range(old):
        outer = expected(body, Bracket, f"{old} brackets")
        given.append(outer.condition)
        body = outer.body
    there = tuple(Side(claim, tuple(given)) for claim in new)
    back = tuple(Side(claim, new) for claim in given)
    return Rewritten(_before(new, body), there + back)


def insert(term: Term, *, new: tuple[Condition, ...]) -> Rewritten:
    """``E = [c] E`` where c always holds."""
    return Rewritten(_before(new, term), tuple(Side(claim) for claim in new))


def modulo(term: Term, *, times: Index) -> Rewritten:
    """``[s | x] E = [s | x − s·y] E``: a multiple of s can be taken off."""
    outer = expected(term, Bracket, "a bracket [s | x]")
    need(outer.condition.kind == "divides", "a bracket [s | x]")
    divisor = outer.condition.right
    return Rewritten(Bracket(divides(divisor, outer.condition.left - divisor * times), outer.body))


def vanish(term: Term) -> Rewritten:
    """``[c] E = 0`` where c never holds: from it 0 = 1 would follow."""
    outer = expected(term, Bracket, "a bracket")
    return Rewritten(Plus(()), (Side(equal(whole(0), whole(1)), (outer.condition,)),))


def attach(term: Term, *, factor: int) -> Rewritten:
    """``[c] (A·B) = ([c] A)·B``."""
    outer = expected(term, Bracket, "a bracket before a product")
    factors = list(expected(outer.body, Product, "a bracket before a product").factors)
    need(0 <= factor < len(factors), "a factor")
    factors[factor] = Bracket(outer.condition, factors[factor])
    return Rewritten(Product(tuple(factors)))


def detach(term: Term, *, factor: int) -> Rewritten:
    """``([c] A)·B = [c] (A·B)``."""
    factors = list(expected(term, Product, "a product with a bracket").factors)
    need(0 <= factor < len(factors), "a factor")
    inner = expected(factors[factor], Bracket, "a bracket before the factor")
    factors[factor] = inner.body
    return Rewritten(Bracket(inner.condition, Product(tuple(factors))))


def _before(conditions: Iterable[Condition], body: Term) -> Term:
    for condition in reversed(tuple(conditions)):
        body = Bracket(condition, body)
    return body
