"""One term of a layer's output, f inside f, differentiated by SymPy.

A term of the last layer's output is ``f_a·f(o)``, and o is the sum that the layer before it made, written out down to
X. Differentiation commutes with renaming, so SymPy differentiates one term of each pattern by every symbol in it, and
every term of that pattern is the result with other names. A pattern numbers the symbols and the f(o) of a term in the
order in which they appear.
"""

from functools import lru_cache
from typing import Any

import sympy

from symconv.algebra.polynomial import Rational
from symconv.errors import ProofError

Pattern = Any
"""A number (a symbol), ``(number of f(o), its terms)``, or ``(number of f(o),)`` where it appears once more; a term is
``(coefficient, factors)``. The layer an f stands behind is not told: an f(o) is known by its o."""

Variable = tuple[str, int]
"""``("symbol", n)``, ``("f", n)`` or ``("slope", n)``, numbered as in the pattern."""

Terms = tuple[tuple[Rational, tuple[Variable, ...]], ...]


class Made(sympy.Function):  # type: ignore[misc]  # SymPy has no types
    """``f(o)``; what SymPy knows of it is that its derivative is f′(o)."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:
        """``f′(o)``."""
        return Slope(self.args[0])


class Slope(sympy.Function):  # type: ignore[misc]  # as above
    """``f′(o)``; nothing is differentiated twice, so its own derivative is not needed."""

    nargs = 1


@lru_cache(maxsize=1024)
def derivatives(pattern: Pattern) -> tuple[Terms, ...]:
    """A term's derivatives by its symbols, in their order, as sums of products."""
    nested = _Nested()
    whole = nested.term(pattern)
    symbols = [symbol for symbol, (kind, _) in nested.known.items() if kind == "symbol"]
    return tuple(tuple(nested.polynomial(sympy.diff(whole, symbol))) for symbol in symbols)


class _Nested:
    """Builds the expression of a pattern, and reads polynomials in its symbols, f(o) and f′(o)."""

    def __init__(self) -> None:
        self.known: dict[Any, Variable] = {}
        self.made: dict[int, Any] = {}

    def term(self, pattern: Pattern) -> Any:
        """A coefficient times factors."""
        coefficient, factors = pattern
        return sympy.Mul(coefficient, *map(self.factor, factors))

    def factor(self, pattern: Pattern) -> Any:
        """A symbol, or f of a sum."""
        if isinstance(pattern, int):
            symbol = sympy.Symbol(f"u_{pattern}")
            self.known.setdefault(symbol, ("symbol", pattern))
            return symbol
        number, *terms = pattern
        if terms:
            inside = sympy.Add(*map(self.term, terms[0]))
            self.made[number] = Made(inside)
            self.known.setdefault(self.made[number], ("f", number))
            self.known.setdefault(Slope(inside), ("slope", number))
        return self.made[number]

    def polynomial(self, node: Any) -> list[tuple[Rational, tuple[Variable, ...]]]:
        """An expression, multiplied out.

        Raises:
            ProofError: it is none.
        """
        if node in self.known:
            return [(1, (self.known[node],))]
        if node.is_Integer:
            return [(int(node), ())] if node else []
        if node.is_Add:
            return [term for part in node.args for term in self.polynomial(part)]
        if node.is_Mul:
            total: list[tuple[Rational, tuple[Variable, ...]]] = [(1, ())]
            for factor in node.args:
                found = self.polynomial(factor)
                total = [(a * b, (*left, *right)) for a, left in total for b, right in found]
            return total
        if node.is_Pow and node.exp.is_Integer and node.exp > 0:
            return self.polynomial(sympy.Mul(*[node.base] * int(node.exp), evaluate=False))
        raise ProofError(f"expected a polynomial in symbols, f and f′, SymPy returned {node}")
