"""The layer as one matrix, ``y = C x``: its gradient is ``∂L/∂x = Cᵀ ∂L/∂y``, whatever the layer is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding, differentiated
from symconv.check.understanding.matrix_names import MatrixNames, factors_of, sides_of, untransposed
from symconv.check.understanding.said import Said
from symconv.notation.tree import Equation, Node, Partial, Power, Symbol

TRANSPOSED = "a linear map takes gradients back by its transpose"
UNTURNED = "a linear map takes gradients back by its transpose; {} is not the transpose of the matrix of the layer"
ROWS = "gradients are rows, or columns, as the product needs them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A matrix times a vector.

    Attributes:
        made: what the product is: ``outputs`` or ``input``.
        of: what the vector is.
        gradients: whether both are gradients.
        matrix: the letter of the matrix.
        turned: whether it is the transpose that acts on the vector as a column.
        rows: whether the vector stands before the matrix, as a row.
    """

    made: str
    of: str
    gradients: bool
    matrix: str
    turned: bool
    rows: bool


def layer_matrices(read: Iterable[Statement], binding: Binding) -> Mapping[int, Said]:
    """Offset → what is to be said of a gradient that is written with the layer's matrix."""
    names = MatrixNames(binding, frozenset())
    applied = {one.start: found for one in read if (found := _applied(one, names))}
    layer = {
        one.matrix: one for one in applied.values() if (one.made, one.of, one.gradients) == ("outputs", "input", False)
    }
    backward = {
        start: one
        for start, one in applied.items()
        if (one.made, one.of, one.gradients) == ("input", "outputs", True) and one.matrix in layer
    }
    return {start: _said(one, layer[one.matrix]) for start, one in backward.items()}


def _said(found: Applied, layer: Applied) -> Said:
    if found.turned == layer.turned:
        return Said(word="wrong", message=UNTURNED.format(found.matrix))
    if found.rows != layer.rows:
        return Said(word="right under an assumption", message=TRANSPOSED, assumptions=(ROWS,))
    return Said(word="right", message=TRANSPOSED)


def _applied(one: Statement, names: MatrixNames) -> Applied | None:
    left, right = sides_of(one)
    factors = factors_of(right) if isinstance(one.tree, Equation) and one.tree.relation == "=" else ()
    if left is None or len(factors) != 2:
        return None
    matrices = [_is_matrix(factor, names) for factor in factors]
    if sum(matrices) != 1:
        return None
    rows = matrices[1]
    matrix, vector = (factors[1], factors[0]) if rows else factors
    letter = untransposed(matrix)
    return Applied(
        made=names.kind(left),
        of=names.kind(vector),
        gradients=_is_gradient(left, names) and _is_gradient(vector, names),
        matrix=letter.name if isinstance(letter, Symbol) else "",
        turned=isinstance(matrix, Power) != rows,
        rows=rows,
    )


def _is_matrix(node: Node, names: MatrixNames) -> bool:
    """Whether a factor is a capital of its own, perhaps transposed."""
    letter = untransposed(node)
    capital = isinstance(letter, Symbol) and letter.name[:1].isupper() and not letter.index and not letter.upper
    return capital and not names.kind(letter) and names.binding.role(getattr(letter, "name", "")) is None


def _is_gradient(node: Node, names: MatrixNames) -> bool:
    named = node.name if isinstance(node, Symbol) else ""
    return isinstance(node, Partial) or bool(differentiated(named)) or names.role(named) == "grad_output"
