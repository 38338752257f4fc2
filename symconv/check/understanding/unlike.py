"""``⊙`` between tables of unlike sizes, which have no product entry by entry: the text's sign for its convolution."""

from symconv.check.statements import Statement, changed
from symconv.notation.tree import Infix, Matrix, Node
from symconv.notation.walk import rebuilt


def with_unlike_tables(read: list[Statement]) -> list[Statement]:
    """The statements with ``∗`` between such tables."""
    return changed(read, _slid)


def _slid(node: Node) -> Node:
    whole: Node = rebuilt(node, _slid)
    if not isinstance(whole, Infix) or whole.sign != "⊙":
        return whole
    left, right = whole.left, whole.right
    if not isinstance(left, Matrix) or not isinstance(right, Matrix) or _size(left) == _size(right):
        return whole
    return Infix("∗", left, right, whole.parameter)


def _size(table: Matrix) -> list[int]:
    return list(map(len, table.rows))
