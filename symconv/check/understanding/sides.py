"""What stands on one side of a claim: tensors, matrices, operations on whole maps."""

from collections.abc import Iterator

from symconv.check.understanding.binding import Binding, Reference
from symconv.notation.reader.expression import MAPPING
from symconv.notation.tree import (
    Apply,
    BigSum,
    Cases,
    Derived,
    Entry,
    Equation,
    Fraction,
    Infix,
    Limits,
    Matrix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
)
from symconv.notation.walk import walk


def is_operation(node: Node) -> bool:
    """Whether a node works on whole maps."""
    if isinstance(node, Infix):
        return node.sign in "∗⋆⊛"
    return isinstance(node, Apply) and node.operator.partition("_")[0] in MAPPING


def is_table(side: Node) -> bool:
    """Whether a side is a matrix, or a product of matrices as linear algebra has it."""
    if isinstance(side, Power):
        return side.exponent == Symbol("T") and is_table(side.base)
    if isinstance(side, Product):
        return all(map(is_table, side.factors))
    return isinstance(side, Matrix)


def is_linear(side: Node) -> bool:
    """Whether a side is a matrix, or ``Cᵀ`` of one, times whole vectors: ``[w_1 0; w_2 w_1; 0 w_2]·δ``."""
    return (
        isinstance(side, Product)
        and any(map(is_table, side.factors))
        and all(is_table(part) or isinstance(part, Symbol | Partial | Power) for part in side.factors)
    )


def is_map(side: Node) -> bool:
    """Whether a side is to be evaluated as a whole map rather than entry by entry."""
    return any(isinstance(node, Matrix) or is_operation(node) for node in walk(side))


def operands(node: Node) -> Iterator[Symbol]:
    """The letters that stand for values, which are added, multiplied or convolved."""
    if isinstance(node, Symbol):
        yield node
    elif isinstance(node, Infix):
        yield from (*operands(node.left), *operands(node.right))
    elif isinstance(node, BigSum):
        yield from operands(node.body)
    elif isinstance(node, Fraction):
        yield from operands(node.over)
    elif isinstance(node, Sum | Product):
        for part in node.terms if isinstance(node, Sum) else node.factors:
            yield from operands(part)


def references(node: Node, binding: Binding, *, whole: bool = False) -> Iterator[Reference]:
    """The tensors in a formula, each with its own indices; ``whole`` counts those without any, too."""
    pending = [node]
    while pending:
        found = pending.pop()
        if isinstance(found, Partial):
            reference = binding.reference(found)
            yield from [reference] if reference else binding.local(found) or ()
        elif isinstance(found, Symbol):
            reference = binding.reference(found)
            if reference is not None and (whole or reference.index or reference.upper):
                yield reference
        elif not isinstance(found, Limits):
            pending.extend(_inside(found))


def _inside(node: Node) -> Iterator[Node]:
    """What stands in a node, without the letters of sums and the amounts of operations."""
    if isinstance(node, BigSum):
        yield node.body
    elif isinstance(node, Apply):
        yield from node.arguments
    elif isinstance(node, Infix):
        yield from (node.left, node.right)
    elif isinstance(node, Entry):
        yield node.of
    elif isinstance(node, Derived):
        yield from (node.of, node.by)
    elif isinstance(node, Product | Sum):
        yield from node.factors if isinstance(node, Product) else node.terms
    elif isinstance(node, Equation):
        yield from node.sides
    elif isinstance(node, Fraction):
        yield from (node.over, node.under)
    elif isinstance(node, Power):
        yield node.base
    elif isinstance(node, Cases):
        yield from (row.value for row in node.rows)
    elif isinstance(node, Matrix):
        yield from (cell.node for row in node.rows for cell in row)


def lists(table: Matrix, tensor: str, binding: Binding) -> bool:
    """Whether a table has the entries of a tensor, each where it belongs."""
    cells = [[binding.reference(cell.node) for cell in row] for row in table.rows]
    first = cells[0][0]
    if first is None or len(first.index) != 2:
        return False
    row, column = first.index
    if not isinstance(row, Number) or not isinstance(column, Number):
        return False
    return all(
        one is not None and one.tensor == tensor and one.index == (Number(row.value + i), Number(column.value + j))
        for i, found in enumerate(cells)
        for j, one in enumerate(found)
    )
