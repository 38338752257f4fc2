"""What a verdict depends on and the text does not say."""

from collections.abc import Iterator

from symconv.check.evaluating.arithmetic import Meaning
from symconv.check.evaluating.evaluate import RESTATED
from symconv.check.evaluating.places import ABSENT, NO_TAP, OVERRUN, PAST_FILTER
from symconv.check.evaluating.questions import AROUND, EDGES, FULL, LAYER, MENTIONED, STAR, WHOLE_LAYER
from symconv.check.readings.domain import silence
from symconv.check.readings.trial import Trial
from symconv.check.readings.worlds import Table
from symconv.check.understanding.names import size_meaning
from symconv.notation.text import text
from symconv.notation.tree import Symbol

PADDED = "X is the padded input"


def notes_on(table: Table, trial: Trial) -> tuple[str, ...]:
    """Everything the outcome depends on and the text does not state."""
    found, ground = table.claim, table.ground
    notes = sorted(trial.assumed - {RESTATED, OVERRUN, PAST_FILTER, ABSENT, NO_TAP})
    used = trial.used
    if STAR in used and not (ground.star or STAR in table.told):
        notes.append(f"∗ is {used[STAR]}")
    edges = used.get(EDGES, used.get(AROUND))
    if edges == LAYER:
        notes.append(WHOLE_LAYER)
    if edges == FULL:
        notes.append("the convolution is full: its first operand is padded by the filter's reach")
    if ground.base is None and trial.base == 1 and not any(one[0] == "base" for one in table.told):
        notes.append("indices start at 1")
    written = found.concrete or found.ends_at_number or table.defined
    if trial.used.get(MENTIONED) is False and not written and not table.leaves[-1].result.right:
        notes.append("stride 1, no padding, dilation 1, where the text only speaks of others")
    if ground.scope.pads and trial.layers and not any(any(map(sum, spec.padding)) for spec in trial.layers):
        notes.append(PADDED)
    notes += list(_lengths(table, trial))
    if found.activation:
        notes.append("f′ is the derivative of the activation before the layer")
    return (*notes, *(() if written else silence(ground, trial.layers)))


def _lengths(table: Table, trial: Trial) -> Iterator[str]:
    """What letters for sizes are taken for that neither custom nor the text tells."""
    for subject, answer in trial.used.items():
        letter = subject[1] if subject[0] == "size" else None
        said = letter in table.ground.declared or subject in table.told
        if isinstance(letter, Symbol) and answer and not said and answer != size_meaning(letter):
            yield f"{text(letter)} is the {_told(answer)}"


def _told(meaning: Meaning) -> str:
    quantity, axis = meaning
    return f"{quantity} size along axis {axis}" if axis is not None else quantity
