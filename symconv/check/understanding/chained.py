"""The chain rule between whole tensors, ``∂L/∂Y · ∂Y/∂X``: another name of the gradient that it leads to."""

from collections.abc import Iterable, Mapping

from symconv.check.statements import Statement
from symconv.check.understanding.binding import LOSS, Binding, Reference, is_loss
from symconv.check.understanding.said import Said
from symconv.notation.tree import BigSum, Equation, Infix, Limits, Node, Partial, Power, Product, Symbol

RULE = "the chain rule"


def chain_rules(read: Iterable[Statement], binding: Binding) -> Mapping[int, Said]:
    """Offset → that a statement is the chain rule and nothing else; its factors may stand in any order."""
    return {one.start: Said(word="right", kind="chain", message=RULE) for one in read if _says_it(one.tree, binding)}


def _says_it(tree: Node | None, binding: Binding) -> bool:
    if not isinstance(tree, Equation) or tree.relation != "=" or len(tree.sides) != 2:
        return False
    left, right = tree.sides
    if isinstance(right, BigSum):
        return _sums_it(left, right, binding)
    target = binding.reference(left) if isinstance(left, Partial) and _is_whole(left) else None
    factors = _factors(right)
    written = (factors, factors[::-1]) if len(factors) == 2 else (factors,)
    return target is not None and any(is_chain_rule(Product(order), left, target, binding) for order in written)


def _sums_it(left: Node, right: BigSum, binding: Binding) -> bool:
    """``∂L/∂F_i = Σ_k ∂L/∂O_k · ∂O_k/∂F_i``, where one letter counts all entries of the output."""
    factors = _factors(right.body)
    over = [part.letter if isinstance(part, Limits) else part for part in right.over]
    if not isinstance(left, Partial) or len(factors) != 2 or not all(isinstance(one, Partial) for one in factors):
        return False
    pair = sorted((factor for factor in factors if isinstance(factor, Partial)), key=lambda one: one.of != left.of)
    upstream, local = pair
    known = [binding.reference(node) for node in (left, upstream)]
    if not isinstance(local.of, Symbol) or None in known:
        return False
    tensors = [found.tensor for found in known if found is not None]
    plain = len(over) == 1 and local.of.index == tuple(over)
    return plain and tensors[1] == "grad_output" and upstream.by == local.of and local.by == left.by


def is_chain_rule(side: Node, left: Node, target: Reference, binding: Binding) -> bool:
    """Whether a side is that and no more: each factor goes on from the one before, the last to the target.

    Args:
        side: one side of a claim.
        left: the other side; where it is a derivative, the last factor is by the very same tensor.
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
    if isinstance(left, Partial) and left.by != last:
        return False
    led = binding.reference(Partial(LOSS, last)) if last is not None else None
    below = {"grad_input": "grad_output"}.get(target.tensor)  # z of the layer below is what this one reads
    return led is not None and led.tensor in (target.tensor, below)


def _factors(side: Node) -> tuple[Node, ...]:
    """The factors, from the loss on; Jacobians that are transposed, ``(∂Y/∂X)ᵀ δ``, stand the other way round."""
    found: tuple[Node, ...] = (side.left, side.right) if isinstance(side, Infix) and not side.parameter else ()
    found = side.factors if isinstance(side, Product) else found
    if not any(map(_is_transposed, found)):
        return found
    return tuple(one.base if isinstance(one, Power) and _is_transposed(one) else one for one in reversed(found))


def _is_transposed(node: Node) -> bool:
    return isinstance(node, Power) and isinstance(node.base, Partial) and node.exponent in (Symbol("T"), Symbol("⊤"))


def _is_whole(node: Node) -> bool:
    """Whether a factor has no index that would say which entries are meant."""
    parts = (node.of, node.by) if isinstance(node, Partial) else (node,)
    return all(isinstance(part, Symbol) and (not part.index or is_loss(part)) for part in parts)
