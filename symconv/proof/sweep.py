"""Every layer of a grid, proven on all cores."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.pooled import PooledSpec
from symconv.proof.grid import Grid
from symconv.transposed import Layer
from symconv.workers import Scheduler, workers

if TYPE_CHECKING:  # these load what proves
    from symconv.proof.entrywise import Proof

Batch = list[dict[str, Any]]

BATCH = 32
"""Layers that a process proves before it reports."""

FEW = 1_000
"""As many combinations are proven before other processes have started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What became of a grid.

    Attributes:
        proven: layers on which every route holds.
        entries: entries compared on them, all routes together.
        skipped: reason → number of combinations that are no layer.
        failed: the layers on which a route failed, with the verdicts that failed.
    """

    proven: int
    entries: int
    skipped: Counter[str]
    failed: tuple[tuple[Layer | PooledSpec, "tuple[Proof, ...]"], ...]

    def to_json(self) -> dict[str, Any]:
        """The counts, the reasons and every failure."""
        return {
            "proven": self.proven,
            "entries": self.entries,
            "skipped": dict(self.skipped.most_common()),
            "failed": [
                {"layer": spec.to_json(), "proofs": [proof.to_json() for proof in proofs]}
                for spec, proofs in self.failed
            ],
        }


def sweep(
    over: Grid,
    *,
    only: tuple[str, ...] | None = None,
    jobs: int | None = None,
    scheduler: str | Scheduler | None = None,
    max_terms: int | None = DEFAULT_LIMIT,
    progress: Callable[[int], None] = lambda done: None,
) -> Sweep:
    """Proves every layer that exists in the grid.

    Args:
        over: the grid.
        only: names of routes; None takes all.
        jobs: processes; None takes one for each core, and works in this process where that is sooner done; so does 1.
        scheduler: of a Dask cluster that proves instead, or its address.
        max_terms: layers with more products are skipped; None lifts the limit.
        progress: called with the number of combinations just finished.

    Raises:
        InputError: a name is no route, or no scheduler answers there.
        WorkerError: a worker died.
    """
    combinations = iter(over)
    batches = list(iter(lambda: list(islice(combinations, BATCH)), []))
    work = partial(_proven, only=only, max_terms=max_terms)
    here = jobs == 1 or (jobs is None and len(over) <= FEW)
    if here and scheduler is None:
        return _collected(map(work, batches), progress)
    with workers(jobs, scheduler) as crew:
        return _collected(crew.each(work, ((batch,) for batch in batches)), progress)


def _collected(parts: Iterator[Sweep], progress: Callable[[int], None]) -> Sweep:
    total = Sweep(proven=0, entries=0, skipped=Counter(), failed=())
    for part in parts:
        total = Sweep(
            proven=total.proven + part.proven,
            entries=total.entries + part.entries,
            skipped=total.skipped + part.skipped,
            failed=total.failed + part.failed,
        )
        progress(part.proven + part.skipped.total() + len(part.failed))
    return total


def _proven(batch: Batch, only: tuple[str, ...] | None, max_terms: int | None) -> Sweep:
    """What became of a batch. SymPy is loaded where layers are proven, not where their counts are added up."""
    from symconv.proof.outcomes import proven

    return proven(batch, only, max_terms)
