"""One claim → one verdict: on every layer, under every reading that a fair reader would allow."""

from dataclasses import dataclass, field, replace

from symconv.check.evaluating.arithmetic import counted, key
from symconv.check.evaluating.evaluate import OUTPUT_READ, RESTATED
from symconv.check.evaluating.looping import LOOPS_UNREAD, counts_to_number
from symconv.check.evaluating.places import ABSENT, NO_TAP, OVERRUN
from symconv.check.evaluating.reading import Reading
from symconv.check.evaluating.stars import CONVOLUTION, CORRELATION
from symconv.check.grounding.choice import layers_for
from symconv.check.grounding.sizing import meanings, size_letters
from symconv.check.judging.notes import notes_on
from symconv.check.judging.trial import Trial, readings, tried
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.names import size_meaning
from symconv.notation.text import text
from symconv.notation.tree import BigSum, Limits, Node, Symbol
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is to be said of a claim.

    Attributes:
        word: one of the verdicts.
        trial: the reading it rests on.
        assumptions: what it depends on.
        message: one sentence.
    """

    word: str
    trial: Trial
    assumptions: tuple[str, ...] = ()
    message: str = ""
    layers: int = field(default=0)


UNSIZED = "neither the text nor the options tell how large the layer is"
EDGES = "it holds only for some places at which the true convolution may start and end, and the text does not tell them"


def judge(found: Claim, context: Context) -> Verdict:
    """The verdict on one claim."""
    layers = layers_for(found, context)
    if not layers:
        return Verdict(
            word="ambiguous", trial=Trial(base=context.base or 0, reading=Reading(), sizes={}), message=UNSIZED
        )
    bases = (0, 1) if context.base is None else (context.base,)
    trials = [
        tried(found, context, layers, base, reading, context.sizes)
        for base in bases
        for reading in readings(found, context)
    ]
    verdict = _decided(found, context, trials)
    if context.unbound and found.kind != "forward" and verdict.word not in ("unreadable", "schematic"):
        return replace(verdict, word="ambiguous", message=context.unbound)
    if verdict.word in ("right", "right under an assumption"):
        return _slipped(found, _averaged(found, verdict))
    unknown = [
        letter
        for letter in size_letters(found, context)
        if size_meaning(letter) is None and letter not in context.sizes
    ]
    if unknown and len(unknown) <= 3:
        verdict = _with_meanings(found, context, layers, bases[0], unknown) or verdict
    if verdict.word == "wrong" and context.convolved and context.spec is None and _holds_somewhere(verdict.trial):
        return replace(verdict, word="ambiguous", message=EDGES)
    return verdict


def _holds_somewhere(trial: Trial) -> bool:
    """Whether a claim holds on all layers with one padding rule, of those that differ in it."""
    outcomes: dict[bool, set[bool]] = {}
    for part in trial.comparisons:
        full = all(after > 0 for _, after in part.truth.spec.padding)
        outcomes.setdefault(full, set()).add(bool(part.differences))
    return len(outcomes) > 1 and {False} in outcomes.values()


def _averaged(found: Claim, verdict: Verdict) -> Verdict:
    """A gradient that is right but for a division by the number of images."""
    if found.divided is None:
        return verdict
    message = f"it is divided by {text(found.divided)}: ∂L/∂O already carries the 1/N of a mean loss"
    return replace(verdict, word="wrong", message=message)


def _slipped(found: Claim, verdict: Verdict) -> Verdict:
    """A gradient whose values are right, at the wrong layer of the network."""
    return replace(verdict, word="wrong", message=found.slip) if found.slip else verdict


def _decided(found: Claim, context: Context, trials: list[Trial]) -> Verdict:
    right = [trial for trial in trials if trial.right]
    if right:
        return _right(found, context, right, trials)
    compared = [trial for trial in trials if trial.comparisons]
    if not compared:
        return _without_value(found, trials[0])
    best = min(compared, key=lambda trial: sum(len(part.differences) for part in trial.comparisons))
    sized = [
        trial for trial in compared if all(d.got is not None for part in trial.comparisons for d in part.differences)
    ]
    chosen = min(sized, key=lambda trial: sum(len(part.differences) for part in trial.comparisons)) if sized else best
    for open_question in (OUTPUT_READ, LOOPS_UNREAD):
        if open_question in chosen.assumed:
            return Verdict(word="ambiguous", trial=chosen, message=open_question)
    if context.spec is None and counts_to_number(found.loops):
        return Verdict(word="ambiguous", trial=chosen, message=LOOPS_UNREAD)
    return Verdict(
        word="wrong", trial=chosen, assumptions=notes_on(found, context, chosen), layers=len(chosen.comparisons)
    )


def _right(found: Claim, context: Context, right: list[Trial], trials: list[Trial]) -> Verdict:
    chosen = right[0]
    notes = notes_on(found, context, chosen)
    usual = context.star or CORRELATION
    if found.open_star and chosen.reading.star != usual:
        word = "ambiguous" if context.star is None or usual == CONVOLUTION else "wrong"
        message = f"it holds only if ∗ is {chosen.reading.star}"
        if word == "wrong":
            wrong = next((trial for trial in trials if trial.comparisons and not trial.right), chosen)
            return Verdict(word=word, trial=wrong, assumptions=notes, message=message)
        return Verdict(word=word, trial=chosen, assumptions=notes, message=message)
    if chosen.unread:
        return Verdict(
            word="ambiguous", trial=chosen, assumptions=notes, message=f"one side could not be judged: {chosen.unread}"
        )
    if LOOPS_UNREAD in chosen.assumed:
        return Verdict(word="ambiguous", trial=chosen, message=LOOPS_UNREAD)
    if NO_TAP in chosen.assumed:
        return Verdict(word="wrong", trial=chosen, message=NO_TAP, layers=len(chosen.comparisons))
    for overrun in (OVERRUN, ABSENT):
        if overrun in chosen.assumed and not context.extended:
            return Verdict(word="ambiguous", trial=chosen, assumptions=notes, message=overrun)
    if RESTATED in chosen.assumed:
        return Verdict(word="schematic", trial=chosen, assumptions=notes, message="the gradient stands on both sides")
    word = "right under an assumption" if notes else "right"
    return Verdict(word=word, trial=chosen, assumptions=notes, layers=len(chosen.comparisons))


def _without_value(found: Claim, trial: Trial) -> Verdict:
    problem = trial.problem or "it could not be evaluated on any layer"
    word = "wrong" if trial.exchanged else "schematic" if trial.sketchy else "unreadable"
    return Verdict(word=word, trial=trial, message=problem)


def _without_limits(node: Node, unknown: frozenset[str]) -> Node:
    """The formula with the limits that depend on unknown letters taken off its sums."""
    if not isinstance(node, BigSum):
        return node
    over = tuple(
        Limits(part.letter) if isinstance(part, Limits) and unknown & set(counted(part)) else part for part in node.over
    )
    return BigSum(over, _without_limits(node.body, unknown))


def _with_meanings(
    found: Claim, context: Context, layers: tuple[ConvSpec, ...], base: int, unknown: list[Node]
) -> Verdict | None:
    """The claim with its unknown letters read as sizes: right if some meaning makes it hold everywhere."""
    reading = next(readings(found, context))
    compared: Trial | None = None
    for meaning in meanings(unknown, context.axes(found)):
        sizes = {**context.sizes, **meaning}
        first = tried(found, context, layers[:1], base, reading, sizes)
        if not first.comparisons or not first.right:
            compared = compared or (first if first.comparisons else None)
            continue
        trial = tried(found, context, layers, base, reading, sizes)
        if trial.right:
            return replace(_right(found, context, [trial], [trial]), word="right under an assumption")
        compared = trial
    if compared is None:
        return None
    names = ", ".join(sorted({text(letter) for letter in unknown if isinstance(letter, Symbol)}))
    free = replace(found, sides=tuple(_without_limits(side, frozenset(map(key, unknown))) for side in found.sides))
    unlimited = tried(free, context, layers, base, reading, context.sizes)
    if unlimited.right:
        return Verdict(
            word="ambiguous",
            trial=unlimited,
            message=f"it holds only if {names} makes the sum run over the whole array",
        )
    return Verdict(word="wrong", trial=compared, message=f"it holds under no meaning of {names}")
