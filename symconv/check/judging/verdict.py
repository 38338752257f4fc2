"""One claim, every reading that the text allows, one verdict.

Right is what holds in all of them, wrong what holds in none. What holds in some is right under an assumption where a
convention decides it (where counting starts, what a letter counts), and ambiguous where the meaning of a sign does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from symconv.check.evaluating.evaluate import RESTATED
from symconv.check.evaluating.looping import LOOPS_UNREAD
from symconv.check.evaluating.places import ABSENT, NO_TAP, OVERRUN, PAST_FILTER
from symconv.check.evaluating.questions import CONVOLUTION, CORRELATION, GENERAL, STAR, TURNED
from symconv.check.evaluating.unknown import TOO_MUCH, UNLETTERED
from symconv.check.judging.doubts import beyond, doubt
from symconv.check.judging.lenient import as_sentences_mean
from symconv.check.judging.notes import notes_on
from symconv.check.readings.domain import Domain
from symconv.check.readings.ground import Ground
from symconv.check.readings.trial import UNSIZED, Trial, tried, tried_on, whole
from symconv.check.readings.worlds import Table, Worlds
from symconv.check.understanding.claims import Claim
from symconv.notation.text import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is to be said of a claim.

    Attributes:
        word: one of the verdicts.
        trial: the reading it rests on.
        assumptions: what it depends on.
        message: one sentence.
        layers: how many layers it was judged on.
    """

    word: str
    trial: Trial
    assumptions: tuple[str, ...] = ()
    message: str = ""
    layers: int = field(default=0)


RIGHT = ("right", "right under an assumption")
COUNTED = "it holds only if indices start at {}, and the other statements do not decide it"


def judge(table: Table, among: Worlds) -> Verdict:
    """The verdict on one claim, in the readings of its text that stay."""
    found, ground = table.claim, table.ground
    trials = table.among(among.live) or [leaf.result for leaf in table.leaves]
    if all(trial.problem == UNSIZED for trial in trials):
        return Verdict(word="ambiguous", trial=trials[0], message=UNSIZED)
    right = [trial for trial in trials if trial.right]
    if not right:
        return _without_right(table, trials)
    verdict = _right(right[0], table)
    if why := beyond(found, ground, right[0]):
        verdict = replace(verdict, word="ambiguous", message=why)
    if trials[0].comparisons and not trials[0].right and trials[0].used.get(GENERAL) != right[0].used.get(GENERAL):
        verdict = replace(verdict, word="ambiguous", message=COUNTED.format(right[0].base))
    star = right[0].used.get(STAR)
    if star and star not in ground.stars and STAR not in table.told:
        message = f"it holds only if ∗ is {star}"
        verdict = replace(verdict, word="ambiguous", message=message)
    return _slipped(found, _averaged(found, verdict)) if verdict.word in RIGHT else verdict


def _without_right(table: Table, trials: Sequence[Trial]) -> Verdict:
    found, ground = table.claim, table.ground
    compared = [trial for trial in trials if trial.comparisons]
    if not compared:
        return _without_value(trials[0])
    cut = next((trial for trial in trials if trial.problem == TOO_MUCH), None)
    if cut is not None:
        return _without_value(cut)
    if (lenient := as_sentences_mean(found, ground, compared)) is not None:
        trial, note = lenient
        notes = (*notes_on(table, trial), note)
        return Verdict(word=RIGHT[1], trial=trial, assumptions=notes, layers=len(trial.comparisons))
    valued = [trial for trial in compared if _has_value(trial)]
    first = (valued or compared)[0]
    shown = whole(found, ground, first)
    chosen = shown if shown.first_difference() else first
    if why := doubt(table, chosen, compared) or _turns(found, ground, chosen):
        return Verdict(word="ambiguous", trial=chosen, message=why)
    other = _with_the_other_star(found, ground, chosen)
    believed = (bool(ground.star) and not found.statement.worded) or chosen.used.get(STAR) != CONVOLUTION
    word = "wrong" if believed or not other else "ambiguous"
    message = f"it holds only if ∗ is {other}" if other else ""
    notes = notes_on(table, chosen)
    return Verdict(word=word, trial=chosen, assumptions=notes, message=message, layers=len(chosen.comparisons))


def _has_value(trial: Trial) -> bool:
    """Whether what differs is a value, not the size of a map."""
    found = trial.first_difference()
    return found is not None and found[1].got is not None


TRUE = "it is the true convolution, which flips the filter"


def _turns(found: Claim, ground: Ground, trial: Trial) -> str:
    """That a definition is the true convolution; empty where it is no such definition."""
    if found.kind != "forward" or found.concrete or any(found.maps):
        return ""
    about = Domain(layers=trial.layers, origin=trial.origin)
    return TRUE if tried_on(about, found, ground, ground.under({**trial.used, TURNED: True})).right else ""


def _with_the_other_star(found: Claim, ground: Ground, trial: Trial) -> str:
    """What ∗ must be for a wrong statement to hold; empty where neither helps."""
    if STAR not in trial.used:
        return ""
    other = CORRELATION if trial.used[STAR] == CONVOLUTION else CONVOLUTION
    answers = {**trial.used, STAR: other}
    return other if tried(found, ground, ground.under(answers)).right else ""


def _averaged(found: Claim, verdict: Verdict) -> Verdict:
    """A gradient that is right but for a division by the number of images."""
    if found.divided is None:
        return verdict
    message = f"it is divided by {text(found.divided)}: ∂L/∂O already carries the 1/N of a mean loss"
    return replace(verdict, word="wrong", message=message)


def _slipped(found: Claim, verdict: Verdict) -> Verdict:
    """A gradient whose values are right, at the wrong layer of the network."""
    return replace(verdict, word="wrong", message=found.slip) if found.slip else verdict


def _right(trial: Trial, table: Table) -> Verdict:
    notes = notes_on(table, trial)
    if trial.unread:
        message = f"one side could not be judged: {trial.unread}"
        return Verdict(word="ambiguous", trial=trial, assumptions=notes, message=message)
    if _lacks_stride(table):
        return Verdict(word="ambiguous", trial=trial, assumptions=notes, message=UNLETTERED)
    if LOOPS_UNREAD in trial.assumed:
        return Verdict(word="ambiguous", trial=trial, message=LOOPS_UNREAD)
    for absent, wrong in ((NO_TAP, True), (PAST_FILTER, _tells_filter(table))):
        if absent in trial.assumed and wrong and not table.ground.extended:
            return Verdict(word="wrong", trial=trial, message=absent, layers=len(trial.comparisons))
    for overrun in (PAST_FILTER, OVERRUN, ABSENT):
        if overrun in trial.assumed and (overrun == PAST_FILTER or not table.ground.extended):
            return Verdict(word="ambiguous", trial=trial, assumptions=notes, message=overrun)
    if RESTATED in trial.assumed:
        return Verdict(word="schematic", trial=trial, assumptions=notes, message="the gradient stands on both sides")
    word = "right under an assumption" if notes else "right"
    return Verdict(word=word, trial=trial, assumptions=notes, layers=len(trial.comparisons))


def _tells_filter(table: Table) -> bool:
    """Whether the text itself says that a letter of the formula is how long the filter is."""
    known = ((letter, table.ground.meaning(letter)) for letter in table.claim.letters)
    return any(meaning is not None and meaning[0] == "kernel" and a in table.ground.sized_at for a, meaning in known)


NEAR = 160
"""Signs between a definition and a sentence that tells its stride."""


def _lacks_stride(table: Table) -> bool:
    """Whether a text has a letter for a stride that a definition in entries lacks: beside it, or for another axis."""
    found, ground = table.claim, table.ground
    if found.kind != "forward" or found.concrete or any(found.maps):
        return False
    if written := _strides(found, ground):
        everywhere = {axis for one in ground.formulas for axis in _strides(one, ground)}
        return None not in everywhere and written < everywhere
    told = (ground.sized_at.get(letter) for letter, meaning in ground.declared.items() if meaning[0] == "stride")
    start, end = found.statement.start - NEAR, found.statement.end + NEAR
    return any(place is not None and start <= place <= end for place in told)


def _strides(found: Claim, ground: Ground) -> set[int | None]:
    """The axes of the strides that a claim has letters for; None for all of them."""
    known = filter(None, map(ground.meaning, found.letters))
    return {axis for name, axis in known if name == "stride"}


def _without_value(trial: Trial) -> Verdict:
    problem = trial.problem or "it could not be evaluated on any layer"
    word = "wrong" if trial.exchanged else "schematic" if trial.sketchy else "unreadable"
    return Verdict(word=word, trial=trial, message=problem)
