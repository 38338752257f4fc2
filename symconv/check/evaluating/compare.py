"""A claim against the truth on one layer, entry by entry."""

from contextlib import suppress
from dataclasses import dataclass, replace

from symconv.algebra.polynomial import NormalForm, Operand, normal_form
from symconv.check.evaluating.differences import Comparison, Difference, Place
from symconv.check.evaluating.evaluate import RESTATED, Evaluator
from symconv.check.evaluating.expected import Expected
from symconv.check.evaluating.letters import assignments, channel_letters, running
from symconv.check.evaluating.looping import occurring, runs
from symconv.check.evaluating.maps import Maps
from symconv.check.evaluating.tables import column, table
from symconv.check.evaluating.unknown import Misfit, Sketchy, Unknown
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.given import is_numeric
from symconv.check.understanding.sides import is_linear, is_map, is_table, lists
from symconv.notation.tree import Matrix, Node, Partial, Power, Product, Symbol
from symconv.routes.operators import region
from symconv.spec import positions

MOST_ENTRIES = 50_000
UNTIED = "each output has a bias of its own, as the text defines it"


class _Enough(Exception):  # noqa: N818 - not an error: the first difference was found, and no more was asked for
    """The first difference was found."""


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
    run = _Run(claim=claim, evaluator=evaluator, expected=expected, result=result, einstein=einstein, first=first)
    with suppress(_Enough):
        for number, side in enumerate(claim.sides):
            run.side(number, side)
        if _says_more(claim):
            run.side(len(claim.sides), claim.left)
    if not result.compared:
        raise next(iter(result.problems.values()), None) or Unknown("nothing in it can be compared")
    return result


def _says_more(claim: Claim) -> bool:
    """Whether the left side is a map to be compared, too: a table of entries, but not one of the outputs in order."""
    names = isinstance(claim.left, Matrix) and lists(claim.left, "output", claim.binding)
    return (
        is_map(claim.left) and not names and not all(isinstance(one, Product) and is_table(one) for one in claim.sides)
    )


@dataclass(slots=True, kw_only=True)
class _Run:
    """One comparison under way."""

    claim: Claim
    evaluator: Evaluator
    expected: Expected
    result: Comparison
    einstein: bool
    first: bool

    def side(self, number: int, side: Node) -> None:
        """Compares one side; one that has no value is noted and does not stop the others."""
        try:
            if is_numeric(side):
                self.expected.ask_numbers()
            if isinstance(self.claim.left, Matrix) and isinstance(side, Product | Power) and is_table(side):
                self._table(number, side, self.claim.left)
            elif self.claim.output is not None and is_map(side):
                self._jacobian(number, side, self.claim.output)
            elif is_linear(side) and not self.claim.target.index:
                self._column(number, side)
            elif number == len(self.claim.sides) or self.claim.maps[number]:
                self._map(number, side)
            elif self.claim.relation == "+=":
                self._accumulated(number, side)
            else:
                self._entrywise(number, side)
        except Misfit as problem:
            self._misfit(number, str(problem))
        except Unknown as problem:
            self.result.problems[number] = problem

    def _entrywise(self, number: int, side: Node) -> None:
        claim, evaluator = self.claim, self.evaluator
        output = claim.output
        named = (*claim.target.index, *claim.target.upper, *((*output.index, *output.upper) if output else ()))
        letters = running(named, evaluator)
        free = [name for name in running((side,), evaluator, free=True) if name not in letters]
        for chosen in assignments(letters, evaluator):
            place = evaluator.places.place(claim.target, chosen)
            where = evaluator.places.place(output, chosen) if output else None
            if place is None or (output and where is None):
                if not letters:
                    raise Unknown(f"the layer has no such entry of {claim.target.name}")
                continue
            values = [evaluator.scalar(side, inner) for inner in assignments(free, evaluator, chosen)]
            expected = self.expected.at(place, where)
            for value in [_total(values)] if self.einstein else values:
                self._note(number, place, expected, value)
        if isinstance(claim.left, Symbol) and isinstance(side, Partial):  # a letter for a derivative is a name
            self.result.assumed.discard(RESTATED)

    def _accumulated(self, number: int, side: Node) -> None:
        """``dX[…] += …`` over all letters, then compared as a whole."""
        target, evaluator = self.claim.target, self.evaluator
        if self.claim.output is not None:
            raise Unknown("nothing is added up in the derivative of one output")
        letters = occurring((side, *target.index), evaluator, self.claim.loops)
        if not letters and target.index == ():
            raise Sketchy("what is added to which entry is not written")
        totals: dict[Place, list[Operand]] = {}
        for chosen in runs(self.claim.loops, letters, evaluator):
            place = evaluator.places.place(target, chosen)
            if place is not None:
                totals.setdefault(place, []).append(evaluator.scalar(side, chosen))
        for place in positions(evaluator.truth.shape(target.tensor)):
            self._note(number, place, self.expected.at(place), _total(totals.get(place, [])))

    def _table(self, number: int, side: Node, left: Matrix) -> None:
        """A product of matrices, cell by cell beside the table of the gradient's entries."""
        cells = table(side, self.evaluator, {})
        if cells.shape != (len(left.rows), len(left.rows[0])):
            raise Unknown("the two sides are matrices of different sizes")
        for i, row in enumerate(left.rows):
            for j, cell in enumerate(row):
                reference = self.evaluator.reference(cell.node)
                place = self.evaluator.places.place(reference, {}) if reference else None
                if place is None:
                    raise Unknown("the layer has no such entry")
                self._note(number, place, self.expected.at(place), cells[i, j])

    def _jacobian(self, number: int, side: Node, output: Reference) -> None:
        """``∂o/∂x`` as a matrix: a row for each output, or, with other textbooks, a column for each."""
        target, truth = self.claim.target, self.evaluator.truth
        if output.index or target.index or not is_table(side):
            raise Unknown("a derivative of whole maps that is no matrix")
        outputs, places = (list(positions(truth.shape(tensor))) for tensor in ("output", target.tensor))
        cells = table(side, self.evaluator, {})
        if cells.shape == (len(places), len(outputs)) != (len(outputs), len(places)):
            cells = cells.T
            self.result.assumed.add("a derivative by a vector has a column for each output")
        if cells.shape != (len(outputs), len(places)):
            raise Unknown("the matrix has not as many rows as outputs and as many columns as entries")
        for i, where in enumerate(outputs):
            for j, place in enumerate(places):
                self._note(number, place, truth.local(where, target.tensor, place), cells[i, j])

    def _column(self, number: int, side: Node) -> None:
        """A matrix times whole vectors, beside all entries of the gradient row by row."""
        target, truth = self.claim.target, self.evaluator.truth
        places = list(positions(truth.shape(target.tensor)))
        cells = column(side, Maps(evaluator=self.evaluator))
        if len(cells) != len(places):
            shape = truth.shape(target.tensor)[2:]
            self._wrong_size(number, places[0][:2], shape, (len(cells), *(1 for _ in shape[1:])))
            return
        for place, value in zip(places, cells, strict=True):
            self._note(number, place, self.expected.at(place), value)

    def _map(self, number: int, side: Node) -> None:
        maps, target = Maps(evaluator=self.evaluator), self.claim.target
        for chosen in assignments(channel_letters(target, self.evaluator), self.evaluator):
            lead = maps.channels(target, chosen)
            shape = self.evaluator.truth.shape(target.tensor)[len(lead) :]
            array = maps.value(side, chosen)
            if target.padded:
                around = self.evaluator.truth.spec.padding
                inner = (
                    slice(before, size - after) for size, (before, after) in zip(array.shape[2:], around, strict=True)
                )
                array = array[region(inner)]
            if array.shape[2:] != shape and array.size > 1:
                self._wrong_size(number, lead, shape, array.shape[2:])
                continue
            for place in positions(shape):
                value = array[(0, 0, *place)] if array.size > 1 else array.ravel()[0]
                self._note(number, (*lead, *place), self.expected.at((*lead, *place)), value)
        if number == len(self.claim.sides):
            self.result.assumed.discard(RESTATED)

    def _wrong_size(self, number: int, lead: Place, shape: Place, got: Place) -> None:
        index = (*lead, *(0 for _ in shape))
        expected = self.expected.at(index)
        sizes = ("x".join(map(str, size)) for size in (got, shape))
        message = "it has size {} where {} is needed".format(*sizes)
        self._misfits(number, index, expected, message, (got, shape))

    def _misfit(self, number: int, message: str) -> None:
        """A product that does not exist; of a gradient or the output as a whole."""
        if self.claim.output is not None:
            raise Unknown(message)
        index = next(iter(positions(self.evaluator.truth.shape(self.claim.target.tensor))))
        self._misfits(number, index, self.expected.at(index), message)

    def _misfits(
        self, number: int, index: Place, expected: NormalForm, message: str, sizes: tuple[Place, ...] = ()
    ) -> None:
        tensor = self.claim.target.tensor
        known = Difference(tensor=tensor, index=index, side=number, expected=expected, got=None)
        self._differs(replace(known, message=message, sizes=sizes))

    def _note(self, number: int, place: Place, expected: NormalForm, value: Operand) -> None:
        expected, got = self.expected.compared(expected, normal_form(value))
        tensor = self.claim.target.tensor
        self.result.got[number, tensor, place] = got
        if got != expected:
            self._differs(Difference(tensor=tensor, index=place, side=number, expected=expected, got=got))
        self.result.compared += 1
        if self.result.compared > MOST_ENTRIES:
            raise Unknown("too many entries to compare")

    def _differs(self, difference: Difference) -> None:
        self.result.differences.append(difference)
        self.result.compared += 1
        if self.first:
            raise _Enough


def _total(values: list[Operand]) -> Operand:
    total: Operand = 0
    for value in values:
        total = total + value
    return total
