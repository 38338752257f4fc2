"""Matrices as linear algebra has them: C X, Cᵀ G, cell by cell."""

import numpy as np

from symconv.check.evaluating.arithmetic import Letters, Unknown
from symconv.check.evaluating.evaluate import Evaluator
from symconv.notation.tree import Matrix, Node, Power, Product
from symconv.routes.operators import Array

LARGEST = 40_000


def table(node: Node, evaluator: Evaluator, letters: Letters) -> Array:
    """The cells of a matrix, of a transpose or of a product of matrices.

    Raises:
        Unknown: it has none, or the matrices do not fit.
    """
    if isinstance(node, Power):
        return table(node.base, evaluator, letters).T
    if isinstance(node, Product):
        total = table(node.factors[0], evaluator, letters)
        for factor in node.factors[1:]:
            following = table(factor, evaluator, letters)
            if total.shape[1] != following.shape[0]:
                raise Unknown("matrices of these sizes cannot be multiplied")
            evaluator.places.budget.spend(total.size * following.shape[1])
            total = np.matmul(total, following)
        return total
    if not isinstance(node, Matrix) or len(node.rows) * len(node.rows[0]) > LARGEST:
        raise Unknown("this is no matrix that can be evaluated")
    cells = np.zeros((len(node.rows), len(node.rows[0])), object)
    for i, row in enumerate(node.rows):
        for j, cell in enumerate(row):
            cells[i, j] = evaluator.scalar(cell.node, letters)
    return cells
