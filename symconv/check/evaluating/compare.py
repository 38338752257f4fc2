"""A claim against the truth on one layer, entry by entry."""

from contextlib import suppress

from symconv.check.evaluating.differences import Comparison
from symconv.check.evaluating.entrywise import accumulated, entries, pair_of, paired, summed, summed_of
from symconv.check.evaluating.evaluate import Evaluator
from symconv.check.evaluating.expected import Expected
from symconv.check.evaluating.noted import Enough, Notes
from symconv.check.evaluating.unknown import Misfit, Unknown
from symconv.check.evaluating.wholes import cells, is_one, jacobian, linear, one_entry, one_map
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.given import is_numeric
from symconv.check.understanding.sides import is_linear, is_map, is_table, lists
from symconv.notation.tree import Matrix, Node, Power, Product

UNTIED = "each output has a bias of its own, as the text defines it"


def compare(claim: Claim, evaluator: Evaluator, *, einstein: bool, first: bool) -> Comparison:
    """Every entry of the claim against the truth.

    Args:
        claim: the claim.
        evaluator: the layer and the order of the indices.
        einstein: whether letters that occur only on the right are summed.
        first: whether to stop at the first difference.

    Raises:
        Unknown: no side has a value on this layer.
    """
    result = Comparison(truth=evaluator.truth, assumed=evaluator.assumed)
    if claim.untied:
        result.assumed.add(UNTIED)
    expected = Expected(claim=claim, truth=evaluator.truth, data=evaluator.data)
    notes = Notes(claim=claim, evaluator=evaluator, expected=expected, result=result, first=first)
    sides = (*claim.sides, claim.left) if _says_more(claim) else claim.sides
    with suppress(Enough):
        if isinstance(claim.left, Matrix) and _names(claim):
            notes.sized(0, (len(claim.left.rows), len(claim.left.rows[0])))
        for number, side in enumerate(sides):
            try:
                _side(notes, number, side, einstein=einstein)
            except Misfit as problem:
                notes.misfit(number, str(problem))
            except Unknown as problem:  # the other sides may still be judged
                result.problems[number] = problem
    if not result.compared:
        raise next(iter(result.problems.values()), None) or Unknown("nothing in it can be compared")
    return result


def _says_more(claim: Claim) -> bool:
    """Whether the left side is a map to be compared, too: a table of entries, but not one of the outputs in order."""
    return (
        is_map(claim.left)
        and not _names(claim)
        and not all(isinstance(one, Product) and is_table(one) for one in claim.sides)
    )


def _names(claim: Claim) -> bool:
    """Whether the left side shows the outputs in order."""
    return isinstance(claim.left, Matrix) and lists(claim.left, "output", claim.binding)


def _side(notes: Notes, number: int, side: Node, *, einstein: bool) -> None:
    """One side beside the truth, by what it is: a number for each entry, or a whole."""
    claim = notes.claim
    if is_numeric(side):
        notes.expected.ask_numbers()
    if (pair := pair_of(side)) is not None:
        paired(notes, number, pair)
    elif (inner := summed_of(claim, side)) is not None:
        summed(notes, number, inner)
    elif isinstance(claim.left, Matrix) and isinstance(side, Product | Power) and is_table(side):
        cells(notes, number, side, claim.left)
    elif claim.output is not None and is_map(side):
        jacobian(notes, number, side, claim.output)
    elif is_linear(side) and not claim.target.index:
        linear(notes, number, side)
    elif claim.maps[: number + 1][number:] == (True,) and is_one(claim.target):
        one_entry(notes, number, side)
    elif number == len(claim.sides) or claim.maps[number]:
        one_map(notes, number, side)
    elif claim.relation == "+=":
        accumulated(notes, number, side)
    else:
        entries(notes, number, side, einstein=einstein)
