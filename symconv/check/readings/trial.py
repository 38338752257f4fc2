"""A claim under one reading, on several layers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod

from symconv.check.asking import Answer, Log, Subject
from symconv.check.evaluating.differences import Comparison, Difference
from symconv.check.evaluating.questions import ENTRIES, GENERAL, TURNED
from symconv.check.evaluating.remembered import on
from symconv.check.evaluating.unknown import Exchanged, Sketchy, Uneven, Unknown
from symconv.check.readings.defined import MOST_LAYERS
from symconv.check.readings.domain import Domain, domain
from symconv.check.readings.ground import Ground
from symconv.check.told import Spec
from symconv.check.understanding.claims import Claim

UNSIZED = "neither the text nor the options tell how large the layer is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A claim under one reading.

    Attributes:
        used: the answers that it rests on.
        layers: the layers that it is about.
        origin: what tells these.
        comparisons: what came out on each of them.
        problem: why there is no comparison.
        sketchy: whether that is because indices are left out.
        exchanged: whether that is because channels are exchanged.
    """

    used: Mapping[Subject, Answer] = field(default_factory=dict)
    layers: tuple[Spec, ...] = ()
    origin: str = ""
    comparisons: tuple[Comparison, ...] = ()
    problem: str = ""
    sketchy: bool = False
    exchanged: bool = False

    @property
    def base(self) -> int:
        """The number of the first entry."""
        base: int = self.used.get(ENTRIES, self.used.get(GENERAL, 0))
        return base

    @property
    def right(self) -> bool:
        """Whether it holds on every layer tried."""
        return bool(self.comparisons) and not any(part.differences for part in self.comparisons)

    @property
    def unread(self) -> str:
        """Why some side has no value; empty where all have one."""
        return next((str(why) for part in self.comparisons for why in part.problems.values()), "")

    @property
    def assumed(self) -> set[str]:
        """What the values depend on."""
        return {note for part in self.comparisons for note in part.assumed}

    @property
    def differing(self) -> int:
        """Entries that differ."""
        return sum(len(part.differences) for part in self.comparisons)

    def first_difference(self) -> tuple[Comparison, Difference] | None:
        """The smallest layer and entry where it fails."""
        failing = [part for part in self.comparisons if part.differences]
        if not failing:
            return None
        smallest = min(failing, key=lambda part: part.truth.spec.most_terms)
        return smallest, smallest.differences[0]


def tried(found: Claim, ground: Ground, log: Log) -> Trial:
    """The claim on each layer that it is about, up to the first difference."""
    return tried_on(domain(found, ground, log), found, ground, log, first=True)


SHOWN = 5
"""Layers that are looked at whole to find out what is wrong; a large one is not, where it has channels."""


def whole(found: Claim, ground: Ground, trial: Trial) -> Trial:
    """All that comes out in the reading of a trial that ended at the first difference, on its smallest layers."""
    log = ground.under(trial.used)
    failing = [part.truth.spec for part in trial.comparisons if part.differences]
    few = set(sorted(trial.layers, key=_size)[:SHOWN])
    layers = trial.layers if trial.used.get(TURNED) else [one for one in trial.layers if one in few or one in failing]
    about = Domain(layers=tuple(layers), origin=trial.origin)
    return replace(tried_on(about, found, ground, log), used=trial.used)


def _size(spec: Spec) -> int:
    return spec.most_terms * spec.in_channels * spec.out_channels * prod(spec.output_size)


def tried_on(about: Domain, found: Claim, ground: Ground, log: Log, *, first: bool = False) -> Trial:
    """The claim on some layers, as far as it can be evaluated there."""
    if not about.layers:
        return Trial(problem=UNSIZED)
    comparisons: list[Comparison] = []
    problems: list[Unknown] = []
    uneven: set[Spec] = set()
    for spec in about.layers:
        if len(comparisons) + len(problems) == MOST_LAYERS:
            break
        try:
            comparisons.append(on(found, ground.context, spec, log, first=first))
        except Uneven:  # a layer that is alike along its axes may follow
            uneven.add(spec)
        except Unknown as error:
            problems.append(error)
            if not comparisons:
                break
        if first and comparisons and comparisons[-1].differences:
            break
    differs = any(part.differences for part in comparisons)
    if len(comparisons) < len(problems) and not (first and differs):
        comparisons = []
    return Trial(
        layers=tuple(spec for spec in about.layers if spec not in uneven)[:MOST_LAYERS] or about.layers,
        origin=about.origin,
        comparisons=tuple(comparisons),
        problem=str(problems[0]) if problems else "",
        sketchy=any(isinstance(one, Sketchy) for one in problems),
        exchanged=any(isinstance(one, Exchanged) for one in problems),
    )
