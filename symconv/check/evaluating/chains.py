"""The chain rule in whole tensors, ``∂L/∂y · ∂y/∂x_{12}``, which means the sum over all outputs."""

from symconv.check.understanding.binding import Binding
from symconv.notation.tree import Node, Partial


def opens_chain(node: Node, binding: Binding) -> bool:
    """Whether a factor is the gradient of the output as a whole."""
    upstream = binding.reference(node) if isinstance(node, Partial) else None
    return upstream is not None and upstream.tensor == "grad_output" and not upstream.index and not upstream.upper


def is_chain(before: Node, node: Node, binding: Binding) -> bool:
    """Whether two factors are ``∂L/∂y`` and ``∂y/∂…``."""
    above = binding.reference(node.of) if isinstance(node, Partial) else None
    return opens_chain(before, binding) and above is not None and above.tensor == "output" and not above.index
