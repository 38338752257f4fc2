"""The brake: where a text does not tell its layer and most of it would be wrong, it is the reading that is in doubt."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from symconv.check.judging.joint import Joint
from symconv.check.judging.outcome import Outcome
from symconv.check.judging.verdict import RIGHT
from symconv.check.readings.domain import DEFINED, LAYERS
from symconv.check.readings.entries import WRITTEN
from symconv.check.readings.ground import Ground
from symconv.check.telling.options import layer_in_words

UNTOLD = "the text does not tell its layer; on {layer} it would be wrong: tell the layer (--input-size, --kernel, …)"
MISREAD = (
    "read so, most statements here would be wrong; tell the layer (--input-size, --kernel, …) or the letters (--names)"
)
LARGE = "{} bounds a place, and no layer that was tried is so large; tell the layer (--input-size, --kernel, …)"
FEW = 4
"""Statements below which most of them say nothing about the reading."""


def braked(outcomes: Mapping[int, Outcome]) -> dict[int, Outcome]:
    """The outcomes, ambiguous instead of wrong where the layer was guessed or the whole part seems misread."""
    told = {start: _untold(_unreached(outcome)) for start, outcome in outcomes.items()}
    parts: dict[int, list[Outcome]] = {}
    for outcome in told.values():
        parts.setdefault(outcome.ground.part.start, []).append(outcome)
    misread = {start for start, found in parts.items() if _misread(found)}
    return {
        start: _doubted(outcome, MISREAD) if outcome.wrong and outcome.ground.part.start in misread else outcome
        for start, outcome in told.items()
    }


def _unreached(outcome: Outcome) -> Outcome:
    """A general formula with a bound in numbers, ``i < 40``, that no layer tried comes to."""
    found, trial = outcome.claim, outcome.verdict.trial
    tried = trial.comparisons if trial.origin in (LAYERS, DEFINED) and not found.concrete else ()
    reached = min((min(part.truth.spec.input_size) for part in tried), default=None)
    if reached is None or outcome.verdict.word not in RIGHT or max(found.bounds, default=0) < reached:
        return outcome
    return _doubted(outcome, LARGE.format(max(found.bounds)))


def _untold(outcome: Outcome) -> Outcome:
    """An entry that is wrong on a layer which was guessed from the entries alone."""
    trial = outcome.verdict.trial
    told = anchored(outcome.ground) or outcome.defined or outcome.claim.kind == "matrix"  # a matrix shows its layer
    if not outcome.wrong or trial.origin != WRITTEN or told:
        return outcome
    return _doubted(outcome, UNTOLD.format(layer=layer_in_words(trial.layers[0].to_json())))


def anchored(ground: Ground) -> bool:
    """Whether something tells the layer: options, a header line, or prose with its sizes or its stride."""
    told = ground.spec or ground.part.headed or ground.declared_whole or ground.given
    return bool(told) or "stride" in ground.steps


def _misread(found: Iterable[Outcome]) -> bool:
    """Whether most of the statements of a part would be wrong, and no one mistake explains them."""
    known = list(found)
    wrong = [one for one in known if one.wrong]
    if len(known) < FEW or len(wrong) * 2 <= len(known) or anchored(known[0].ground) or known[0].defined:
        return False
    joint = Joint(known)
    named = [frozenset(mistake.id for mistake in joint.mistakes(one)) for one in wrong]
    return not frozenset.intersection(*named)


def _doubted(outcome: Outcome, message: str) -> Outcome:
    return replace(outcome, verdict=replace(outcome.verdict, word="ambiguous", message=message))
