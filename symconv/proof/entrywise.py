"""Chain rule against a route, entry by entry, exactly.

A route is fed with arrays of symbols; what it returns are polynomials in ℤ[x, f, ∂L/∂o]. They are compared with the
polynomials that the chain rule gave, by their normal forms. There is no tolerance and no sampling.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import prod

from symconv import routes
from symconv.algebra.chain_rule import Gradients, gradient
from symconv.algebra.polynomial import NormalForm, collected, normal_form, variable
from symconv.algebra.tensors import Alphabet, Index
from symconv.errors import InputError, MissingExtraError
from symconv.exact import ExactArray, reshape
from symconv.face import Shown
from symconv.routes.arrays import Array, namespace
from symconv.routes.contractions import contractions
from symconv.spec import ConvSpec, positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An entry on which two sides disagree; a side is None where it has no such entry."""

    index: Index
    truth: NormalForm | None
    got: NormalForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Shown):
    """The verdict on one claim by one route.

    Attributes:
        claim: ``output``, ``grad_input``, ``grad_weight`` or ``grad_bias``.
        route: the route's name.
        entries: entries compared.
        blocks: the sizes of blocks with which it was run and compared each time; None is the route's own.
        shape: the shape the route returned.
        differences: the entries that differ, in reading order; empty when the claim holds.
    """

    claim: str
    route: str
    entries: int
    blocks: tuple[int | None, ...] = (None,)
    shape: Index
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether every entry is the same polynomial."""
        return not self.differences

    def to_json(self) -> dict[str, object]:
        """The verdict as ``derive --format json`` prints it."""
        told = {"claim": self.claim, "route": self.route, "entries": self.entries, "holds": self.holds}
        return told if self.blocks == (None,) else {**told, "blocks": [block or "own" for block in self.blocks]}


Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


def unheard(done: int, of: int) -> None:
    """Nobody waits to be told."""


def prove_all(
    found: Gradients, names: tuple[str, ...] | None = None, progress: Progress = unheard
) -> tuple[Proof, ...]:
    """Every route of every claim, or only the routes of these names.

    Args:
        found: the layer's gradients.
        names: the routes; None takes all.
        progress: told after each route how many of them are through.

    Raises:
        InputError: a name is no route.
    """
    if isinstance(names, str):
        names = (names,)
    claims = contractions(found.alphabet.spec)
    tables = {claim: {**told.routes, **(told.asked if names else {})} for claim, told in claims.items()}
    known = sorted({name for table in tables.values() for name in table})
    for name in names or ():
        if name in routes.FEWER["forward"] and name not in known:
            raise InputError(
                f"route {name} is for kernel 3, stride 1, dilation 1 along every axis; this layer has others"
            )
        if name not in known:
            raise InputError(f"no route is called {name!r}; there are {', '.join(known)}")
    tried = {
        claim: {name: route for name, route in table.items() if names is None or name in names}
        for claim, table in tables.items()
        if claim != "grad_bias" or found.alphabet.spec.bias
    }
    count = sum(map(len, tried.values()))
    proofs: list[Proof] = []
    for proof in (proof for claim, taken in tried.items() for proof in prove_routes(found, claim, taken)):
        proofs.append(proof)
        progress(len(proofs), count)
    return tuple(proofs)


def prove_routes(found: Gradients, claim: str, tried: Mapping[str, routes.Route]) -> Iterator[Proof]:
    """The verdict on each of these routes for one claim; one that works in blocks must give the same in all sizes."""
    told = contractions(found.alphabet.spec)[claim]
    given = [symbols(found.alphabet, tensor) for tensor in told.given]
    truth = truths(found, claim)
    for name, route in tried.items():
        yield _proof(found.alphabet, claim, name, route, given, truth, found.alphabet.shapes[told.shape_of])


def _proof(
    alphabet: Alphabet,
    claim: str,
    name: str,
    route: routes.Route,
    given: list[ExactArray],
    truth: list[NormalForm],
    shape: Index,
) -> Proof:
    blocked = getattr(route, "blocked", False)
    taken = [in_numpy(array) for array in given] if blocked else given
    blocks: list[int | None] = []
    for block in block_sizes(alphabet.spec.form) if blocked else (None,):
        blocks.append(block)
        result = route(alphabet.spec.form, *taken, **({} if block is None else {"block": block}))
        if claim == "output" and alphabet.spec.bias:
            bias = reshape(symbols(alphabet, "bias"), (-1, *(1,) * len(alphabet.spec.axes)))
            result = result + (in_numpy(bias) if blocked else bias)
        differences = tuple(differing(result, shape, truth))
        if differences:
            break
    return Proof(
        claim=claim,
        route=name,
        entries=len(truth),
        blocks=tuple(blocks),
        shape=result.shape,
        differences=differences,
    )


def block_sizes(spec: ConvSpec) -> tuple[int | None, ...]:
    """Sizes of blocks with which a blocked route is run, so that it cuts along every axis, unequally where that can be.

    None is its own; the others are one at a time, and for each axis of the outputs, and of the inputs of a phase, one
    that cuts it and leaves what lies below it whole.
    """
    phase = tuple(-(-n // s) for n, s in zip(spec.input_size, spec.stride, strict=True))
    found = set()
    for sizes in ((spec.batch, spec.groups, *space) for space in (spec.output_size, phase)):
        found |= {_side(size) * prod(sizes[axis + 1 :]) for axis, size in enumerate(sizes) if size > 1}
    return None, *sorted({1, *found})


def _side(size: int) -> int:
    """The longest side of parts of an axis, of which the last one is shorter; half of it where there is none."""
    sides = [-(-size // parts) for parts in range(2, size)]
    return next((side for side in sides if size % side), -(-size // 2))


def symbols(alphabet: Alphabet, tensor: str) -> ExactArray:
    """A tensor as an array of variables."""
    return ExactArray(map(variable, alphabet.ranks(tensor)), alphabet.shapes[tensor])


def in_numpy(array: ExactArray) -> Array:
    """The same entries as an array of objects, for routes that only NumPy's arrays can take.

    Raises:
        MissingExtraError: there is no NumPy.
    """
    try:
        import numpy as np  # nothing else in a proof needs it
    except ImportError as error:
        raise MissingExtraError("the routes whose names begin with gemm need NumPy") from error
    return np.array(array.entries, dtype=object).reshape(array.shape)


def truths(found: Gradients, claim: str) -> list[NormalForm]:
    """What the chain rule (for ``output``: the definition) says of each entry, row by row."""
    if claim == "output":
        return [collected(terms) for terms in found.output]
    return [gradient(chain) for chain in getattr(found, claim)]


def differing(result: Array, shape: Index, truth: list[NormalForm]) -> Iterator[Difference]:
    """The entries of a route's result that are not the truth, or are not there."""
    row_by_row = namespace(result).reshape(result, (-1,))
    if result.shape == shape:
        for index, value, expected in zip(positions(shape), row_by_row, truth, strict=True):
            got = normal_form(value)
            if got != expected:
                yield Difference(index=index, truth=expected, got=got)
        return
    if result.ndim != len(shape):
        yield from (
            Difference(index=index, truth=form, got=None) for index, form in zip(positions(shape), truth, strict=True)
        )
        return
    expected_at = dict(zip(positions(shape), truth, strict=True))
    got_at = dict(zip(positions(result.shape), map(normal_form, row_by_row), strict=True))
    for index in positions(tuple(map(max, shape, result.shape))):
        if got_at.get(index) != expected_at.get(index):
            yield Difference(index=index, truth=expected_at.get(index), got=got_at.get(index))
