"""The verdicts on every layer of a grid. Where other processes prove, this one loads no SymPy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.lesson.swept import swept
from symconv.lesson.wording import Wording
from symconv.proof.grid import Grid
from symconv.proof.sweep import Sweep, sweep
from symconv.render.documents import Document, finished
from symconv.render.dumped import VERSION, dumps


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepVerdicts:
    """What became of a grid of layers. Build it with :func:`prove_sweep`.

    Attributes:
        combinations: combinations in the grid.
        result: how many were proven, skipped and failed.
    """

    combinations: int
    result: Sweep

    @property
    def holds(self) -> bool:
        """Whether there was a layer, and no route failed on any."""
        return bool(self.result.proven) and not self.result.failed

    def to_document(
        self,
        format: str = "text",  # noqa: A002 - the option's name
        *,
        language: str = "en",
        **looks: Any,
    ) -> Document:
        """The counts as text, Markdown or LaTeX."""
        told = swept(Wording(language), self.result, self.combinations)
        return finished(told, format, language=language, **looks)

    def to_json(self) -> str:
        """The counts, the reasons and every failure."""
        return dumps({"version": VERSION, "combinations": self.combinations, **self.result.to_json()})


def prove_sweep(
    over: Grid | str,
    *,
    only: tuple[str, ...] | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    max_terms: int | None = DEFAULT_LIMIT,
    progress: Callable[[int], None] = lambda done: None,
) -> SweepVerdicts:
    """Proves every layer that exists in a grid such as ``"kernel=1..5 stride=1..4 input=2..10"``.

    Args:
        over: the grid.
        only: names of routes; None takes all.
        jobs: processes; None takes one for each core, 1 works in this process.
        scheduler: address of a Dask cluster that proves instead, such as ``tcp://host:8786``.
        max_terms: layers with more products are skipped; None lifts the limit.
        progress: called with the number of combinations just finished.

    Raises:
        InputError: the grid cannot be read, a name is no route, or no scheduler answers there.
        WorkerError: a worker died.
    """
    layers = Grid.of(over) if isinstance(over, str) else over
    result = sweep(layers, only=only, jobs=jobs, scheduler=scheduler, max_terms=max_terms, progress=progress)
    return SweepVerdicts(combinations=len(layers), result=result)


def prove_pooling_sweep(
    over: Grid | str,
    layer: Mapping[str, Any],
    *,
    only: tuple[str, ...] | None = None,
    max_terms: int | None = DEFAULT_LIMIT,
    progress: Callable[[int], None] = lambda done: None,
) -> SweepVerdicts:
    """The same for every pooling of a grid; here, in this process.

    Args:
        over: the grid.
        layer: what all have: ``{"pool": "max"}``, perhaps with ``ceil_mode`` or ``exclude_pad``.
        only: names of routes; None takes all.
        max_terms: layers with more products are skipped; None lifts the limit.
        progress: called with the number of combinations just finished.

    Raises:
        InputError: the grid cannot be read, or a name is no route.
    """
    from symconv.proof.pooled_sweep import pooled_sweep  # this loads SymPy

    layers = Grid.of(over) if isinstance(over, str) else over
    result = pooled_sweep(layers, layer, only=only, max_terms=max_terms, progress=progress)
    return SweepVerdicts(combinations=len(layers), result=result)
