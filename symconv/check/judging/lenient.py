"""What a sentence may mean that holds in no reading word by word: it leaves a remainder out, or that X is padded.

A formula says how large its maps are; a sentence does not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from symconv.check.facts.lexicon import one_of
from symconv.check.judging.notes import PADDED
from symconv.check.readings.domain import Domain
from symconv.check.readings.ground import Ground
from symconv.check.readings.trial import Trial, tried, tried_on
from symconv.check.regex import regex
from symconv.check.understanding.claims import Claim
from symconv.notation.tree import Apply, Node, Symbol
from symconv.notation.walk import put

FITS = "the windows fill the input, so that nothing is left over"


def as_sentences_mean(found: Claim, ground: Ground, compared: Sequence[Trial]) -> tuple[Trial, str] | None:
    """A reading in which a sentence holds as sentences are meant, and what it leaves out; None where there is none."""
    if not found.statement.worded:
        return None
    fitting = _where_windows_fit(found, ground, compared)
    if fitting is not None:
        return fitting, FITS
    padded = _on_the_padded_input(found, ground, compared)
    return None if padded is None else (padded, PADDED)


def _where_windows_fit(found: Claim, ground: Ground, compared: Sequence[Trial]) -> Trial | None:
    """A reading in which a claim holds on all layers but those with inputs that no window reaches."""
    if ground.spec is not None or ground.declared_whole is not None:
        return None
    for trial in compared:
        layers = tuple(spec for spec in trial.layers if not any(axis.remainder for axis in spec.axes))
        strided = any(max(spec.stride) > 1 for spec in trial.layers)
        if len(layers) == len(trial.layers) or strided != any(max(spec.stride) > 1 for spec in layers):
            continue
        exact = tried_on(Domain(layers=layers, origin=trial.origin), found, ground, ground.under(trial.used))
        if exact.right and not exact.unread:
            return exact
    return None


_UNPADDED = regex(rf"\bvalid\b|\bsame\b|{one_of('unpadded')}", re.IGNORECASE)
"""Words of a sentence that says how its input is padded."""


def _on_the_padded_input(found: Claim, ground: Ground, compared: Sequence[Trial]) -> Trial | None:
    """A reading in which a claim on ∂L/∂F holds where the input that it speaks of is the one that is padded."""
    if found.target.tensor != "grad_weight" or _UNPADDED.search(found.statement.text):
        return None
    inputs = {node for node in found.nodes if isinstance(node, Symbol) and _is_input(node, found)}
    held: dict[Node, Node] = {node: Apply("pad", (node,)) for node in inputs}
    padded = replace(found, sides=tuple(put(side, held) for side in found.sides))
    tried_so = (tried(padded, ground, ground.under(trial.used)) for trial in compared if inputs)
    return next((trial for trial in tried_so if trial.right and not trial.unread), None)


def _is_input(node: Symbol, found: Claim) -> bool:
    reference = found.binding.reference(node)
    return reference is not None and reference.tensor == "input" and not reference.index
