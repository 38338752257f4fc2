"""What a verdict depends on and the text does not state."""

from symconv.check.evaluating.evaluate import RESTATED
from symconv.check.evaluating.places import ABSENT, NO_TAP, OVERRUN
from symconv.check.grounding.choice import silence
from symconv.check.judging.trial import Trial
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.notation.text import text


def notes_on(found: Claim, context: Context, trial: Trial) -> tuple[str, ...]:
    """Everything the outcome depends on and the text does not state."""
    notes = sorted(trial.assumed - {RESTATED, OVERRUN, ABSENT, NO_TAP})
    if found.open_star and context.star is None:
        notes.append(f"∗ is {trial.reading.star}")
    if trial.reading.whole:
        notes.append("the sign stands for the whole layer, with its stride, padding and dilation")
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
