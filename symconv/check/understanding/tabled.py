"""Tables of entries that are convolved, ``[w_11, w_12, w_13; …] ∗ [x_11, x_12; …]``: the smaller is the filter."""

from collections.abc import Iterable, Iterator

from symconv.notation.tree import Infix, Matrix, Node, Symbol


def input_and_filter_by_size(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """The letters of the input and of the filter, as the sizes of their tables show."""
    for node in (node for node in nodes if isinstance(node, Infix)):
        tables = [one for one in (node.left, node.right) if isinstance(one, Matrix)]
        listed = [(len(one.rows) * len(one.rows[0]), one.rows[0][0].node) for one in tables]
        if len(listed) == 2 and all(isinstance(first, Symbol) and first.index for _, first in listed):
            (small, taps), (large, inputs) = sorted(listed, key=lambda one: one[0])
            if small < large and isinstance(taps, Symbol) and isinstance(inputs, Symbol):
                yield inputs.name, taps.name


def is_grid(node: Node) -> bool:
    """Whether a matrix shows entries of one tensor, and no zeros around or between them."""
    cells = [cell.node for row in node.rows for cell in row] if isinstance(node, Matrix) else []
    names = {cell.name if isinstance(cell, Symbol) and cell.index else "" for cell in cells}
    return len(names) == 1 and "" not in names
