"""What ``symconv grad`` does with a job: every result is computed once, seen, compared and written as it comes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from symconv.errors import InputError
from symconv.numeric.archive import Archive, Nowhere, archived
from symconv.numeric.batches import in_memory
from symconv.numeric.job import PER_IMAGE, Job, Progress
from symconv.numeric.layout import Layout, stored
from symconv.numeric.watch import Comparison, Range
from symconv.routes.extended import all_finite
from symconv.routes.numbers import Array
from symconv.transposed import Layer, made

PARTNERS = {"output": "grad_output", "grad_input": "input", "grad_weight": "weight"}
"""Result → the given array of the same shape; all three inner products are the same number."""

ORDER = ("input", "weight", "grad_output", "output", "grad_input", "grad_weight", "grad_bias")
"""In which arrays are told."""

ROUNDINGS, ROUNDINGS_OF_FAST_MATH = 64, 1024
"""How many units in the last place of the scale the three products may be apart."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What came out of a job.

    Attributes:
        ranges: of every result.
        comparisons: with the arrays that were expected.
        products: ``⟨∂L/∂O, O⟩``, ``⟨X, ∂L/∂X⟩`` and ``⟨F, ∂L/∂F⟩``, which are one number three times.
        scale: the sum of the magnitudes ``|∂L/∂o · o|``, against which those are rounded.
        roundings: how many units in the last place of the scale they may be apart.
    """

    ranges: list[Range] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    products: dict[str, float] = field(default_factory=dict)
    scale: float = 0.0
    roundings: int = ROUNDINGS

    @property
    def disagreement(self) -> float:
        """How far the three products are apart, in units of the scale; NaN where one of them is not finite."""
        if not np.isfinite(list(self.products.values())).all():
            return float("nan")
        apart = max(self.products.values()) - min(self.products.values())
        return apart / self.scale if self.scale else apart

    @property
    def agrees(self) -> bool:
        """Whether the three products are equal, as far as the results' precision goes; nothing speaks against NaN."""
        precision = max((_precision(each.dtype) for each in self.ranges), default=0.0)
        return not self.disagreement > self.roundings * precision


@in_memory()
def run(
    job: Job,
    path: Path | None = None,
    *,
    layout: Layout = "NCHW",
    expected: Mapping[str, Array] | None = None,
    progress: Progress = lambda images: None,
) -> Report:
    """Computes every result once; writes it to ``path`` and compares it with ``expected`` where these are given.

    Args:
        job: what to compute.
        path: an ``.npz`` to write.
        layout: in which results are written and expected.
        expected: arrays by name that somebody else computed.
        progress: told after each piece how many images it had.

    Raises:
        InputError: arrays that do not fit, or an expected array of another shape.
        OutputError: the file cannot be written.
    """
    report = Report(roundings=ROUNDINGS_OF_FAST_MATH if job.fast_math else ROUNDINGS)
    with archived(path) if path else nullcontext(Nowhere()) as archive, np.errstate(all="ignore"):
        for name, compute in job.results.items():
            _add(job, report, archive, name, compute(progress), layout, (expected or {}).get(name))
    report.ranges.sort(key=lambda each: ORDER.index(each.name))
    return report


def _add(
    job: Job,
    report: Report,
    archive: Archive | Nowhere,
    name: str,
    pieces: Iterator[Array],
    layout: Layout,
    expected: Array | None,
) -> None:
    """Writes one result, and notes what is seen on the way."""
    told = (stored(name, piece, layout) for piece in _multiplied(job, report, name, pieces))
    first = next(told)
    shape = (len(job.input) if name in PER_IMAGE else len(first), *first.shape[1:])
    report.ranges.append(Range(name=name, shape=shape, dtype=first.dtype))
    watched = _seen(chain([first], told), report.ranges[-1].see)
    if expected is not None:
        if expected.shape != shape:
            raise InputError(f"the expected {name} has shape {expected.shape} where {shape} is right")
        report.comparisons.append(Comparison(name=name, against="expected"))
        watched = _compared(watched, report.comparisons[-1], expected)
    archive.add(name, shape, first.dtype, watched)


def _precision(dtype: np.dtype[Any]) -> float:
    return float(np.finfo(dtype).eps) if dtype.kind == "f" else 2.0**-52


def _seen(pieces: Iterable[Array], see: Callable[[Array], None]) -> Iterator[Array]:
    for piece in pieces:
        see(piece)
        yield piece


def _compared(pieces: Iterable[Array], comparison: Comparison, expected: Array) -> Iterator[Array]:
    row = 0
    for piece in pieces:
        comparison.see(piece, expected[row : row + len(piece)])
        row += len(piece)
        yield piece


def _met(spec: Layer, name: str, piece: Array, partner: Array) -> Array:
    """The products of a result with what it belongs to; an entry that meets nothing is not multiplied."""
    along = {
        made(spec)[0]: [axis.inputs_met for axis in spec.axes],
        "grad_weight": [axis.taps_met for axis in spec.axes],
    }
    met = np.ones((), bool)
    for axis in along.get(name, ()):
        met = np.logical_and.outer(met, axis)
    return np.multiply(piece, np.where(met, partner, 0), dtype=np.float64)


def _multiplied(job: Job, report: Report, name: str, pieces: Iterable[Array]) -> Iterator[Array]:
    """The pieces; their products with what they belong to are added to the report."""
    if name not in PARTNERS:
        yield from pieces
        return
    partner: Array = getattr(job, PARTNERS[name])
    seen, row = Range(name=PARTNERS[name], shape=partner.shape, dtype=partner.dtype), 0
    report.ranges.append(seen)
    for piece in pieces:
        theirs = partner[row : row + len(piece)]
        seen.see(theirs)
        products = (
            np.multiply(piece, theirs, dtype=np.float64) if all_finite(theirs) else _met(job.spec, name, piece, theirs)
        )
        report.products[name] = report.products.get(name, 0.0) + float(products.sum())
        report.scale += float(np.abs(products).sum()) if name == "output" else 0.0
        row += len(piece)
        yield piece
