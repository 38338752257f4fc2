"""Layers of a network: whether f′ and δ of a backward step stand at the layers where they belong."""

from collections.abc import Iterable

from symconv.check.understanding.binding import Binding, Reference
from symconv.notation.text import text
from symconv.notation.tree import Apply, Node, Number, Sum, Symbol


def wrong_layer(target: Reference, factors: list[Node], binding: Binding) -> str:
    """f′ at another layer than the gradient, or at what f gives; empty where it is right."""
    for factor in factors:
        inner = factor.arguments[0] if isinstance(factor, Apply) and factor.arguments else factor
        if not isinstance(inner, Symbol):
            continue
        if inner.name in binding.activated:
            return f"f′ is taken at {text(inner)}, which is what f gives, not what it is applied to"
        here, there = depth(target.upper), depth(inner.upper)
        if here and there and here != there and here[0] == there[0]:
            return f"f′ is taken at {text(inner)}, which is of another layer than the gradient"
    return ""


def wrong_order(target: Reference, upstream: Iterable[Reference]) -> str:
    """A gradient ``δˡ`` from anything but ``δˡ⁺¹``; empty where it is right."""
    here = depth(target.upper)
    for part in upstream if here else ():
        there = depth(part.upper)
        backwards = target.name == part.name and here and there and here[0] == there[0] and there[1] - here[1] != 1
        if backwards:
            return f"{target.name} of a layer follows from that of the next layer, not of the one before"
    return ""


MISSING = "f′ is missing: the layer reads {}, which f gives, and this is the gradient by what f is applied to"


def unactivated(target: Reference, sides: list[list[Reference]], binding: Binding) -> str:
    """``δˡ = δˡ⁺¹ ∗ rot180(W)`` where the layer reads ``a = σ(z)`` and δ is the gradient by z; empty where not."""
    given = [letter for letter in binding.activated if binding.role(letter) == "input"]
    before = target.tensor == "grad_input" and binding.role(target.name) in ("output", "grad_output")
    here = depth(target.upper)
    for side in sides if given and before and here else ():
        above = [depth(part.upper) for part in side if part.tensor == "grad_output"]
        whole = any(part.tensor == "weight" for part in side) and not any(part.tensor == "output" for part in side)
        if whole and above and all(there and here and there == (here[0], here[1] + 1) for there in above):
            return MISSING.format(given[0])
    return ""


def depth(upper: tuple[Node, ...]) -> tuple[str, int] | None:
    """``l+1`` as ``("l", 1)``; None where what stands above is no layer of the network."""
    node = upper[0] if len(upper) == 1 else None
    if isinstance(node, Number):
        return "", node.value
    if isinstance(node, Symbol):
        return node.name, 0
    if isinstance(node, Sum) and len(node.terms) == 2:
        letter, step = node.terms
        if isinstance(letter, Symbol) and isinstance(step, Number):
            return letter.name, step.value
    return None
