"""The chain rule between whole tensors, ``∂L/∂Y · ∂Y/∂X``: another name of the gradient that it leads to."""

from symconv.check.understanding.binding import LOSS, Binding, Reference, is_loss
from symconv.notation.tree import Infix, Node, Partial, Product, Symbol


def is_chain_rule(side: Node, target: Reference, binding: Binding) -> bool:
    """Whether a side is that and no more: each factor goes on from the one before, the last to the target.

    Args:
        side: one side of a claim.
        target: the gradient that is claimed.
        binding: letter → tensor.
    """
    factors = _factors(side)
    if len(factors) < 2 or not all(map(_is_whole, factors)):
        return False
    first, *rest = factors
    begun = binding.reference(first)
    if begun is None or begun.tensor != "grad_output":
        return False
    last = first.by if isinstance(first, Partial) else None
    for factor in rest:
        if not isinstance(factor, Partial) or (last is not None and factor.of != last):
            return False
        last = factor.by
    led = binding.reference(Partial(LOSS, last)) if last is not None else None
    below = {"grad_input": "grad_output"}.get(target.tensor)  # z of the layer below is what this one reads
    return led is not None and led.tensor in (target.tensor, below)


def _factors(side: Node) -> tuple[Node, ...]:
    if isinstance(side, Product):
        return side.factors
    return (side.left, side.right) if isinstance(side, Infix) and not side.parameter else ()


def _is_whole(node: Node) -> bool:
    """Whether a factor has no index that would say which entries are meant."""
    parts = (node.of, node.by) if isinstance(node, Partial) else (node,)
    return all(isinstance(part, Symbol) and (not part.index or is_loss(part)) for part in parts)
