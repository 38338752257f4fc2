"""Tensors that a text gives as matrices of numbers."""

from collections.abc import Iterator

from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding
from symconv.notation.tree import Equation, Matrix, Node, Number, Partial, Product, Symbol


def given_numbers(read: list[Statement], binding: Binding) -> dict[str, dict[tuple[int, ...], int]]:
    """Tensor → its entries."""
    found: dict[str, dict[tuple[int, ...], int]] = {}
    for left, right in _defined(read):
        reference = binding.reference(left) if isinstance(left, Symbol | Partial) else None
        rows = [[_value(cell.node) for cell in row] for row in right.rows]
        if (
            reference is not None
            and reference.tensor in ("input", "weight", "grad_output")
            and all(None not in row for row in rows)
        ):
            found[reference.tensor] = {
                (0, 0, i, j): value for i, row in enumerate(rows) for j, value in enumerate(row) if value is not None
            }
    return found


def _defined(read: list[Statement]) -> Iterator[tuple[Node, Matrix]]:
    for statement in read:
        tree = statement.tree
        if isinstance(tree, Equation) and len(tree.sides) == 2 and isinstance(tree.sides[1], Matrix):
            yield tree.sides[0], tree.sides[1]


def _value(node: Node | None) -> int | None:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Product) and len(node.factors) == 2 and all(isinstance(part, Number) for part in node.factors):
        first, second = node.factors
        return first.value * second.value if isinstance(first, Number) and isinstance(second, Number) else None
    return None
