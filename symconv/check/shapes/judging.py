"""Claims about sizes → verdicts, by whole numbers on many layers. What holds only by luck is not called right."""

import re
from collections.abc import Sequence
from dataclasses import replace

from symconv.check.evaluating.unknown import UNLETTERED
from symconv.check.facts.scope import scope
from symconv.check.judgement import Judgement, Place, Told
from symconv.check.mistakes import MISTAKES
from symconv.check.readings.layers import axes_of
from symconv.check.regex import regex
from symconv.check.shapes.claims import ShapeClaim
from symconv.check.shapes.comparing import Found, compared
from symconv.check.shapes.excused import (
    ASSUMED,
    OF_TRANSPOSED,
    OTHER_WAY,
    RIGHT,
    excused,
    holds_of,
    is_backwards,
    named_sizes,
    names_all,
    says_which_is_out,
    solved,
)
from symconv.check.shapes.formulas import outside
from symconv.check.shapes.layers import choices_for, everywhere, grid, projected
from symconv.check.shapes.meant import is_complete
from symconv.check.shapes.modes import of_mode
from symconv.check.shapes.numbers import numbers_only
from symconv.check.shapes.unknown import readings
from symconv.check.told import Spec, with_zeros
from symconv.notation.text import text
from symconv.notation.tree import Node, Symbol
from symconv.spec import ConvSpec
from symconv.transposed import TransposedSpec

FORMULAS = {
    "output": "⌊(N + 2p − d(k − 1) − 1)/s⌋ + 1",
    "input": "s(M − 1) + d(k − 1) + 1 − 2p",
    "reach": "d(k − 1) + 1",
    "padded": "N + 2p",
    "inserted": "s(M − 1) + 1",
}
SPREAD = "s(N − 1) + d(k − 1) + 1 − p₋ − p₊ + r"
"""The size of a transposed layer's output, of N inputs and with r entries added."""
TENSORS = {"output": "output", "input": "input", "reach": "weight", "padded": "input", "inserted": "grad_output"}
SPECIAL = regex(r"(?:unit|stride)[ =of-]{0,4}\$?\s*(?:stride|1)|(?:no|without|zero)[ -]padding", re.IGNORECASE)


def judged(
    found: ShapeClaim, prose: str, above: str, place: Place, spec: Spec | None, given: dict[str, object]
) -> Judgement:
    """The verdict on one claim about a size.

    Args:
        found: the claim.
        prose: the text it stands in.
        above: what stands right before it.
        place: where it stands.
        spec: the layer, where one is given.
        given: what is known of a layer that is not given whole.
    """
    known = _decided(found, prose, above, spec, given)
    quantity = found.quantity[0]
    name = text(found.target) if found.target else "the size"
    formula = SPREAD if isinstance(spec, TransposedSpec) else FORMULAS[quantity]
    shown: dict[str, object] = {}
    if known.spec is not None:
        shown = {
            "layer": known.spec.to_json(),
            "tensor": TENSORS[quantity],
            "index": [],
            "got": str(known.got),
            "expected": str(known.expected),
        }
    told = Told(
        reading=text(found.tree),
        target={"tensor": TENSORS[quantity]},
        expected=f"{name} = {formula}" if known.word == "wrong" else "",
        counterexample=shown,
        message=known.message,
    )
    mistakes = (
        (MISTAKES["transposed-size" if isinstance(spec, TransposedSpec) else "shape-claim"],)
        if known.word == "wrong"
        else ()
    )
    return Judgement(
        place=place,
        verdict=known.word,
        kind="shape",
        told=told,
        mistakes=mistakes,
        message=known.message,
        assumptions=known.assumptions,
    )


def _decided(found: ShapeClaim, prose: str, above: str, layer: Spec | None, given: dict[str, object]) -> Found:
    if found.unknown:
        return _assigned(found, prose, above, layer, given)
    if found.problem:
        return Found(word="unreadable", message=found.problem)
    if isinstance(layer, TransposedSpec):
        return _of_transposed(found, layer, prose)
    spec = None if layer is None else with_zeros(layer)
    if found.target is None:
        return numbers_only(found.sides, spec)
    if OTHER_WAY.search(above) and found.quantity[0] == "output":
        back = all(is_backwards(found, side, prose, given) for side in found.sides)
        return Found(word=ASSUMED, assumptions=(OF_TRANSPOSED,)) if back else Found(word="ambiguous", message=BACKWARDS)
    symbolic = [side for side in found.sides if _letters(side)]
    numeric = [side for side in found.sides if not _letters(side)]
    here = _on_the_layer(found, found.sides, spec) if spec is not None else None
    outcomes = [_general(found, side, prose, above, given) for side in symbolic]
    outcomes += [numbers_only(numeric, spec)] if numeric else []
    worst = min(outcomes, key=lambda one: ORDER.index(one.word))
    if worst.word.startswith("right"):
        worst = replace(worst, assumptions=tuple(dict.fromkeys(note for one in outcomes for note in one.assumptions)))
    if here is None or here.word != "wrong":
        return worst
    if worst.word.startswith("right") and SPECIAL.search(prose):
        return Found(word="ambiguous", message="it does not hold on this layer, and the text speaks of others")
    return here


def _of_transposed(found: ShapeClaim, layer: TransposedSpec, prose: str) -> Found:
    """Right where it is the size that way round; wrong where it is no convolution's either."""
    if holds_of(layer, found, prose):
        return Found(word=ASSUMED, assumptions=(OF_TRANSPOSED,))
    if names_all(layer, found) and says_which_is_out(found):
        for side in found.sides:
            one = compared(found, side, [layer], floored=True)
            if one.word == "wrong" and _general(found, side, prose, "", {}).word == "wrong":
                return one
    return Found(word="ambiguous", message=BACKWARDS)


def _assigned(found: ShapeClaim, prose: str, above: str, spec: Spec | None, given: dict[str, object]) -> Found:
    """A claim with unknown letters: what is said of the one meaning of theirs that does not make it wrong."""
    tried = [(_decided(one, prose, above, spec, given), notes) for one, notes in readings(found)]
    left = [(one, notes) for one, notes in tried if one.word != "wrong" and one.message != NO_LETTERS]
    if len(left) != 1:
        return Found(
            word="unreadable", message=f"the letter {found.unknown[0].name} is not known in a formula for a size"
        )
    one, notes = left[0]
    return replace(one, word=ASSUMED if one.word in RIGHT else one.word, assumptions=(*notes, *one.assumptions))


NO_LETTERS = "numbers stand for sizes here, and no layer says which"
BACKWARDS = "the text speaks of transposed convolution, whose sizes count backwards"
ORDER = ("wrong", "unreadable", "ambiguous", "right under an assumption", "right")


def _letters(side: Node) -> bool:
    return any(isinstance(node, Symbol) for node in outside(side))


def _on_the_layer(found: ShapeClaim, sides: Sequence[Node], spec: ConvSpec) -> Found:
    axes = {axis for _, axis in (found.quantity, *found.meanings.values())}
    layers = [spec] if axes - {None} else list(projected(spec))
    results = [compared(found, side, layers, floored=True) for side in sides]
    return next((one for one in results if one.word == "wrong"), Found(word="right"))


def _general(found: ShapeClaim, side: Node, prose: str, above: str, given: dict[str, object]) -> Found:
    """One side with letters, on all layers of which the text speaks."""
    meanings = [found.quantity, *found.meanings.values()]
    if not is_complete(
        found.quantity[0], {found.meanings[node][0] for node in outside(side) if node in found.meanings}
    ):
        return Found(word="ambiguous", message=NO_LETTERS)
    if axes_of(given) not in (None, 1) and not any(axis is not None for _, axis in meanings):
        given = {}
    named = named_sizes(meanings)
    spoken = scope((prose,), named)
    if found.quantity[0] == "input":
        return solved(found, side, prose, given)
    usual = compared(found, side, grid(meanings, given, choices_for(named, spoken)))
    if given and usual.word == "ambiguous":  # what is given leaves too few layers: all of them, then
        freely = _general(found, side, prose, above, {})
        return freely if freely.word == "right" else usual
    if usual.word == "wrong":
        return of_mode(found, side, named, above, given) or excused(found, side, prose, given) or usual
    all_layers = grid(meanings, given, everywhere(named, spoken))
    if found.quantity[0] == "output" and compared(found, side, all_layers).word == "wrong":
        return Found(word="ambiguous", message=UNLETTERED)
    return usual
