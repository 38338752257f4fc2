"""Tensors that a text gives as matrices of numbers, and the sizes that these tell."""

from collections.abc import Iterator, Mapping
from fractions import Fraction as Ratio
from math import prod

from symconv.algebra.polynomial import Rational
from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding
from symconv.notation.tree import Dots, Equation, Fraction, Matrix, Node, Number, Partial, Product, Symbol
from symconv.notation.walk import walk

Numbers = Mapping[str, Mapping[tuple[int, ...], Rational]]
"""Tensor → full 0-based index of a map → its number."""

_SIZED = {"input": "input_size", "weight": "kernel_size"}


def given_numbers(read: list[Statement], binding: Binding) -> Numbers:
    """Tensor → its entries, of the first matrix of numbers that it is given."""
    found: dict[str, Mapping[tuple[int, ...], Rational]] = {}
    for left, right in _defined(read):
        reference = binding.reference(left) if isinstance(left, Symbol | Partial) else None
        if reference is None or reference.tensor not in ("input", "weight", "grad_output"):
            continue
        rows = [[number(cell.node) for cell in row] for row in right.rows]
        entries: dict[tuple[int, ...], Rational | None] = {
            (0, 0, i, j): value for i, row in enumerate(rows) for j, value in enumerate(row)
        }
        known = {place: value for place, value in entries.items() if value is not None}
        if len(known) == len(entries):
            found.setdefault(reference.tensor, known)
    return found


def given_sizes(numbers: Numbers) -> dict[str, str]:
    """``input_size`` and ``kernel_size``, as far as maps of numbers tell them."""
    return {
        _SIZED[tensor]: "x".join(str(side) for side in extent(entries) if side > 1 or max(extent(entries)) == 1)
        for tensor, entries in numbers.items()
        if tensor in _SIZED
    }


def extent(entries: Mapping[tuple[int, ...], Rational]) -> tuple[int, int]:
    """Rows and columns of a map of numbers."""
    last = max(entries)
    return last[-2] + 1, last[-1] + 1


def _defined(read: list[Statement]) -> Iterator[tuple[Node, Matrix]]:
    for statement in read:
        tree = statement.tree
        if isinstance(tree, Equation) and len(tree.sides) == 2 and isinstance(tree.sides[1], Matrix):
            yield tree.sides[0], tree.sides[1]


def number(node: Node) -> Rational | None:
    """``−3``, ``1.2`` or ``1/2``; None where it is no number."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Fraction):
        over, under = number(node.over), number(node.under)
        return Ratio(over) / Ratio(under) if over is not None and under else None
    values = [number(factor) for factor in node.factors] if isinstance(node, Product) else []
    known = [value for value in values if value is not None]
    return prod(known) if known and len(known) == len(values) else None


def is_numeric(node: Node) -> bool:
    """Whether numbers alone stand in a formula: ``(1)(1) + (2)(0)``, a matrix of numbers."""
    return node != Number(0) and not any(isinstance(part, Symbol | Partial | Dots) for part in walk(node))
