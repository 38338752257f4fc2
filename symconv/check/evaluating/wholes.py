"""A side that is a whole: a map, a matrix of entries, a matrix times a vector, how all outputs depend on something."""

from collections.abc import Iterator
from typing import NamedTuple

from symconv.algebra.polynomial import normal_form
from symconv.check.evaluating.differences import Place
from symconv.check.evaluating.letters import assignments, channel_letters, running
from symconv.check.evaluating.noted import Notes
from symconv.check.evaluating.tables import column, table
from symconv.check.evaluating.truth import Truth
from symconv.check.evaluating.unknown import NO_ENTRY, Misfit, Unknown
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.sides import is_table
from symconv.exact import ExactArray
from symconv.notation.tree import Matrix, Node, Number
from symconv.routes.operators import region
from symconv.spec import positions


def one_map(notes: Notes, number: int, side: Node) -> None:
    """``∂L/∂X = pad(∂L/∂O) ∗ F``, for every channel that is told."""
    maps, target = notes.maps, notes.claim.target
    for chosen in assignments(channel_letters(target, notes.evaluator), notes.evaluator):
        lead = maps.tensors.channels(target, chosen)
        shape = notes.evaluator.truth.shape(target.tensor)[len(lead) :]
        array = maps.value(side, chosen)
        array = _cropped(notes, array) if target.padded else array
        if array.shape[2:] != shape and array.size > 1:
            notes.wrong_size(number, lead, shape, array.shape[2:])
            continue
        for place in positions(shape):
            value = array[(0, 0, *place)] if array.size > 1 else array.entries[0]
            notes.value(number, (*lead, *place), notes.expected.at((*lead, *place)), value)
    if number == len(notes.claim.sides):
        notes.known()


def is_one(target: Reference) -> bool:
    """Whether a target is one entry, told by numbers, or a bias."""
    numbers = bool(target.index) and all(isinstance(part, Number) for part in target.index)
    return numbers or target.tensor == "grad_bias"


def one_entry(notes: Notes, number: int, side: Node) -> None:
    """``∂L/∂x_11 = δ ∗ …``: a map with a single entry."""
    place = notes.evaluator.places.place(notes.claim.target, {})
    if place is None:
        raise Unknown(NO_ENTRY)
    array = notes.maps.value(side, {})
    if array.size != 1:
        raise Misfit(f"it is a map of {'x'.join(map(str, array.shape[2:]))} where one number is needed")
    notes.value(number, place, notes.expected.at(place), array.entries[0])


def _cropped(notes: Notes, array: ExactArray) -> ExactArray:
    """A map without the padding around it."""
    around = notes.evaluator.truth.spec.padding
    inside: ExactArray = array[
        region(slice(before, size - after) for size, (before, after) in zip(array.shape[2:], around, strict=True))
    ]
    return inside


def cells(notes: Notes, number: int, side: Node, left: Matrix) -> None:
    """A product of matrices, cell by cell beside the table of the gradient's entries."""
    found, evaluator = table(side, notes.evaluator, {}), notes.evaluator
    if found.shape != (len(left.rows), len(left.rows[0])):
        raise Unknown("the two sides are matrices of different sizes")
    for i, row in enumerate(left.rows):
        for j, cell in enumerate(row):
            reference = evaluator.reference(cell.node)
            place = evaluator.places.place(reference, {}) if reference else None
            if place is None:
                raise Unknown(NO_ENTRY)
            notes.value(number, place, notes.expected.at(place), found[i, j])


def linear(notes: Notes, number: int, side: Node) -> None:
    """A matrix times whole vectors, beside all entries of the gradient row by row."""
    target, truth = notes.claim.target, notes.evaluator.truth
    places = list(positions(truth.shape(target.tensor)))
    found = column(side, notes.maps)
    if len(found) != len(places):
        shape = truth.shape(target.tensor)[2:]
        notes.wrong_size(number, places[0][:2], shape, (len(found), *(1 for _ in shape[1:])))
        return
    for place, value in zip(places, found, strict=True):
        notes.value(number, place, notes.expected.at(place), value)


def jacobian(notes: Notes, number: int, side: Node, output: Reference) -> None:
    """``∂O/∂X`` as a matrix: a row for each output, or, with other textbooks, a column for each."""
    target, truth = notes.claim.target, notes.evaluator.truth
    if target.index and not output.index:
        _by_entry(notes, number, side, output)
        return
    if output.index or not is_table(side):
        raise Unknown("a derivative of whole maps that is no matrix")
    found = table(side, notes.evaluator, {})
    fitting = [one for one in _layouts(truth, target.tensor) if found.shape in (one.shape, one.shape[::-1])]
    ways = [(one, cells) for one in fitting for cells in (found, found.mT) if cells.shape == one.shape]
    if not ways:
        raise Unknown("the matrix has not as many rows as outputs and as many columns as entries")
    layout, told = next((way for way in ways if _agrees(notes, *way)), ways[0])
    notes.result.assumed.update(layout.notes if told is found else (*layout.notes, TURNED))
    for i, where in enumerate(layout.outputs):
        for j, place in enumerate(layout.places):
            notes.value(number, place, truth.local(where, target.tensor, place), told[i, j])


class Layout(NamedTuple):
    """How outputs and entries are put into the rows and columns of a Jacobian matrix."""

    outputs: list[Place]
    places: list[Place]
    notes: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.outputs), len(self.places)


TURNED = "a derivative by a vector has a column for each output"
STACKED = "maps are made vectors column by column"


def _layouts(truth: Truth, tensor: str) -> Iterator[Layout]:
    """Row by row, or, of maps with two axes, column by column."""
    outputs, places = (list(positions(truth.shape(one))) for one in ("output", tensor))
    yield Layout(outputs, places, ())
    if len(truth.spec.input_size) > 1:
        outputs, places = (sorted(one, key=lambda place: place[::-1]) for one in (outputs, places))
        yield Layout(outputs, places, (STACKED,))


def _agrees(notes: Notes, layout: Layout, cells: ExactArray) -> bool:
    """Whether a matrix has the right entries in a layout."""
    truth, tensor = notes.evaluator.truth, notes.claim.target.tensor
    return all(
        normal_form(cells[i, j]) == truth.local(where, tensor, place)
        for i, where in enumerate(layout.outputs)
        for j, place in enumerate(layout.places)
    )


def _by_entry(notes: Notes, number: int, side: Node, output: Reference) -> None:
    """``∂O/∂f_12`` as a map: how each output depends on one entry."""
    target, maps = notes.claim.target, notes.maps
    for chosen in assignments(running(target.index, notes.evaluator), notes.evaluator):
        found, expected = maps.value(side, chosen), maps.tensors.local(output, target, chosen)
        place = notes.evaluator.places.place(target, chosen)
        if place is None or found.shape != expected.shape:
            raise Unknown("this map is not as large as the output")
        for value, told in zip(found.entries, expected.entries, strict=True):
            notes.value(number, place, normal_form(told), value)
