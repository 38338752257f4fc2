"""A claim against the truth on one layer, entry by entry."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from symconv.algebra.polynomial import NormalForm, Operand, collected, multiplied, normal_form
from symconv.check.binding import Binding, Reference
from symconv.check.claims import Claim, is_map, references
from symconv.check.evaluate import RESTATED, Evaluator, Letters, Unknown
from symconv.check.layout import uses
from symconv.check.maps import Maps, Reading
from symconv.check.truth import Truth
from symconv.notation.tree import BigSum, Limits, Node, Symbol

MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where a claim and the truth part.

    Attributes:
        tensor: what is claimed.
        index: its full 0-based index.
        side: which side of the chain.
        expected: the truth.
        got: what the side says; None where it says nothing (a map of another size).
        message: what is wrong where it is not a value.
    """

    tensor: str
    index: tuple[int, ...]
    side: int
    expected: NormalForm
    got: NormalForm | None
    message: str = ""


@dataclass(slots=True, kw_only=True)
class Comparison:
    """What came out on one layer.

    Attributes:
        truth: the layer.
        compared: how many entries agree or differ.
        differences: those that differ.
        assumed: what the values depend on.
        got: (tensor, full index) → what was claimed, where it is a value.
    """

    truth: Truth
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    assumed: set[str] = field(default_factory=set)
    got: dict[tuple[str, tuple[int, ...]], NormalForm] = field(default_factory=dict)


def letter_ranges(known: list[Reference], evaluator: Evaluator) -> dict[Node, range]:
    """The run of each letter that stands alone as an index: that of the axis it counts."""
    found: dict[Node, range] = {}
    base = evaluator.base
    for reference in known:
        pairs = ((evaluator.orders, reference.index), (evaluator.upper_orders, reference.upper))
        for orders, nodes in pairs:
            order = orders.get((reference.tensor, len(nodes)), "")
            if len(order) != len(nodes):
                continue
            stand_in = Reference(tensor=reference.tensor, index=nodes, upper=(), name=reference.name)
            for use in uses(stand_in, order):
                if isinstance(use.node, Symbol):
                    size = _size(evaluator.truth, use.tensor, use.axis)
                    known_size = len(found.get(use.node, ()))
                    found[use.node] = range(base, base + max(size, known_size))
    return found


def _size(truth: Truth, tensor: str, axis: str) -> int:
    shape = truth.shape(tensor)
    if axis.isdigit():
        return shape[len(shape) - len(truth.spec.input_size) + int(axis)]
    leads = {"input": "ni", "weight": "oi", "output": "no", "bias": "o"}[tensor]
    return shape[leads.index(axis)] if axis in leads else 1


def compare(found: Claim, evaluator: Evaluator, reading: Reading, *, einstein: bool = False) -> Comparison:
    """Every entry of the claim against the truth.

    Raises:
        Unknown: the claim has no value on this layer.
    """
    result = Comparison(truth=evaluator.truth, assumed=evaluator.assumed)
    scalars = [(n, side) for n, side in enumerate(found.sides) if not is_map(side)]
    maps = [(n, side) for n, side in enumerate(found.sides) if is_map(side)]
    if maps or not scalars:
        _compare_maps(found, evaluator, reading, maps, result)
    if scalars and found.relation == "+=":
        _accumulated(found, evaluator, scalars, result)
    elif scalars:
        _entrywise(found, evaluator, scalars, result, einstein=einstein)
    if not result.compared:
        raise Unknown("nothing in it can be compared")
    return result


def _entrywise(
    found: Claim, evaluator: Evaluator, sides: list[tuple[int, Node]], result: Comparison, *, einstein: bool
) -> None:
    named = (*found.target.index, *found.target.upper, *((*found.output.index, *found.output.upper) if found.output else ()))
    letters = [letter for letter in evaluator.ranges if any(letter == node or _holds(node, letter) for node in named)]
    for chosen in _assignments(letters, evaluator):
        place = evaluator.place(found.target, chosen)
        output = evaluator.place(found.output, chosen) if found.output else None
        if place is None or (found.output and output is None):
            if not letters:
                raise Unknown(f"the layer has no such entry of {found.target.name}")
            continue
        expected = _expected(found, evaluator, place, output)
        for number, side in sides:
            free = [letter for letter in evaluator.ranges if letter not in chosen and letter in free_letters(side)]
            value: Operand = 0
            for inner in _assignments(free, evaluator, chosen):
                term = evaluator.scalar(side, inner)
                value = value + term if einstein else term
                if not einstein:
                    _note(found, evaluator, result, place, number, expected, value)
            if einstein:
                _note(found, evaluator, result, place, number, expected, value)


def _expected(found: Claim, evaluator: Evaluator, place: tuple[int, ...], output: tuple[int, ...] | None) -> NormalForm:
    if found.output is not None and output is not None:
        return evaluator.truth.local(output, found.target.tensor, place)
    expected = evaluator.truth.entry(found.target.tensor, place)
    if found.target.tensor == "output" and not _has_bias(found, evaluator.binding):
        biases = evaluator.truth.alphabet.ranks("bias")
        return {monomial: n for monomial, n in expected.items() if not any(rank in biases for rank in monomial)}
    return expected


def _has_bias(found: Claim, binding: Binding) -> bool:
    return any(part.tensor == "bias" for side in found.sides for part in references(side, binding, whole=True))


def _note(  # noqa: PLR0913
    found: Claim,
    evaluator: Evaluator,
    result: Comparison,
    place: tuple[int, ...],
    side: int,
    expected: NormalForm,
    value: Operand,
) -> None:
    got = normal_form(value)
    if evaluator.data:
        expected, got = (_substituted(form, evaluator) for form in (expected, got))
    result.compared += 1
    result.got[found.target.tensor, place] = got
    if result.compared > MOST_ENTRIES:
        raise Unknown("too many entries to compare")
    if got != expected:
        difference = Difference(tensor=found.target.tensor, index=place, side=side, expected=expected, got=got)
        result.differences.append(difference)


def _substituted(form: NormalForm, evaluator: Evaluator) -> NormalForm:
    """A normal form with the tensors that are given as numbers put in."""
    terms = []
    for monomial, coefficient in form.items():
        total = [(coefficient, ())]
        for rank in monomial:
            tensor, index = evaluator.truth.alphabet.entry(rank)
            value = evaluator.data.get(tensor, {}).get(index)
            total = multiplied(total, [(1, (rank,))] if value is None else [(value, ())])
        terms += total
    return collected(terms)


def _accumulated(found: Claim, evaluator: Evaluator, sides: list[tuple[int, Node]], result: Comparison) -> None:
    """``dX[…] += …`` over all letters, then compared as a whole."""
    for number, side in sides:
        letters = [letter for letter in evaluator.ranges if letter in free_letters(side) or any(_holds(n, letter) for n in found.target.index)]
        if not letters and found.target.index == ():
            raise Unknown("what is added to which entry is not written")
        totals: dict[tuple[int, ...], Operand] = {}
        for chosen in _assignments(letters, evaluator):
            place = evaluator.place(found.target, chosen)
            if place is not None:
                totals[place] = totals.get(place, 0) + evaluator.scalar(side, chosen)
        for place in _all_places(evaluator.truth, found.target.tensor):
            expected = evaluator.truth.entry(found.target.tensor, place)
            _note(found, evaluator, result, place, number, expected, totals.get(place, 0))


def _all_places(truth: Truth, tensor: str) -> Iterator[tuple[int, ...]]:
    from itertools import product

    return product(*map(range, truth.shape(tensor)))


def _holds(node: Node, letter: Node) -> bool:
    from symconv.check.binding import walk

    return any(part == letter for part in walk(node))


def _assignments(letters: list[Node], evaluator: Evaluator, known: Letters | None = None) -> Iterator[Letters]:
    if not letters:
        yield dict(known or {})
        return
    first, *rest = letters
    for value in evaluator.ranges[first]:
        yield from _assignments(rest, evaluator, {**(known or {}), first: value})


def free_letters(node: Node, bound: frozenset[Node] = frozenset()) -> set[Node]:
    """The letters of a formula that no Σ in it runs over."""
    from symconv.check.binding import children

    if isinstance(node, Symbol) and node not in bound and not node.index:
        return {node}
    if isinstance(node, BigSum):
        own = {part.letter if isinstance(part, Limits) else part for part in node.over}
        bound = bound | frozenset(own)
        conditions = [part for part in node.over if not isinstance(part, Limits | Symbol)]
        bound |= frozenset(letter for part in conditions for letter in free_letters(part))
        return free_letters(node.body, bound)
    found: set[Node] = {node} if isinstance(node, Symbol) and node not in bound else set()
    for part in children(node):
        found |= free_letters(part, bound)
    return found


def _compare_maps(
    found: Claim, evaluator: Evaluator, reading: Reading, sides: list[tuple[int, Node]], result: Comparison
) -> None:
    maps = Maps(evaluator=evaluator, reading=reading)
    values = [(number, side) for number, side in sides]
    if is_map(found.left):
        values.append((len(found.sides), found.left))
    letters = [letter for letter, run in evaluator.ranges.items() if _is_channel(found.target, letter, evaluator)]
    for chosen in _assignments(letters, evaluator):
        lead = maps.channels(found.target, chosen)
        shape = evaluator.truth.shape(found.target.tensor)[len(lead):]
        for number, side in values:
            array = maps.value(side, chosen)
            if array.shape[2:] != shape and array.size > 1:
                sizes = ("x".join(map(str, size)) for size in (array.shape[2:], shape))
                result.differences.append(
                    Difference(
                        tensor=found.target.tensor,
                        index=(*lead, *(0 for _ in shape)),
                        side=number,
                        expected=evaluator.truth.entry(found.target.tensor, (*lead, *(0 for _ in shape))),
                        got=None,
                        message="it has size {} where {} is needed".format(*sizes),
                    )
                )
                result.compared += 1
                continue
            for place in _places(shape):
                full = (*lead, *place)
                value = array[(0, 0, *place)] if array.size > 1 else array.ravel()[0]
                _note(found, evaluator, result, full, number, _expected(found, evaluator, full, None), value)
    evaluator.assumed.discard(RESTATED)


def _places(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    from symconv.spec import positions

    return positions(shape)


def _is_channel(target: Reference, letter: Node, evaluator: Evaluator) -> bool:
    pairs = ((evaluator.orders, target.index), (evaluator.upper_orders, target.upper))
    for orders, nodes in pairs:
        order = orders.get((target.tensor, len(nodes)), "")
        if any(axis in "nio" and node == letter for axis, node in zip(order, nodes, strict=False)):
            return True
    return False
