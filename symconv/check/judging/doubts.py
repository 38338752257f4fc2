"""Why a statement that fails is not called wrong: the text leaves open what would make it hold."""

from collections.abc import Sequence

from symconv.check.evaluating.evaluate import OUTPUT_READ
from symconv.check.evaluating.looping import LOOPS_UNREAD, counts_to_number
from symconv.check.evaluating.places import ABSENT, NO_TAP
from symconv.check.evaluating.questions import TURNED
from symconv.check.evaluating.unknown import NO_ENTRY
from symconv.check.judging.amounts import ONE_SIZE, suiting
from symconv.check.readings.defined import holds
from symconv.check.readings.domain import Domain
from symconv.check.readings.ground import Ground
from symconv.check.readings.trial import Trial, tried_on, whole
from symconv.check.readings.worlds import Table
from symconv.check.regex import regex
from symconv.check.told import Spec
from symconv.check.understanding.claims import Claim
from symconv.notation.tree import BigSum, Infix, Symbol
from symconv.notation.walk import walk

EDGES = "it holds only for some places at which the true convolution may start and end, and the text does not tell them"
OFF = "other entries of the text are those of an input of {}; on the one that it states, {}, this holds"
BEYOND = "it does not hold on the input that the text states, {}, but on a larger one"
STARRED = "∗ stands between entries, where it may be a convolution"
_STAR = regex(r"(?<![\^_{])\*|\\ast(?![A-Za-z])")
SEVERAL = "the text defines several layers that differ, and it may be about another one"
UNTOLD = "nothing in it tells what {} runs over"
CUT = "it may be read in too many ways to try them all"


def doubt(table: Table, trial: Trial, others: Sequence[Trial]) -> str:
    """Why a statement that fails may be right all the same; empty where it is wrong in every reading.

    Args:
        table: the statement in all its readings.
        trial: the one that is told.
        others: the others in which it has a value.
    """
    found, ground = table.claim, table.ground
    failed = [one for one in others if one.used.get(TURNED)]
    turned = [trial] if trial.used.get(TURNED) else [whole(found, ground, one) for one in failed]
    for open_question in (OUTPUT_READ, LOOPS_UNREAD):
        if open_question in trial.assumed:
            return open_question
    if ground.spec is None and ground.declared_whole is None and counts_to_number(found.loops):
        return LOOPS_UNREAD
    if not table.whole:
        return CUT
    if _of_another_level(ground, trial):
        return SEVERAL
    if ground.spec is None and (any(map(_holds_somewhere, turned)) or (failed and all(map(_by_size_alone, failed)))):
        return EDGES
    if _may_convolve(found):
        return STARRED
    if letter := _running_free(found):
        return UNTOLD.format(letter)
    size = suiting(found, ground, trial)
    return _off_the_layer(found, ground, trial) or (ONE_SIZE.format(size) if size else "")


def _of_another_level(ground: Ground, trial: Trial) -> bool:
    """Whether a text without a stated layer defines ``y^{(1)}`` and ``y^{(2)}`` that differ."""
    levels = {one.target.upper for one in ground.general}
    if ground.spec is not None or len(levels) < 2 or not trial.layers:
        return False
    log = ground.under(trial.used)
    return not all(holds(one, ground, spec, log) for one in ground.general for spec in trial.layers)


def _running_free(found: Claim) -> str:
    """An index of ∂L/∂O that nothing ties to the left side, whose own index stands nowhere else; else empty."""
    own = {node for node in found.target.index if isinstance(node, Symbol)}
    sums = [node for node in found.nodes if isinstance(node, BigSum) and node.letters]
    bound = own | {letter for node in sums for letter in node.letters if isinstance(letter, Symbol)}
    right = {node for side in found.sides for node in walk(side)}
    places = (node for part in found.known if part.tensor == "grad_output" for node in part.index)
    free = [node.name for node in places if isinstance(node, Symbol) and node not in bound]
    return free[0] if sums and free and own - right else ""


def _may_convolve(found: Claim) -> bool:
    """Whether a ∗ between letters with indices, with no sum before it, may be a convolution: ``δ_{ab} ∗ x_{−a,−b}``."""
    starred = found.statement.tex and _STAR.search(found.statement.text) is not None
    return starred and not found.concrete and not any(isinstance(node, BigSum | Infix) for node in found.nodes)


def _off_the_layer(found: Claim, ground: Ground, trial: Trial) -> str:
    """Why a statement holds on the layer that the text states, and not on that of other entries; else empty."""
    told = _stated(ground, trial)
    if told is None or not _tried_there(told, found, ground, trial).right:
        return ""
    sizes = {spec.input_size for spec in trial.layers}
    return OFF.format(*("x".join(map(str, size)) for size in (min(sizes), told.input_size)))


def beyond(found: Claim, ground: Ground, trial: Trial) -> str:
    """Why an entry holds on the layer of the entries alone, not on the one that the text states; else empty."""
    told = _stated(ground, trial) if found.concrete else None
    if told is None or {len(spec.input_size) for spec in trial.layers} != {len(told.input_size)}:
        return ""
    there = _tried_there(told, found, ground, trial)
    fails = there.problem.startswith(NO_ENTRY) or there.differing or there.assumed & {ABSENT, NO_TAP}
    return "" if not fails else BEYOND.format("x".join(map(str, told.input_size)))


def _stated(ground: Ground, trial: Trial) -> Spec | None:
    """The layer that the text states whole, where it is none of those that a statement was tried on."""
    told = ground.declared_whole if ground.spec is None else None
    return None if told is None or told.input_size in {spec.input_size for spec in trial.layers} else told


def _tried_there(told: Spec, found: Claim, ground: Ground, trial: Trial) -> Trial:
    stated = Domain(layers=(told,), origin=trial.origin)
    return tried_on(stated, found, ground, ground.under(trial.used), first=True)


def _holds_somewhere(trial: Trial) -> bool:
    """Whether a claim holds on all layers with one padding rule, of those that differ in it."""
    outcomes: dict[frozenset[tuple[bool, bool]], set[bool]] = {}
    for part in trial.comparisons:
        rule = frozenset((before > 0, after > 0) for before, after in part.truth.spec.padding)
        outcomes.setdefault(rule, set()).add(bool(part.differences))
    return len(outcomes) > 1 and {False} in outcomes.values()


def _by_size_alone(trial: Trial) -> bool:
    """Whether nothing differs but the size of a map."""
    return all(one.got is None for part in trial.comparisons for one in part.differences)
