"""One claim → one verdict: on every layer, under every reading that a fair reader would allow."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from symconv.check.arithmetic import Sizes, Sketchy, Uneven, Unknown, counted, key
from symconv.check.claims import Claim, is_map
from symconv.check.compare import Comparison, Difference
from symconv.check.context import Context, has_open_star, layers_for, meanings, on, silence, size_letters
from symconv.check.evaluate import RESTATED
from symconv.check.maps import CONVOLUTION, CORRELATION, Reading
from symconv.check.names import size_meaning
from symconv.check.places import OVERRUN
from symconv.notation.text import text
from symconv.notation.tree import Apply, BigSum, Limits, Node, Symbol
from symconv.notation.walk import walk
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A claim under one reading.

    Attributes:
        base: the index base.
        reading: what the signs do.
        sizes: what unknown letters mean.
        comparisons: what came out on each layer.
        problem: why there is no comparison.
        sketchy: whether that is because indices are left out.
    """

    base: int
    reading: Reading
    sizes: Sizes
    comparisons: tuple[Comparison, ...] = ()
    problem: str = ""
    sketchy: bool = False

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

    def first_difference(self) -> tuple[Comparison, Difference] | None:
        """The smallest layer and entry where it fails."""
        failing = [part for part in self.comparisons if part.differences]
        if not failing:
            return None
        smallest = min(failing, key=lambda part: part.truth.spec.most_terms)
        return smallest, smallest.differences[0]


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


def judge(found: Claim, context: Context) -> Verdict:
    """The verdict on one claim."""
    layers = layers_for(found, context)
    bases = (0, 1) if context.base is None else (context.base,)
    trials = [
        _tried(found, context, layers, base, reading, context.sizes)
        for base in bases
        for reading in readings(found, context)
    ]
    verdict = _decided(found, context, trials)
    if verdict.word in ("right", "right under an assumption"):
        return _averaged(found, verdict)
    unknown = [
        letter
        for letter in size_letters(found, context)
        if size_meaning(letter) is None and letter not in context.sizes
    ]
    if unknown and len(unknown) <= 3:
        return _with_meanings(found, context, layers, bases[0], unknown) or verdict
    return verdict


def _averaged(found: Claim, verdict: Verdict) -> Verdict:
    """A gradient that is right but for a division by the number of images."""
    if found.divided is None:
        return verdict
    message = f"it is divided by {text(found.divided)}: ∂L/∂O already carries the 1/N of a mean loss"
    return replace(verdict, word="wrong", message=message)


def readings(found: Claim, context: Context) -> Iterator[Reading]:
    """Readings of the signs in a claim, the most usual first."""
    nodes = [node for side in found.sides for node in walk(side)]
    open_star = has_open_star(found)
    if not any(is_map(side) for side in found.sides):
        yield Reading()
        return
    stars = [context.star or CORRELATION]
    if open_star:
        stars.append(CONVOLUTION if stars[0] == CORRELATION else CORRELATION)
    unsaid = any(
        isinstance(node, Apply) and node.operator == "pad" and len(node.arguments) == 1 and not node.parameter
        for node in nodes
    )
    for star in stars:
        for full in (False, True):
            for padding in ("needed", "reach") if unsaid else ("needed",):
                yield Reading(star=star, full=full, padding=padding)


def _tried(
    found: Claim, context: Context, layers: tuple[ConvSpec, ...], base: int, reading: Reading, sizes: Sizes
) -> Trial:
    comparisons, problem, sketchy = [], "", False
    for spec in layers:
        try:
            comparisons.append(on(found, context, spec, base, reading, sizes))
        except Uneven:
            continue
        except Unknown as error:
            problem, sketchy = problem or str(error), sketchy or isinstance(error, Sketchy)
            if not comparisons:
                break
    if problem and len(comparisons) * 2 < len(layers):
        comparisons = []
    return Trial(
        base=base, reading=reading, sizes=sizes, comparisons=tuple(comparisons), problem=problem, sketchy=sketchy
    )


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
    return Verdict(
        word="wrong", trial=chosen, assumptions=_notes(found, context, chosen), layers=len(chosen.comparisons)
    )


def _right(found: Claim, context: Context, right: list[Trial], trials: list[Trial]) -> Verdict:
    chosen = right[0]
    notes = _notes(found, context, chosen)
    usual = context.star or CORRELATION
    if has_open_star(found) and chosen.reading.star != usual:
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
    if OVERRUN in chosen.assumed:
        return Verdict(
            word="ambiguous",
            trial=chosen,
            assumptions=notes,
            message="a sum runs past the end of an array; it holds only if what it reads there is 0",
        )
    if RESTATED in chosen.assumed:
        return Verdict(word="schematic", trial=chosen, assumptions=notes, message="the gradient stands on both sides")
    word = "right under an assumption" if notes else "right"
    return Verdict(word=word, trial=chosen, assumptions=notes, layers=len(chosen.comparisons))


def _notes(found: Claim, context: Context, trial: Trial) -> tuple[str, ...]:
    """Everything the outcome depends on and the text does not state."""
    notes = sorted(trial.assumed - {RESTATED, OVERRUN})
    if has_open_star(found) and context.star is None:
        notes.append(f"∗ is {trial.reading.star}")
    if trial.reading.full:
        notes.append("the convolution is full: its first operand is padded by the filter's reach")
    if context.base is None and trial.base == 1:
        notes.append("indices start at 1")
    notes += [
        f"{text(letter)} is the {_meaning(meaning)}"
        for letter, meaning in trial.sizes.items()
        if letter not in context.sizes
    ]
    if found.activation:
        notes.append("f′ is the derivative of the activation before the layer")
    return (*notes, *silence(found, context))


def _meaning(meaning: tuple[str, int | None]) -> str:
    quantity, axis = meaning
    return f"{quantity} size along axis {axis}" if axis is not None else quantity


def _without_value(found: Claim, trial: Trial) -> Verdict:
    problem = trial.problem or "it could not be evaluated on any layer"
    word = "schematic" if trial.sketchy else "unreadable"
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
        first = _tried(found, context, layers[:1], base, reading, sizes)
        if not first.comparisons or not first.right:
            compared = compared or (first if first.comparisons else None)
            continue
        trial = _tried(found, context, layers, base, reading, sizes)
        if trial.right:
            return replace(_right(found, context, [trial], [trial]), word="right under an assumption")
        compared = trial
    if compared is None:
        return None
    names = ", ".join(sorted({text(letter) for letter in unknown if isinstance(letter, Symbol)}))
    free = replace(found, sides=tuple(_without_limits(side, frozenset(map(key, unknown))) for side in found.sides))
    unlimited = _tried(free, context, layers, base, reading, context.sizes)
    if unlimited.right:
        return Verdict(
            word="ambiguous",
            trial=unlimited,
            message=f"it holds only if {names} makes the sum run over the whole array",
        )
    return Verdict(word="wrong", trial=compared, message=f"it holds under no meaning of {names}")
