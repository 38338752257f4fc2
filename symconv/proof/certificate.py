"""A proof that somebody else can check without us: what is claimed of a layer, as plain values.

A certificate is as large as the layer's geometry, not as its tensors. It states the correlations that the gradients
are, and the closed form of each phase,
    ∂L/∂x_{φ + s·j} = Σ_a ∂L/∂o_{shift(a) + j} f_a,
which does not depend on the input size; and it writes out the entries that were asked for. It says nothing about how
any of this was found.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from symconv.algebra.tensors import Entry, Index
from symconv.axis import Axis
from symconv.errors import SpecError
from symconv.spec import ConvSpec, positions

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
    """The closed form of the inputs ``φ + s·j``, for every input size.

    Attributes:
        number: ``φ`` along each axis.
        terms: for each tap that takes part, the shift of the output it takes and the tap, along each axis.
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

    spec: ConvSpec
    tables: tuple[Table, ...]
    phases: tuple[Phase, ...]


def claims(spec: ConvSpec) -> dict[str, Index]:
    """The tensors of which entries can be listed, with their shapes."""
    shapes = {"output": spec.output_shape, "grad_input": spec.input_shape, "grad_weight": spec.weight_shape}
    return shapes | ({"grad_bias": (spec.out_channels,)} if spec.bias else {})


def certificate(spec: ConvSpec, asked: Mapping[str, Iterable[Index]], *, limit: int | None = None) -> Certificate:
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
    phases = tuple(_phase(spec, number) for number in positions(spec.stride))
    return Certificate(spec=spec, tables=tables, phases=phases)


def _products(spec: ConvSpec, claim: str, index: Index) -> Iterator[tuple[Entry, ...]]:
    """The products of an entry, in reading order."""
    if claim == "grad_bias":
        for z, *m in positions((spec.batch, *spec.output_size)):
            yield (("grad_output", (z, *index, *m)),)
        return
    (left, right), along = FACTORS[claim], _along(spec, claim, index)
    for u, v in _outer(spec, claim, *index[:2]):
        for pairs in product(*along):
            p, q = zip(*pairs, strict=True)
            yield (left, (*u, *p)), (right, (*v, *q))
    if claim == "output" and spec.bias:
        yield (("bias", index[1:2]),)


def _many(spec: ConvSpec, claim: str, index: Index) -> int:
    """How many products an entry has."""
    if claim == "grad_bias":
        return spec.batch * prod(spec.output_size)
    return len(_outer(spec, claim, *index[:2])) * prod(map(len, _along(spec, claim, index)))


def _outer(spec: ConvSpec, claim: str, first: int, second: int) -> list[tuple[Index, Index]]:
    """Images and channels of the factors that meet at an entry."""
    ins, outs = spec.in_channels // spec.groups, spec.out_channels // spec.groups
    if claim == "output":
        return [((first, spec.input_channel(second, c)), (second, c)) for c in range(ins)]
    if claim == "grad_input":
        return [((first, o), (o, second % ins)) for o in range(second // ins * outs, (second // ins + 1) * outs)]
    return [((z, first), (z, spec.input_channel(first, second))) for z in range(spec.batch)]


def _along(spec: ConvSpec, claim: str, index: Index) -> list[list[tuple[int, int]]]:
    """For each axis the places of the factors that meet at an entry."""
    return [MET[claim](axis, place) for axis, place in zip(spec.axes, index[2:], strict=True)]


def _met_at_input(axis: Axis, place: int) -> list[tuple[int, int]]:
    steps, phase = divmod(place, axis.stride)
    pairs = ((shift + steps, tap) for shift, tap in axis.phase(phase))
    return sorted((m, a) for m, a in pairs if 0 <= m < axis.output_size)


def _met_at_tap(axis: Axis, tap: int) -> list[tuple[int, int]]:
    pairs = ((m, axis.position(m, tap)) for m in range(axis.output_size))
    return [(m, i) for m, i in pairs if 0 <= i < axis.input_size]


def _met_at_output(axis: Axis, output: int) -> list[tuple[int, int]]:
    return [(place, tap) for tap, place in axis.window(output)]


FACTORS = {
    "output": ("input", "weight"),
    "grad_input": ("grad_output", "weight"),
    "grad_weight": ("grad_output", "input"),
}
MET: Mapping[str, Callable[[Axis, int], list[tuple[int, int]]]] = {
    "output": _met_at_output,
    "grad_input": _met_at_input,
    "grad_weight": _met_at_tap,
}
"""What meets along one axis: at an output, an input, or a tap."""


def _phase(spec: ConvSpec, number: Index) -> Phase:
    along = [axis.phase(phase) for axis, phase in zip(spec.axes, number, strict=True)]
    pairs = (tuple(zip(*choice, strict=True)) for choice in product(*along))
    return Phase(number=number, terms=tuple((shift, tap) for shift, tap in pairs))
