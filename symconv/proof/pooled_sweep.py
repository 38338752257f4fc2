"""Every pooling of a grid, proven."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.algebra.pooled import differentiate_pooled
from symconv.errors import SpecError
from symconv.pooled import pooled_of
from symconv.proof.grid import Grid
from symconv.proof.outcomes import reason
from symconv.proof.pooled import prove_pooled
from symconv.proof.sweep import Sweep


def pooled_sweep(
    over: Grid,
    layer: Mapping[str, Any],
    *,
    only: tuple[str, ...] | None = None,
    max_terms: int | None = DEFAULT_LIMIT,
    progress: Callable[[int], None] = lambda done: None,
) -> Sweep:
    """Proves every pooling that exists in the grid.

    Args:
        over: the grid.
        layer: what all layers have, ``pool`` among it, as ``pooled_of`` takes it.
        only: names of routes; None takes all.
        max_terms: layers with more products are skipped; None lifts the limit.
        progress: called with the number of combinations just finished.

    Raises:
        InputError: a name is no route.
    """
    skipped: Counter[str] = Counter()
    held, entries, failed = 0, 0, []
    for combination in over:
        try:
            found = differentiate_pooled(pooled_of({**layer, **combination}), limit=max_terms)
        except SpecError as error:
            skipped["a window lies wholly in the padding" if "wholly" in str(error) else reason(error)] += 1
        else:
            proofs = prove_pooled(found, only)
            wrong = tuple(proof for proof in proofs if not proof.holds)
            if wrong:
                failed.append((found.spec, wrong))
            else:
                held, entries = held + 1, entries + sum(proof.entries for proof in proofs)
        progress(1)
    return Sweep(proven=held, entries=entries, skipped=skipped, failed=tuple(failed))
