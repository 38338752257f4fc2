"""A side that has one value for each entry: a formula with letters, what a loop adds up, an inner product."""

from symconv.algebra.polynomial import Operand
from symconv.check.evaluating.differences import Place
from symconv.check.evaluating.letters import assignments, running
from symconv.check.evaluating.looping import occurring, runs
from symconv.check.evaluating.noted import Notes
from symconv.check.evaluating.unknown import NO_ENTRY, Sketchy, Unknown
from symconv.check.understanding.claims import Claim
from symconv.notation.tree import Apply, BigSum, Infix, Node, Partial, Symbol
from symconv.spec import positions


def entries(notes: Notes, number: int, side: Node, *, einstein: bool) -> None:
    """``∂L/∂x_i = …``, for every i.

    Args:
        notes: the comparison.
        number: which side of the chain it is.
        side: the side.
        einstein: whether letters that occur only in it are summed.
    """
    claim, evaluator = notes.claim, notes.evaluator
    output = claim.output
    named = (*claim.target.index, *claim.target.upper, *((*output.index, *output.upper) if output else ()))
    letters = running(named, evaluator)
    free = [name for name in running((side,), evaluator, free=True) if name not in letters]
    for chosen in assignments(letters, evaluator):
        place = evaluator.places.place(claim.target, chosen)
        where = evaluator.places.place(output, chosen) if output else None
        if place is None or (output and where is None):
            if not letters:
                raise Unknown(f"{NO_ENTRY} of {claim.target.name}")
            continue
        values = [evaluator.scalar(side, inner) for inner in assignments(free, evaluator, chosen)]
        expected = notes.expected.at(place, where)
        for value in [_total(values)] if einstein else values:
            notes.value(number, place, expected, value)
    if isinstance(claim.left, Symbol) and isinstance(side, Partial):  # a letter for a derivative is a name
        notes.known()


def accumulated(notes: Notes, number: int, side: Node) -> None:
    """``dX[…] += …`` over all letters, then compared as a whole."""
    target, evaluator = notes.claim.target, notes.evaluator
    if notes.claim.output is not None:
        raise Unknown("nothing is added up in the derivative of one output")
    letters = occurring((side, *target.index), evaluator, notes.claim.loops)
    if not letters and target.index == ():
        raise Sketchy("what is added to which entry is not written")
    totals: dict[Place, list[Operand]] = {}
    for chosen in runs(notes.claim.loops, letters, evaluator):
        place = evaluator.places.place(target, chosen)
        if place is not None:
            totals.setdefault(place, []).append(evaluator.scalar(side, chosen))
    if not totals:
        raise Sketchy("nothing is added to any entry of this layer")
    for place in positions(evaluator.truth.shape(target.tensor)):
        notes.value(number, place, notes.expected.at(place), _total(totals.get(place, [])))


def pair_of(side: Node) -> tuple[Node, Node] | None:
    """The two maps of an inner product, ``⟨A, B⟩`` or ``sum(A ⊙ B)``; None for any other side."""
    if not isinstance(side, Apply):
        return None
    parts = side.arguments
    if side.operator == "total" and len(parts) == 1:
        inner = parts[0]
        parts = (inner.left, inner.right) if isinstance(inner, Infix) and inner.sign == "⊙" else ()
    return (parts[0], parts[1]) if side.operator in ("inner", "total") and len(parts) == 2 else None


def paired(notes: Notes, number: int, pair: tuple[Node, Node]) -> None:
    """``⟨∂L/∂O, ∂O/∂f_12⟩`` beside an entry."""
    target, evaluator, maps = notes.claim.target, notes.evaluator, notes.maps
    if notes.claim.output is not None or not target.index:
        raise Unknown("an inner product is one number, beside which no entry stands")
    for chosen in assignments(running(target.index, evaluator), evaluator):
        place = evaluator.places.place(target, chosen)
        if place is not None:
            notes.value(number, place, notes.expected.at(place), maps.paired(pair, chosen))


def summed_of(claim: Claim, side: Node) -> Node | None:
    """The map of which a bias is said to get the sum, ``sum(δ)`` or ``Σ δ`` without a letter; None for other sides."""
    if claim.target.tensor != "grad_bias":
        return None
    if isinstance(side, Apply) and side.operator == "total" and len(side.arguments) == 1:
        return side.arguments[0]
    return side.body if isinstance(side, BigSum) and not side.over else None


def summed(notes: Notes, number: int, inner: Node) -> None:
    """All entries of a map added up, for each filter."""
    target, evaluator, maps = notes.claim.target, notes.evaluator, notes.maps
    for chosen in assignments(running(target.index, evaluator), evaluator):
        place = evaluator.places.place(target, chosen)
        if place is not None:
            notes.value(number, place, notes.expected.at(place), _total([*maps.value(inner, chosen).entries]))


def _total(values: list[Operand]) -> Operand:
    total: Operand = 0
    for value in values:
        total = total + value
    return total
