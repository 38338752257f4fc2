"""One window and its derivatives by the product rule, ∂(u·w)/∂u = w: for verdicts, which are wanted at once.

SymPy takes longer to load than most texts to judge. All that is told and proven is differentiated by it
(``window.py``), and says the same of every window.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from symconv.algebra.polynomial import Term

Slots = tuple[Term, ...]
"""Terms over slots: inputs are slots 0..K−1, taps K..2K−1, the bias is 2K."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """An output and its derivatives.

    Attributes:
        output: ``o = Σ u_k w_k (+ b)``.
        derivatives: ``∂o/∂slot`` for every slot.
    """

    output: Slots
    derivatives: tuple[Slots, ...]

    @cached_property
    def entries(self) -> tuple[int | None, ...]:
        """The slot that each derivative is, or None where it is another polynomial."""
        return tuple(_entry(derivative) for derivative in self.derivatives)


@lru_cache(maxsize=256)
def by_product_rule(products: int, bias: bool) -> Window:
    """The window of ``products`` products and its derivatives by every symbol in it."""
    inputs, taps = range(products), range(products, 2 * products)
    return Window(
        output=(*((1, pair) for pair in zip(inputs, taps, strict=True)), *([(1, (2 * products,))] if bias else [])),
        derivatives=(*(((1, (slot,)),) for slot in (*taps, *inputs)), *([((1, ()),)] if bias else [])),
    )


def _entry(derivative: Slots) -> int | None:
    """The slot of ``u``, of no other polynomial."""
    match derivative:
        case ((1, (slot,)),):
            return slot
    return None
