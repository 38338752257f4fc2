"""What was found, as SymPy expressions for whoever wants to go on from there."""

from collections.abc import Callable

import sympy

from symconv.algebra.chain_rule import Gradients, terms
from symconv.algebra.polynomial import Term
from symconv.algebra.tensors import Index


def arrays(found: Gradients, written: Callable[[str, Index], str]) -> dict[str, sympy.ImmutableDenseNDimArray]:
    """``output``, ``grad_input``, ``grad_weight`` (and ``grad_bias``) as SymPy arrays of the tensors' full shapes.

    Args:
        found: the outputs and gradients.
        written: names the symbol of an entry, given its tensor and full index.
    """
    alphabet = found.alphabet
    symbols: dict[int, sympy.Symbol] = {}

    def symbol(rank: int) -> sympy.Symbol:
        if rank not in symbols:
            symbols[rank] = sympy.Symbol(written(*alphabet.entry(rank)))
        return symbols[rank]

    def expression(row: list[Term]) -> sympy.Expr:
        products = (sympy.Mul(coefficient, *map(symbol, ranks)) for coefficient, ranks in row)
        return sympy.Add(*products)

    rows = {
        "output": [list(row) for row in found.output],
        "input": [terms(chain) for chain in found.grad_input],
        "weight": [terms(chain) for chain in found.grad_weight],
        "bias": [terms(chain) for chain in found.grad_bias],
    }
    names = {"output": "output", "input": "grad_input", "weight": "grad_weight", "bias": "grad_bias"}
    return {
        names[tensor]: sympy.ImmutableDenseNDimArray([expression(row) for row in entries], alphabet.shapes[tensor])
        for tensor, entries in rows.items()
        if entries
    }
