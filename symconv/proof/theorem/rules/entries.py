"""Rules for entries and products."""

from symconv.proof.theorem.conditions import Side, equal
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.indices import Index
from symconv.proof.theorem.rules.common import Rewritten, expected, need
from symconv.proof.theorem.terms import Entry, Plus, Product, Sum, Term, free


def same(term: Term, *, index: tuple[Index, ...]) -> Rewritten:
    """``A_p = A_q`` where p = q along every axis."""
    entry = expected(term, Entry, "an entry")
    need(len(index) == len(entry.index), "an index for every axis")
    pairs = zip(entry.index, index, strict=True)
    return Rewritten(Entry(entry.array, index, entry.upper), tuple(Side(equal(p, q)) for p, q in pairs if p != q))


def commute(term: Term, *, order: tuple[int, ...]) -> Rewritten:
    """``A·B = B·A``."""
    factors = expected(term, Product, "a product").factors
    need(sorted(order) == list(range(len(factors))), "an order of the factors")
    return Rewritten(Product(tuple(factors[at] for at in order)))


def distribute(term: Term, *, factor: int) -> Rewritten:
    """``A·Σ_v E = Σ_v A·E`` where A does not mention v."""
    factors = list(expected(term, Product, "a product with a sum").factors)
    need(0 <= factor < len(factors), "a factor")
    total = expected(factors[factor], Sum, "a product with a sum")
    others = factors[:factor] + factors[factor + 1 :]
    need(all(total.letter not in free(other) for other in others), "other factors without v")
    factors[factor] = total.body
    flat = [part for at in factors for part in (at.factors if isinstance(at, Product) else (at,))]
    return Rewritten(Sum(total.letter, total.size, Product(tuple(flat))))


def extract(term: Term, *, factor: int) -> Rewritten:
    """``Σ_v A·E = A·Σ_v E`` where A does not mention v; distribute read backwards."""
    total = expected(term, Sum, "a sum of products")
    factors = list(expected(total.body, Product, "a sum of products").factors)
    need(0 <= factor < len(factors) and len(factors) > 1, "a factor")
    taken = factors.pop(factor)
    need(total.letter not in free(taken), "a factor without v")
    rest = factors[0] if len(factors) == 1 else Product(tuple(factors))
    return Rewritten(Product((taken, Sum(total.letter, total.size, rest))))


def gather(term: Term) -> Rewritten:
    """``(A + B) + 0 = A + B``."""
    terms = expected(term, Plus, "a sum of a few").terms
    flat = tuple(part for at in terms for part in (at.terms if isinstance(at, Plus) else (at,)))
    return Rewritten(flat[0] if len(flat) == 1 else Plus(flat))


def name(term: Term, *, definition: Definition, index: tuple[Index, ...], upper: tuple[Index, ...] = ()) -> Rewritten:
    """The definition of a named array, read from right to left."""
    need(definition.at(index, upper) == term, f"what {definition.array} stands for at this index")
    return Rewritten(Entry(definition.array, index, upper), defines=definition)
