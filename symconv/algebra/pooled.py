"""A pooling by its definition, and ∂L/∂X by the chain rule.

    o_m = Σ_a c_{m,a} x_i        ∂L/∂x_i = Σ_m ∂L/∂o_m · ∂o_m/∂x_i = Σ_{(m,a)} ∂L/∂o_m c_{m,a}

The local derivatives are SymPy's. Of an average c is the number 1/D. Of a max every c stays a symbol, so what is
proven of such sums holds whatever the numbers choose. That ∂o_m/∂x_i is c_{m,a}, 1 where x_i is the largest and 0
where it is not, is SymPy's ∂max(u, v)/∂u = H(u − v) with v the largest of the others, which is free of u
(:func:`largest_holds`). Where several are the largest there is no derivative; the first of them is taken, by
convention.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import sympy

from symconv.algebra.chain_rule import Link, by_sympy
from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.algebra.polynomial import Term
from symconv.algebra.product_rule import Slots
from symconv.algebra.tensors import Index, PooledAlphabet
from symconv.errors import SpecError
from symconv.pooled import PooledSpec
from symconv.sizes import shown
from symconv.spec import positions


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledGradients:
    """A pooling's outputs and ∂L/∂X as terms over the ranks of its alphabet, in reading order.

    Attributes:
        alphabet: what the ranks stand for.
        output: for each output, its terms.
        grad_input: for each input, its chain: one link for each output it takes part in.
    """

    alphabet: PooledAlphabet
    output: tuple[tuple[Term, ...], ...]
    grad_input: tuple[tuple[Link, ...], ...]

    @property
    def spec(self) -> PooledSpec:
        """The layer."""
        return self.alphabet.spec


def differentiate_pooled(spec: PooledSpec, *, limit: int | None = DEFAULT_LIMIT) -> PooledGradients:
    """Every output of a pooling and every entry of ∂L/∂X.

    Args:
        spec: the layer; its batch size must not be open.
        limit: most products ``c·x`` of all outputs, and most entries of the input; None lifts it.

    Raises:
        SpecError: the layer is larger than the limit, or its batch size is open.
    """
    alphabet = PooledAlphabet(spec)
    for tensor, what in (("share", "products c·x"), ("input", "entries")):
        count = len(alphabet.ranks(tensor))
        if limit is not None and count > limit:
            message = f"the layer has up to {shown(count)} {what}, more than the limit {limit} (--max-terms)"
            raise SpecError(message, parameter="input_size", got=spec.input_size)
    chains: dict[int, list[Link]] = {rank: [] for rank in alphabet.ranks("input")}
    outputs = []
    for index in positions(spec.output_shape):
        names = list(_names(alphabet, index))
        window = by_sympy(len(names) // 2, bias=False)
        outputs.append(_carried(alphabet, index, window.output, names))
        upstream = alphabet.rank("grad_output", index)
        for rank, derivative in zip(names[: len(names) // 2], window.derivatives, strict=False):
            chains[rank].append(Link(upstream, _carried(alphabet, index, derivative, names)))
    return PooledGradients(alphabet=alphabet, output=tuple(outputs), grad_input=tuple(map(tuple, chains.values())))


@cache
def largest_holds() -> bool:
    """Whether SymPy's ∂max(u, v)/∂u is H(u − v): 1 where u is the larger, 0 where v is.

    With v = max of all other entries of a window, of which none is u, that is the derivative of every window's
    largest by any entry.
    """
    u, v = sympy.symbols("u v", real=True)
    found = sympy.diff(sympy.Max(u, v), u)
    return bool(found == sympy.Heaviside(u - v) and found.subs(u, v + 1) == 1 and found.subs(u, v - 1) == 0)


def _names(alphabet: PooledAlphabet, index: Index) -> Iterator[int]:
    """The ranks of what an output reads, then of the shares it takes of them."""
    window = alphabet.spec.window(index[2:])
    yield from (alphabet.rank("input", (*index[:2], *place)) for _, place in window)
    yield from (alphabet.rank("share", (*index, *tap)) for tap, _ in window)


def _carried(alphabet: PooledAlphabet, index: Index, slots: Slots, names: list[int]) -> tuple[Term, ...]:
    """The terms of an output in the ranks of its entries; of an average its shares are the number 1/D."""
    terms = tuple((c, tuple(names[slot] for slot in monomial)) for c, monomial in slots)
    spec = alphabet.spec
    if spec.pool == "max":
        return terms
    share, constant = Fraction(1, spec.divisor_at(index[2:])), alphabet.ranks("share")
    return tuple((c * share, tuple(rank for rank in ranks if rank not in constant)) for c, ranks in terms)
