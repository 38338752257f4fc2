"""A proof that somebody else can check without us: what is claimed of a layer, as plain values.

A certificate is as large as the layer's geometry, not as its tensors. It states the correlations that the gradients
are, and the closed form of each phase,
    ∂L/∂x_{φ + s·j} = Σ_a ∂L/∂o_{shift(a) + j} f_a,
which does not depend on the input size; it writes out the entries that were asked for. Of a transposed layer, whose
output is that sum over x, the phases are O's. It says nothing about how any of this was found.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from symconv.algebra.tensors import Entry, Index
from symconv.axis import Axis
from symconv.errors import SpecError
from symconv.spec import ConvSpec, positions
from symconv.transposed import TransposedSpec, held, made

MOST_PHASES = 1000
"""Most phases a certificate writes out; a layer has s of them along each axis."""

Row = tuple[Index, tuple[tuple[Entry, ...], ...]]
"""An entry's full index and the products that it is the sum of; of none it is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Entries of one tensor that were asked for, in reading order.

    Attributes:
        claim: ``output``, ``grad_input``, ``grad_weight`` or ``grad_bias``.
        rows: each entry with its products.
    """

    claim: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """The closed form of the inputs ``φ + s·j``, or a transposed layer's outputs, for every size.

    Attributes:
        number: ``φ`` along each axis.
        terms: for each tap that takes part, the shift of the output (or input) it takes and the tap, along each axis.
    """

    number: Index
    terms: tuple[tuple[Index, Index], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What is claimed of one layer. Build it with :func:`certificate`.

    Attributes:
        spec: the layer.
        tables: the entries asked for, of the output, the gradients with respect to input and filter, and to the bias
            where there is one.
        phases: the closed forms; no two of them speak of the same input.
    """

    spec: ConvSpec | TransposedSpec
    tables: tuple[Table, ...]
    phases: tuple[Phase, ...]


def claims(spec: ConvSpec | TransposedSpec) -> dict[str, Index]:
    """The tensors of which entries can be listed, with their shapes."""
    shapes = {"output": spec.output_shape, "grad_input": spec.input_shape, "grad_weight": spec.weight_shape}
    return shapes | ({"grad_bias": (spec.out_channels,)} if spec.bias else {})


def certificate(
    spec: ConvSpec | TransposedSpec, asked: Mapping[str, Iterable[Index]], *, limit: int | None = None
) -> Certificate:
    """The certificate of a layer.

    Args:
        spec: the layer.
        asked: claim → indices of the entries to be written out.
        limit: most products in all of them together; None lifts it.

    Raises:
        SpecError: there are more phases, or products, than a certificate writes out.
    """
    if prod(spec.stride) > MOST_PHASES:
        message = f"stride {spec.stride} has {prod(spec.stride)} phases, more than the {MOST_PHASES} of a certificate"
        raise SpecError(message, parameter="stride", got=spec.stride)
    listed = {claim: tuple(asked.get(claim, ())) for claim in claims(spec)}
    many = sum(_many(spec, claim, index) for claim, indices in listed.items() for index in indices)
    if limit is not None and many > limit:
        message = f"the entries asked for have {many} products, more than the limit of {limit}; ask for fewer"
        raise SpecError(message, parameter="entries", got=many)
    tables = tuple(
        Table(claim=claim, rows=tuple((index, tuple(_products(spec, claim, index))) for index in indices))
        for claim, indices in listed.items()
    )
    phases = tuple(_phase(spec.form, number) for number in positions(spec.stride))
    return Certificate(spec=spec, tables=tables, phases=phases)


def _products(spec: ConvSpec | TransposedSpec, claim: str, index: Index) -> Iterator[tuple[Entry, ...]]:
    """The products of an entry, in reading order."""
    if claim == "grad_bias":
        for z, *m in positions((spec.batch, *spec.output_size)):
            yield (("grad_output", (z, *index, *m)),)
        return
    place = _place(spec, claim)
    (left, right), along = (_names(spec)[factor] for factor in FACTORS[place]), _along(spec.form, place, index)
    for u, v in _outer(spec.form, place, *index[:2]):
        for pairs in product(*along):
            p, q = zip(*pairs, strict=True)
            yield tuple(sorted(((left, (*u, *p)), (right, (*v, *q)))))  # ∂L/∂O, X, F: as a derivation writes them
    if claim == "output" and spec.bias:
        yield (("bias", index[1:2]),)


def _many(spec: ConvSpec | TransposedSpec, claim: str, index: Index) -> int:
    """How many products an entry has."""
    if claim == "grad_bias":
        return spec.batch * prod(spec.output_size)
    place = _place(spec, claim)
    return len(_outer(spec.form, place, *index[:2])) * prod(map(len, _along(spec.form, place, index)))


def _place(spec: ConvSpec | TransposedSpec, claim: str) -> str:
    """The place of the form that is left open for what is claimed."""
    x, g = made(spec)
    return {x: "X", g: "G", "grad_weight": "F"}[claim]


def _names(spec: ConvSpec | TransposedSpec) -> dict[str, str]:
    """The tensors that stand in the form's places."""
    x, g = held(spec)
    return {"X": x, "F": "weight", "G": g}


def _outer(form: ConvSpec, place: str, first: int, second: int) -> list[tuple[Index, Index]]:
    """Images and channels of the factors that meet at an entry."""
    ins, outs = form.in_channels // form.groups, form.out_channels // form.groups
    if place == "G":
        return [((first, form.input_channel(second, c)), (second, c)) for c in range(ins)]
    if place == "X":
        return [((first, o), (o, second % ins)) for o in range(second // ins * outs, (second // ins + 1) * outs)]
    return [((z, first), (z, form.input_channel(first, second))) for z in range(form.batch)]


def _along(form: ConvSpec, place: str, index: Index) -> list[list[tuple[int, int]]]:
    """For each axis the places of the factors that meet at an entry."""
    return [MET[place](axis, at) for axis, at in zip(form.axes, index[2:], strict=True)]


def _met_at_input(axis: Axis, place: int) -> list[tuple[int, int]]:
    steps, phase = divmod(place, axis.stride)
    pairs = ((shift + steps, tap) for shift, tap in axis.phase(phase))
    return sorted((m, a) for m, a in pairs if 0 <= m < axis.output_size)


def _met_at_tap(axis: Axis, tap: int) -> list[tuple[int, int]]:
    pairs = ((m, axis.position(m, tap)) for m in range(axis.output_size))
    return [(m, i) for m, i in pairs if 0 <= i < axis.input_size]


def _met_at_output(axis: Axis, output: int) -> list[tuple[int, int]]:
    return [(place, tap) for tap, place in axis.window(output)]


FACTORS = {"G": ("X", "F"), "X": ("G", "F"), "F": ("G", "X")}
"""For each place of the form that is left open, those that its entries are products of."""

MET: Mapping[str, Callable[[Axis, int], list[tuple[int, int]]]] = {
    "G": _met_at_output,
    "X": _met_at_input,
    "F": _met_at_tap,
}
"""What meets along one axis: at an output, an input, or a tap."""


def _phase(spec: ConvSpec, number: Index) -> Phase:
    along = [axis.phase(phase) for axis, phase in zip(spec.axes, number, strict=True)]
    pairs = (tuple(zip(*choice, strict=True)) for choice in product(*along))
    return Phase(number=number, terms=tuple((shift, tap) for shift, tap in pairs))
