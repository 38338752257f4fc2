"""An activation around a whole layer, ``Y = f(X ∗ F + b)``: the layer is what stands in it."""

from collections.abc import Iterator

from symconv.check.statements import Statement, changed
from symconv.notation.reader.words import OPERATORS
from symconv.notation.tree import Apply, BigSum, Equation, Infix, Node, Number, Symbol
from symconv.notation.walk import walk

_FUNCTIONS = frozenset("fghφσρψ")
_OPERATIONS = frozenset(OPERATORS.values())


def without_applied(read: list[Statement]) -> list[Statement]:
    """The statements with ``Y = X ∗ F + b`` for ``Y = f(X ∗ F + b)``."""
    return changed(read, _bare)


def applied(read: list[Statement]) -> Iterator[str]:
    """The letters of what such an activation gives."""
    for one in read:
        if one.tree is not None and _bare(one.tree) is not one.tree and isinstance(one.tree, Equation):
            left = one.tree.sides[0]
            yield from [left.name] if isinstance(left, Symbol) else []


def _bare(tree: Node) -> Node:
    left, *rest = tree.sides if isinstance(tree, Equation) and tree.relation == "=" else (tree,)
    inner = _layer(rest[0]) if len(rest) == 1 and isinstance(left, Symbol) else None
    return tree if inner is None else Equation((left, inner))


def _layer(side: Node) -> Node | None:
    """The layer in ``f(…)``, ``ReLU(…)`` or ``max(0, …)``; None where it is something else."""
    inner: tuple[Node, ...] = ()
    if isinstance(side, Symbol) and side.name in _FUNCTIONS and not side.upper:
        inner = side.index
    elif isinstance(side, Apply) and side.operator == "max":
        inner = tuple(part for part in side.arguments if part != Number(0))
    elif isinstance(side, Apply) and side.operator not in _OPERATIONS and side.operator[-1:] != "′":
        inner = side.arguments
    told = len(inner) == 1 and any(isinstance(node, BigSum | Infix) for node in walk(inner[0]))
    return inner[0] if told else None
