"""Why a statement that fails is not called wrong: the text leaves open what would make it hold."""

from symconv.check.evaluating.evaluate import OUTPUT_READ
from symconv.check.evaluating.looping import LOOPS_UNREAD, counts_to_number
from symconv.check.evaluating.questions import TURNED
from symconv.check.judging.amounts import ONE_SIZE, suiting
from symconv.check.readings.domain import Domain
from symconv.check.readings.ground import Ground
from symconv.check.readings.trial import Trial, tried_on
from symconv.check.readings.worlds import Table
from symconv.check.understanding.claims import Claim

EDGES = "it holds only for some places at which the true convolution may start and end, and the text does not tell them"
OFF = "other entries of the text are those of an input of {}; on the one that it states, {}, this holds"
CUT = "it may be read in too many ways to try them all"


def doubt(table: Table, trial: Trial) -> str:
    """Why a statement that fails in a trial may be right all the same; empty where it is wrong in every reading."""
    found, ground = table.claim, table.ground
    for open_question in (OUTPUT_READ, LOOPS_UNREAD):
        if open_question in trial.assumed:
            return open_question
    if ground.spec is None and ground.declared_whole is None and counts_to_number(found.loops):
        return LOOPS_UNREAD
    if not table.whole:
        return CUT
    if trial.used.get(TURNED) and ground.spec is None and _holds_somewhere(trial):
        return EDGES
    size = suiting(found, ground, trial)
    return _off_the_layer(found, ground, trial) or (ONE_SIZE.format(size) if size else "")


def _off_the_layer(found: Claim, ground: Ground, trial: Trial) -> str:
    """Why a statement holds on the layer that the text states, and not on that of other entries; else empty."""
    told, layers = ground.declared_whole, {spec.input_size for spec in trial.layers}
    if ground.spec is not None or told is None or not found.concrete or told.input_size in layers:
        return ""
    stated = Domain(layers=(told,), origin=trial.origin)
    if not tried_on(stated, found, ground, ground.under(trial.used), first=True).right:
        return ""
    return OFF.format(*("x".join(map(str, size)) for size in (min(layers), told.input_size)))


def _holds_somewhere(trial: Trial) -> bool:
    """Whether a claim holds on all layers with one padding rule, of those that differ in it."""
    outcomes: dict[bool, set[bool]] = {}
    for part in trial.comparisons:
        full = all(after > 0 for _, after in part.truth.spec.padding)
        outcomes.setdefault(full, set()).add(bool(part.differences))
    return len(outcomes) > 1 and {False} in outcomes.values()
