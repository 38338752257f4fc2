"""One window, differentiated by SymPy.

An output is a sum of products of K inputs with K taps (and a bias), all of them different symbols. Differentiation
commutes with renaming, so SymPy differentiates one window for each K, in place-holder symbols ``u_0 … u_{K−1}``
(inputs), ``w_0 … w_{K−1}`` (taps) and ``b``, and every output of that many products is that result with other names.
"""

from functools import lru_cache

import sympy

from symconv.algebra.polynomial import Term
from symconv.algebra.product_rule import Slots, Window
from symconv.errors import ProofError


@lru_cache(maxsize=256)
def differentiated(products: int, bias: bool) -> Window:
    """The window of ``products`` products and its derivatives by every symbol in it."""
    inputs = sympy.symbols(f"u_:{products}") if products else ()
    taps = sympy.symbols(f"w_:{products}") if products else ()
    slots = (*inputs, *taps, *((sympy.Symbol("b"),) if bias else ()))
    slot_of = {symbol: slot for slot, symbol in enumerate(slots)}
    parts = (*(u * w for u, w in zip(inputs, taps, strict=True)), *slots[2 * products :])
    output = sympy.Add(*parts, evaluate=False)  # all parts differ, so there is nothing to collect
    holding: dict[sympy.Symbol, list[sympy.Expr]] = {symbol: [] for symbol in slots}
    for term in sympy.Add.make_args(output):
        for symbol in term.free_symbols:
            holding[symbol].append(term)
    found = (sympy.Add(*(sympy.diff(term, symbol) for term in holding[symbol])) for symbol in slots)
    return Window(
        output=_terms(output, slot_of),
        derivatives=tuple(_terms(derivative, slot_of) for derivative in found),
    )


def _terms(expression: sympy.Expr, slot_of: dict[sympy.Symbol, int]) -> Slots:
    """A SymPy polynomial with integer coefficients as terms, in the order of their slots."""
    return tuple(sorted((_term(part, slot_of) for part in sympy.Add.make_args(expression) if part != 0), key=_reading))


def _term(part: sympy.Expr, slot_of: dict[sympy.Symbol, int]) -> Term:
    coefficient, slots = 1, []
    for factor in sympy.Mul.make_args(part):
        base, exponent = factor.as_base_exp()
        if base in slot_of and exponent.is_Integer and exponent > 0:
            slots += [slot_of[base]] * int(exponent)
        elif factor.is_Integer:
            coefficient *= int(factor)
        else:
            raise ProofError(f"expected a polynomial in the window's symbols, SymPy returned {part}")
    return coefficient, tuple(sorted(slots))


def _reading(term: Term) -> tuple[int, ...]:
    return term[1]
