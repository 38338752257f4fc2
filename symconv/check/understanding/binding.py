"""Which letter is the input, the filter, the output, the upstream gradient: from definitions, use and custom."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from symconv.check.understanding.names import plain
from symconv.notation.tree import (
    Equation,
    Node,
    Partial,
    Power,
    Symbol,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A tensor as it is written somewhere: which one, with which indices.

    Attributes:
        tensor: ``input``, ``grad_weight`` …
        index: what stands below or in brackets.
        upper: what stands above.
        name: the letter.
        flipped: whether the name itself says so: ``W_{flipped}``.
        padded: whether the name says that the padding counts: ``x_pad``.
        apart: how far its entries stand apart, zeros between them; None where they are neighbours.
    """

    tensor: str
    index: tuple[Node, ...]
    upper: tuple[Node, ...]
    name: str
    flipped: bool = False
    padded: bool = False
    apart: Node | None = None


def differentiated(name: str) -> str:
    """The tensor in ``dX``, ``grad_x``, ``x_grad``; empty where the name is no gradient's."""
    for prefix in ("grad_", "d_", "d", "∇"):
        if name.startswith(prefix) and len(name) > len(prefix):
            return name[len(prefix) :]
    return name[: -len("_grad")] if name.endswith("_grad") else ""


LOSS = Symbol("L")
"""The loss, where a text has no letter for it."""


def is_loss(symbol: Symbol) -> bool:
    """``L``, or ``J(W,b)``: a loss as a function of whole tensors."""
    return all(isinstance(part, Symbol) and (part.name.isupper() or part.name == "b") for part in symbol.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Letter → role, and which letter is the loss.

    Attributes:
        roles: name as written → role; a capital and its small letter play the same role.
        loss: names that are differentiated.
        activated: names that the text defines as ``f(z)``.
        numbered: tensors that the text gives as matrices of numbers.
        padded: names that the text says have the padding in them.
        untied: whether each output has a bias of its own: ``o_ij = … + b_ij``.
    """

    roles: Mapping[str, str]
    loss: frozenset[str] = field(default=frozenset())
    activated: frozenset[str] = field(default=frozenset())
    numbered: frozenset[str] = field(default=frozenset())
    padded: frozenset[str] = field(default=frozenset())
    untied: bool = False
    _known: dict[int, tuple[Node, "Reference | None"]] = field(default_factory=dict, compare=False, repr=False)

    def role(self, name: str) -> str | None:
        """The role of a name."""
        base = plain(name)
        if name.endswith("′") and name not in self.roles:
            return None
        for candidate in (name, base, base.swapcase() if len(base) == 1 else base, base.partition("_")[0]):
            if candidate in self.roles:
                return self.roles[candidate]
        return None

    def reference(self, node: Node) -> Reference | None:
        """The tensor a node stands for; None where it is something else."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = (node, self._reference(node))
        return known[1]

    def _reference(self, node: Node) -> Reference | None:
        if isinstance(node, Partial):
            return self._derivative(node)
        if isinstance(node, Power):
            return self.reference(node.base) if node.exponent == Symbol("T") else None
        if not isinstance(node, Symbol) or any(isinstance(part, Equation) for part in node.index):
            return None
        role = None if node.name.startswith("grad_") else self.role(node.name)
        if role is None and (name := differentiated(node.name)):
            inner = self.role(name)
            role = None if inner in (None, "grad_output") else f"grad_{inner}"
        return None if role is None else self._named(role, node)

    def _named(self, role: str, node: Symbol) -> Reference:
        index = tuple(part for part in node.index if not self._labels(part))
        if role.endswith("bias") and (len(index) > 1 or self.untied):
            index = ()
        marks = {part.name for part in node.upper if isinstance(part, Symbol)}
        suffix = node.name.rpartition("_")[2]
        flipped = bool(marks & _FLIPPED) or suffix in _FLIPPED
        told = suffix in _PADDED or bool({node.name, differentiated(node.name)} & self.padded)
        padded = role in ("input", "grad_input") and (told or bool(marks & _PADDED))
        said = marks & (_FLIPPED | _PADDED) if flipped or padded else set()
        apart = next((part for part in node.upper if _spreads(part)), None)
        upper = tuple(
            part for part in node.upper if part is not apart and not (isinstance(part, Symbol) and part.name in said)
        )
        return Reference(
            tensor=role, index=index, upper=upper, name=node.name, flipped=flipped, padded=padded, apart=apart
        )

    def _labels(self, part: Node) -> bool:
        """Whether an index is a label, as W in ``f_W(x)`` and Y in ``δ_Y(i, j)``."""
        return (
            isinstance(part, Symbol)
            and not part.index
            and self.roles.get(part.name) in ("weight", "input", "output")
            and part.name.isupper()
        )

    def local(self, node: Partial) -> tuple[Reference, Reference] | None:
        """``∂o/∂v``: the output and what it is differentiated by; None where it is no such derivative.

        In ``∂f/∂W[a, b, e, d, c]`` the first indices are the output's.
        """
        above, below = self.reference(node.of), self.reference(node.by)
        if (
            above is None
            or below is None
            or above.tensor != "output"
            or below.tensor not in ("input", "weight", "bias")
        ):
            return None
        count = _OUTPUT_INDICES.get((below.tensor, len(below.index))) if not above.index and not above.upper else None
        if count is None:
            return above, below
        return replace(above, index=below.index[:count]), replace(below, index=below.index[count:])

    def _derivative(self, node: Partial) -> Reference | None:
        below, above = self.reference(node.by), self.reference(node.of)
        if below is None or (above is not None and above.tensor == "output"):
            return None
        if isinstance(node.of, Symbol) and (not is_loss(node.of) or node.of.name == below.name):  # ∂b/∂b is 1
            return None
        if below.tensor not in ("input", "weight", "output", "bias"):
            return None
        return replace(below, tensor=f"grad_{below.tensor}", flipped=False)


def _spreads(part: Node) -> bool:
    return isinstance(part, Symbol) and part.name == "dilate"


_PADDED = frozenset({"pad", "padded"})
_FLIPPED = frozenset({"flip", "flipped", "rot", "rot180"})

_OUTPUT_INDICES = {("weight", 5): 2, ("weight", 7): 3, ("weight", 4): 2, ("input", 4): 2, ("input", 6): 3}
"""(tensor, number of joint indices) → how many of them are the output's."""
