"""How far rounding may carry a result: a bound for each entry, and what is measured beside it.

A result is a sum of n products. Whatever the order in which they are added, and with or without fused additions,

    |computed − exact| ≤ γₙ Σ|products| + n·η        γₙ = n·u / (1 − n·u)

with u half the distance from 1 to the next float and η the least positive float (products may underflow). In which
order a route adds:

    output        n = C_in/groups·k     one matrix product for each block of outputs: channels and taps
    grad_input    n = C_out/groups·k    by phases and side by side one matrix product; with the filter first the
                                        channels in one, then tap after tap; with folded padding as often as an
                                        entry stands in the padded input
    grad_weight   n = N·M               one matrix product for each block of outputs, then block after block; pieces of
                                        a batch in float64

With ``fast_math`` a way with fewer multiplications may be off by as much more as :mod:`.accepted` says.
Zeros of padding that are added on the way change nothing. float16 is computed in float32 and rounded once at the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from symconv.axis import Axis
from symconv.numeric import faster
from symconv.numeric.accepted import Bounds
from symconv.numeric.gradients import forward, grad_input, grad_weight
from symconv.numeric.job import Job
from symconv.numeric.sums import gamma
from symconv.routes import Route
from symconv.routes.contractions import number_of_terms
from symconv.routes.extended import all_finite
from symconv.routes.numbers import Array
from symconv.transposed import Layer, TransposedSpec

Index = tuple[int, ...]
Factors = tuple[Array, Array]
SAMPLES = 24
EXACT = np.longdouble
"""In which the entries that are measured are computed again; its own rounding is allowed for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """The entry of a result that came nearest to its bound.

    Attributes:
        name: of the result.
        dtype: in which it is.
        terms: products in a sum.
        bound: how far this entry may be from the exact one.
        error: how far it is.
        where: the entry.
        entries: how many were measured.
        way: with fewer multiplications by which it was computed, ``winograd-4`` or ``fft``; empty for the plain one.
    """

    name: str
    dtype: np.dtype[Any]
    terms: int
    bound: float
    error: float
    where: Index
    entries: int
    way: str = ""

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.error <= self.bound


def roundings(job: Job, seed: int = 0) -> Iterator[Rounding]:
    """What is measured at some entries of each result; nothing of integers, which are exact, and of infinite entries.

    Args:
        job: the layer with its arrays; a few images are enough.
        seed: chooses the entries.
    """
    spec = replace(job.spec, bias=False)
    given = {"input": job.input, "weight": job.weight, "grad_output": job.grad_output}
    results: tuple[tuple[str, Route, str, str], ...] = (
        ("output", forward, "input", "weight"),
        ("grad_input", grad_input, "grad_output", "weight"),
        ("grad_weight", grad_weight, "input", "grad_output"),
    )
    rng = np.random.default_rng(seed)
    for name, function, one, two in results:
        first, second = given[one], given[two]
        if np.result_type(first, second).kind == "f" and all_finite(first) and all_finite(second):
            computed = function(spec, first, second, threads=job.threads, fast_math=job.fast_math)
            found = faster.way(spec, name) if job.fast_math else None
            if computed.size and len(first) and all_finite(computed):  # of no images nothing is summed
                yield measured(spec, name, computed, first, second, rng, way=found.name if found else "")


def rounding(
    spec: Layer,
    input: Array,  # noqa: A002 - PyTorch's name
    weight: Array,
    grad_output: Array,
    *,
    fast_math: bool = False,
    seed: int = 0,
) -> tuple[Rounding, ...]:
    """How far rounding carries the three results of these floats: what it may do at most, and what it does at samples.

    Args:
        spec: the layer; its batch size may be open.
        input: X ``[N, C_in, *input_size]``; a few images are enough.
        weight: F ``[C_out, C_in/groups, *kernel_size]``, transposed ``[C_in, C_out/groups, *kernel_size]``.
        grad_output: ∂L/∂O ``[N, C_out, *output_size]``.
        fast_math: whether ways with fewer multiplications are taken, as by ``symconv.forward(…, fast_math=True)``.
        seed: chooses the entries that are computed exactly.

    Returns:
        For each result the entry that came nearest to its bound; none for integers, which are exact.

    Raises:
        InputError: an array that does not belong to the layer.
    """
    maps, filters, grads = map(np.asarray, (input, weight, grad_output))
    job = Job(spec=spec, input=maps, weight=filters, grad_output=grads, fast_math=fast_math)
    return tuple(roundings(job, seed))


def measured(
    spec: Layer,
    name: str,
    computed: Array,
    first: Array,
    second: Array,
    rng: np.random.Generator,
    *,
    way: str = "",
) -> Rounding:
    """Of some entries of a computed result that which comes nearest to its bound."""
    terms = number_of_terms(spec, name, len(first))
    chosen = rng.choice(computed.size, min(SAMPLES, computed.size), replace=False).tolist()
    inner = np.dtype(np.float32) if computed.dtype == np.float16 else computed.dtype
    wider = Bounds(way, spec, name, inner, first, second) if way else None
    found = []
    for index in (tuple(map(int, np.unravel_index(place, computed.shape))) for place in sorted(chosen)):
        left, right = factors(spec, name, index, first, second)
        products = left.astype(EXACT) * right.astype(EXACT)
        exact, magnitude = products.sum(), np.abs(products).sum()
        allowed = bound(computed.dtype, terms, float(exact), float(magnitude), more=wider[index] if wider else 0.0)
        error = float(abs(EXACT(computed[index]) - exact))
        found.append((error / allowed, index, error, allowed))
    _, where, error, allowed = max(found)
    return Rounding(
        name=name,
        dtype=computed.dtype,
        terms=terms,
        bound=allowed,
        error=error,
        where=where,
        entries=len(found),
        way=way,
    )


def bound(dtype: np.dtype[Any], terms: int, exact: float, magnitude: float, more: float = 0.0) -> float:
    """``γₙ Σ|products| + n·η``, one rounding more for pieces, and one to float16 where that is the dtype.

    ``more`` is what a way with fewer multiplications adds to it (see :mod:`.accepted`).
    """
    half = dtype == np.float16
    inner = np.finfo(np.float32 if half else dtype)
    allowed = gamma(terms + 2, float(inner.eps) / 2) * magnitude + terms * float(inner.smallest_subnormal)
    allowed += more
    allowed += gamma(terms + 2, float(np.finfo(EXACT).eps) / 2) * magnitude
    if half:
        outer = np.finfo(np.float16)
        allowed += float(outer.eps) / 2 * (abs(exact) + allowed) + float(outer.smallest_subnormal)
    return allowed


def factors(spec: Layer, name: str, index: Index, first: Array, second: Array) -> Factors:
    """What is multiplied for an entry, pair by pair, from the relation alone."""
    if isinstance(spec, TransposedSpec):
        exchanged = (second, first) if name == "grad_weight" else (first, second)
        names = {"output": "grad_input", "grad_input": "output", "grad_weight": "grad_weight"}
        return factors(spec.form, names[name], index, *exchanged)
    one, two, *place = index
    out, wide = spec.out_channels // spec.groups, spec.in_channels // spec.groups
    along = zip(spec.axes, place, strict=True)
    if name == "output":
        pairs = [axis.window(m) for axis, m in along]
        channels = slice(two // out * wide, (two // out + 1) * wide)
        return _at(first[one, channels], pairs, 1), _at(second[two], pairs, 0)
    if name == "grad_input":
        pairs = [_outputs_and_taps(axis, i) for axis, i in along]
        channels = slice(two // wide * out, (two // wide + 1) * out)
        return _at(first[one, channels], pairs, 0), _at(second[channels, two % wide], pairs, 1)
    pairs = [_outputs_and_inputs(axis, a) for axis, a in along]
    return _at(first[:, one // out * wide + two], pairs, 1), _at(second[:, one], pairs, 0)


Pairs = tuple[tuple[int, int], ...]


def _at(array: Array, pairs: list[Pairs], side: int) -> Array:
    """The entries at one side of the pairs along each axis; the first axis stays whole."""
    chosen = (np.array([pair[side] for pair in along], np.intp) for along in pairs)
    found: Array = array[np.ix_(np.arange(len(array)), *chosen)]
    return found


def _outputs_and_taps(axis: Axis, place: int) -> Pairs:
    return tuple((output, tap) for tap, output in axis.reaching(place))


def _outputs_and_inputs(axis: Axis, tap: int) -> Pairs:
    pairs = ((output, axis.source(axis.position(output, tap))) for output in range(axis.output_size))
    return tuple((output, place) for output, place in pairs if place is not None)
