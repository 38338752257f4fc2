"""Every layer of a grid, proven on all cores.

A grid is written ``kernel=1..5 stride=1..4 padding=0..4 dilation=1..3 input=2..10``: each word of the layer with a
range, a list (``1,2,4``) or one value (``5x3``, ``same``). As everywhere, a bare input size means one axis.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from math import prod
from typing import Any, Self

from symconv.algebra.chain_rule import DEFAULT_LIMIT, differentiate
from symconv.errors import InputError, SpecError
from symconv.proof.entrywise import Proof, prove_all
from symconv.sizes import PADDING_WORDS, shown
from symconv.spec import ConvSpec
from symconv.workers import Scheduler, workers

WORDS = {
    "input": "input_size",
    "kernel": "kernel_size",
    "stride": "stride",
    "padding": "padding",
    "dilation": "dilation",
    "groups": "groups",
    "in_channels": "in_channels",
    "out_channels": "out_channels",
    "batch": "batch_size",
}
NUMBER = "[0-9]{1,18}"
COUNT, SIZE = re.compile(NUMBER), re.compile(f"{NUMBER}(?:x{NUMBER})*")
PADDING = re.compile(f"{NUMBER}(?::{NUMBER})?(?:x{NUMBER}(?::{NUMBER})?)*|" + "|".join(PADDING_WORDS))
READ = dict.fromkeys(("input", "kernel", "stride", "dilation"), SIZE) | {"padding": PADDING}
"""How the values of a word are written; whether there is such a layer is seen when it is its turn."""

MOST_COMBINATIONS = 1_000_000
BATCH = 32
"""Layers that a process proves before it reports."""

FEW = 1_000
"""As many combinations are proven before other processes have started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The values each parameter takes."""

    values: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """The grid that a text describes.

        Raises:
            InputError: a word is unknown or stated twice, or its values cannot be read.
        """
        values: dict[str, tuple[str, ...]] = {}
        for part in text.split():
            word, _, written = part.partition("=")
            if word not in WORDS or not written:
                raise InputError(f"a sweep is word=values with words {', '.join(WORDS)}, got {shown(part)}")
            if WORDS[word] in values:
                raise InputError(f"{word} is stated twice in the sweep")
            values[WORDS[word]] = tuple(choice for item in written.split(",") for choice in _choices(item, word))
        if not values:
            raise InputError("a sweep needs at least one word=values, got nothing")
        grid = cls(values=tuple(values.items()))
        if len(grid) > MOST_COMBINATIONS:
            raise InputError(f"a sweep of {len(grid)} combinations is more than {MOST_COMBINATIONS}; split it")
        return grid

    def __len__(self) -> int:
        return prod(len(choices) for _, choices in self.values)

    def __iter__(self) -> Iterator[dict[str, str]]:
        names = [name for name, _ in self.values]
        return (dict(zip(names, choice, strict=True)) for choice in product(*(choices for _, choices in self.values)))


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
    failed: tuple[tuple[ConvSpec, tuple[Proof, ...]], ...]

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


_Outcome = str | tuple[ConvSpec, tuple[Proof, ...], int]
"""Why a combination is no layer; or the layer, what failed on it, and the number of entries compared."""


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


def _collected(outcomes: Iterator[list[_Outcome]], progress: Callable[[int], None]) -> Sweep:
    proven = entries = 0
    skipped: Counter[str] = Counter()
    failed = []
    for outcome in outcomes:
        for result in outcome:
            if isinstance(result, str):
                skipped[result] += 1
            elif result[1]:
                failed.append((result[0], result[1]))
            else:
                proven += 1
                entries += result[2]
        progress(len(outcome))
    return Sweep(proven=proven, entries=entries, skipped=skipped, failed=tuple(failed))


def _proven(batch: list[dict[str, str]], only: tuple[str, ...] | None, max_terms: int | None) -> list[_Outcome]:
    return [_outcome(combination, only, max_terms) for combination in batch]


def _outcome(combination: dict[str, str], only: tuple[str, ...] | None, max_terms: int | None) -> _Outcome:
    try:
        spec = ConvSpec.of(**combination)  # type: ignore[arg-type]  # every parameter reads its value from text
        found = differentiate(spec, limit=max_terms)
    except SpecError as error:
        return _reason(error)
    proofs = prove_all(found, only)
    return spec, tuple(proof for proof in proofs if not proof.holds), sum(proof.entries for proof in proofs)


def _reason(error: SpecError) -> str:
    """The kind of refusal, without the numbers of the case."""
    kinds = {"kernel_size": "the kernel does not fit the padded input", "groups": "groups do not divide the channels"}
    return kinds.get(error.parameter, str(error))


def _choices(item: str, word: str) -> list[str]:
    first, dots, last = item.partition("..")
    if not dots:
        if not READ.get(word, COUNT).fullmatch(item.lower()):
            raise InputError(f"{word} in a sweep must be a number, or sizes such as 5x3, got {shown(item)}")
        return [item]
    if not (first.isdecimal() and last.isdecimal() and len(item) < 20 and int(first) <= int(last)):
        raise InputError(f"{word} in a sweep must be a range such as 1..5, got {shown(item)}")
    if int(last) - int(first) > MOST_COMBINATIONS:
        raise InputError(f"{word} in a sweep takes more than {MOST_COMBINATIONS} values, got {item}")
    return list(map(str, range(int(first), int(last) + 1)))
