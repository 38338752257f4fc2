"""A proof that somebody else can check without us: what is claimed of a layer, as plain values.

A certificate holds every entry of the gradients as the chain rule derived it, and the closed form of each phase,
    ∂L/∂x_{φ + s·j} = Σ_a ∂L/∂o_{shift(a) + j} f_a,
which does not depend on the input size. It says nothing about how any of this was found.
"""

from dataclasses import dataclass
from itertools import product
from math import prod

from symconv.algebra.chain_rule import Gradients, Link, terms
from symconv.algebra.tensors import Entry, Index
from symconv.errors import ProofError, SpecError
from symconv.spec import ConvSpec, positions

MOST_PHASES = 1000
"""Most phases a certificate writes out; a layer has s of them along each axis."""

Row = tuple[Index, tuple[tuple[Entry, ...], ...]]
"""An entry's full index and the products that it is the sum of; of none it is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One gradient, entry by entry in reading order.

    Attributes:
        claim: ``grad_input``, ``grad_weight`` or ``grad_bias``.
        tensor: what the loss is differentiated by.
        rows: every entry with its products.
    """

    claim: str
    tensor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """The closed form of the inputs ``φ + s·j``, for one channel and every input size.

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
        tables: the gradients with respect to input and filter, and to the bias where there is one.
        phases: the closed forms; no two of them speak of the same input.
    """

    spec: ConvSpec
    tables: tuple[Table, ...]
    phases: tuple[Phase, ...]


def certificate(found: Gradients) -> Certificate:
    """The certificate of what was derived.

    Raises:
        SpecError: there are more phases than a certificate writes out.
        ProofError: a term has another coefficient than 1, which no convolution's gradient has.
    """
    spec = found.alphabet.spec
    if prod(spec.stride) > MOST_PHASES:
        message = f"stride {spec.stride} has {prod(spec.stride)} phases, more than the {MOST_PHASES} of a certificate"
        raise SpecError(message, parameter="stride", got=spec.stride)
    chains = {"input": found.grad_input, "weight": found.grad_weight, "bias": found.grad_bias}
    tables = tuple(
        Table(claim=f"grad_{tensor}", tensor=tensor, rows=_rows(found, tensor, chain))
        for tensor, chain in chains.items()
        if tensor != "bias" or spec.bias
    )
    return Certificate(
        spec=spec, tables=tables, phases=tuple(_phase(spec, number) for number in positions(spec.stride))
    )


def _rows(found: Gradients, tensor: str, chains: tuple[tuple[Link, ...], ...]) -> tuple[Row, ...]:
    alphabet, rows = found.alphabet, []
    for rank, chain in zip(alphabet.ranks(tensor), chains, strict=True):
        _, index = alphabet.entry(rank)
        products = []
        for coefficient, ranks in terms(chain):
            if coefficient != 1:
                raise ProofError(f"a term of ∂L/∂{tensor} at {index} has the coefficient {coefficient}")
            products.append(tuple(map(alphabet.entry, ranks)))
        rows.append((index, tuple(products)))
    return tuple(rows)


def _phase(spec: ConvSpec, number: Index) -> Phase:
    along = [axis.phase(phase) for axis, phase in zip(spec.axes, number, strict=True)]
    pairs = (tuple(zip(*choice, strict=True)) for choice in product(*along))
    return Phase(number=number, terms=tuple((shift, tap) for shift, tap in pairs))
