"""Matrices as linear algebra has them: C X, Cᵀ G, cell by cell; a whole tensor is the column of its entries."""

from symconv.check.evaluating.arithmetic import Letters
from symconv.check.evaluating.evaluate import Evaluator
from symconv.check.evaluating.maps import Maps
from symconv.check.evaluating.unknown import Misfit, Unknown
from symconv.exact import ExactArray, matmul, reshape, zeros
from symconv.notation.tree import Matrix, Node, Partial, Power, Product, Symbol

LARGEST = 40_000


def column(side: Node, maps: Maps) -> ExactArray:
    """A matrix times whole vectors, as one column; a vector that stands first is a row.

    Raises:
        Unknown: the matrices do not fit, or it is no column.
    """
    if isinstance(side, Product) and isinstance(side.factors[0], Symbol | Partial):  # a row, as in G C
        side = Product((Power(side.factors[0], Symbol("T")), *side.factors[1:]))
    cells = table(side, maps.evaluator, {}, maps)
    if 1 not in cells.shape:
        raise Unknown("this product is neither a column nor a row")
    return reshape(cells, (-1,))


def table(node: Node, evaluator: Evaluator, letters: Letters, maps: Maps | None = None) -> ExactArray:
    """The cells of a matrix, of a transpose or of a product of matrices.

    Args:
        node: the formula.
        evaluator: the layer.
        letters: letter → number.
        maps: whole tensors, where they may stand as columns.

    Raises:
        Unknown: it has none, or the matrices do not fit.
    """
    if isinstance(node, Power):
        return table(node.base, evaluator, letters, maps).mT
    if isinstance(node, Product):
        total = table(node.factors[0], evaluator, letters, maps)
        for factor in node.factors[1:]:
            following = table(factor, evaluator, letters, maps)
            if total.shape[1] != following.shape[0]:
                raise Misfit("matrices of these sizes cannot be multiplied")
            evaluator.places.budget.spend(total.size * following.shape[1])
            total = matmul(total, following)
        return total
    if maps is not None and isinstance(node, Symbol | Partial):
        return reshape(maps.value(node, letters), (-1, 1))
    if not isinstance(node, Matrix) or len(node.rows) * len(node.rows[0]) > LARGEST:
        raise Unknown("this is no matrix that can be evaluated")
    cells = zeros((len(node.rows), len(node.rows[0])))
    for i, row in enumerate(node.rows):
        for j, cell in enumerate(row):
            cells[i, j] = evaluator.scalar(cell.node, letters)
    return cells
