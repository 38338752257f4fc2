"""A formula too wide for type that can be read goes over several lines, which begin with a sign."""

from collections.abc import Iterator

from symconv.notation.tree import EMPTY, Equation, Node, Sum
from symconv.render.powerpoint.extent import extent
from symconv.render.powerpoint.grids import LEAST
from symconv.render.powerpoint.shapes import ACROSS

MOST = ACROSS / LEAST
"""The width up to which a formula is one line, in ems: at the least size of type it takes all the room."""
LINE = 0.65 * MOST
"""The width of its lines where it is not."""


def broken(formula: Node) -> Iterator[Node]:
    """The formula, or its lines: a sum at the end of a long equation is cut between its terms."""
    total = formula.sides[-1] if isinstance(formula, Equation) else None
    if not isinstance(formula, Equation) or not isinstance(total, Sum) or extent(formula).width <= MOST:
        yield formula
        return
    line: Node = Equation((*formula.sides[:-1], Sum(total.terms[:1])), formula.relation)
    for term in total.terms[1:]:
        longer = _with(line, term)
        if extent(longer).width > LINE:
            yield line
            longer = Sum((EMPTY, term))
        line = longer
    yield line


def _with(line: Node, term: Node) -> Node:
    """A line and one more term."""
    if isinstance(line, Equation):
        return Equation((*line.sides[:-1], _with(line.sides[-1], term)), line.relation)
    return Sum((*line.terms, term)) if isinstance(line, Sum) else Sum((line, term))
