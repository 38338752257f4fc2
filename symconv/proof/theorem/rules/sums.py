"""Rules for sums."""

from symconv.proof.theorem.conditions import Side, equal, within
from symconv.proof.theorem.indices import Index, Letter, alone, whole
from symconv.proof.theorem.rules.common import Rewritten, expected, need
from symconv.proof.theorem.terms import Bracket, Plus, Product, Sum, Term, brackets, free, put

LONGEST_UNROLLED = 64


def exchange(term: Term) -> Rewritten:
    """``Σ_v Σ_w E = Σ_w Σ_v E``: finite sums can be exchanged."""
    outer = expected(term, Sum, "a sum of a sum")
    inner = expected(outer.body, Sum, "a sum of a sum")
    need(outer.letter not in inner.size.letters and inner.letter not in outer.size.letters, "sizes that do not depend")
    need(outer.letter != inner.letter, "two letters")
    return Rewritten(Sum(inner.letter, inner.size, Sum(outer.letter, outer.size, inner.body)))


def collapse(term: Term) -> Rewritten:
    """``Σ_{v<n} [v = q] E(v) = [0 ≤ q < n] E(q)``: one term of the sum is left."""
    total = expected(term, Sum, "a sum")
    only = expected(total.body, Bracket, "a bracket [v = q] in the sum")
    need(only.condition.kind == "equal" and alone(only.condition.left) == total.letter, "a bracket [v = q]")
    at = only.condition.right
    need(total.letter not in at.letters, "a q without v")
    return Rewritten(Bracket(within(at, total.size), put(only.body, {total.letter: at})))


def spread(term: Term, *, letter: Letter, size: Index, place: Index, body: Term) -> Rewritten:
    """``E(q) = Σ_{v<n} [v = q] E(v)`` where ``0 ≤ q < n``; collapse read backwards."""
    need(letter not in free(term) | place.letters | size.letters, "a new letter")
    need(put(body, {letter: place}) == term, "the same term at v = q")
    running = Index((((letter,), 1),))
    return Rewritten(Sum(letter, size, Bracket(equal(running, place), body)), (Side(within(place, size)),))


def reindex(term: Term, *, letter: Letter, to: Index, back: Index) -> Rewritten:
    """``Σ_{v<n} E(v) = Σ_{w<n} E(to(w))`` where ``to`` is a bijection of 0..n−1 with the inverse ``back``."""
    total = expected(term, Sum, "a sum")
    old, new = (Index((((name,), 1),)) for name in (total.letter, letter))
    need(letter != total.letter and letter not in free(term), "a new letter")
    need(total.letter not in to.letters and letter not in back.letters, "maps of the other letter")
    there, here = within(new, total.size), within(old, total.size)
    sides = (
        Side(within(to, total.size), (there,)),
        Side(within(back, total.size), (here,)),
        Side(equal(back.put({total.letter: to}), new), (there,)),
        Side(equal(to.put({letter: back}), old), (here,)),
    )
    return Rewritten(Sum(letter, total.size, put(total.body, {total.letter: to})), sides)


def lengthen(term: Term, *, size: Index) -> Rewritten:
    """``Σ_{v<n} [c] E = Σ_{v<n′} [c] E`` where ``c`` keeps v below both sizes: further terms are 0."""
    total = expected(term, Sum, "a sum")
    tests = tuple(brackets(_first(total.body)))
    need(bool(tests), "brackets that end the sum")
    need(total.letter not in size.letters, "a size without v")
    running = Index((((total.letter,), 1),))
    here, there = within(running, total.size), within(running, size)
    sides = (Side(there, (here, *tests)), Side(here, (there, *tests)))
    return Rewritten(Sum(total.letter, size, total.body), sides)


def unroll(term: Term) -> Rewritten:
    """``Σ_{v<3} E(v) = E(0) + E(1) + E(2)``."""
    total = expected(term, Sum, "a sum")
    count = total.size.number
    need(count is not None and count <= LONGEST_UNROLLED, "a small number of terms")
    return Rewritten(Plus(tuple(put(total.body, {total.letter: whole(at)}) for at in range(count or 0))))


def _first(term: Term) -> Term:
    """The first factor, where the brackets of a product may stand."""
    while isinstance(term, Product):
        term = term.factors[0]
    return term
