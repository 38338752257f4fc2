"""What goes wrong with folded padding alone: gradients of real arrays as somebody computes them who folds wrongly."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.axis import FOLDS
from symconv.check.mistakes import Mistake
from symconv.errors import SpecError
from symconv.folded import FoldedSpec
from symconv.routes.contractions import computed, contractions
from symconv.routes.folding import copies
from symconv.routes.numbers import Array
from symconv.spec import ConvSpec
from symconv.transposed import Layer

ROUTE = "textbook"

CROPPED = Mistake(
    id="cropped",
    title="what lies in the padding is cut off instead of folded back",
    explanation="The padding was taken for zeros. It holds entries of X, and what arrives there is theirs.",
    question="Which entry of X is read where the first window begins?",
    taught="folded.input.title",
)
PADDED_WITH_ZEROS = Mistake(
    id="padded-with-zeros",
    title="the input is padded with zeros instead of its own entries",
    explanation="The filter met zeros outside of X. With this padding it met entries of X there, and they count.",
    question="What did the first filter entry meet in the first window?",
    taught="folded.weight.title",
)
WRITTEN_OVER = Mistake(
    id="written-over",
    title="what lies in the padding replaces the entry instead of being added to it",
    explanation="Entries that stand at several places got the last contribution alone. The chain rule adds them all.",
    question="At how many places does this entry stand in the padded input?",
    taught="folded.input.title",
)
OTHER_FOLD = Mistake(
    id="other-fold",
    title="the padding is folded in another mode",
    explanation="reflect mirrors without the border, replicate repeats the border, circular goes on at the other end.",
    question="Which entry stands just before the first one?",
    taught="folded.input.title",
)


def misfolded(layer: FoldedSpec, name: str, given: tuple[Array, Array]) -> Iterator[tuple[Mistake, Array]]:
    """Wrong gradients of a layer, each with the mistake that leads to it.

    Args:
        layer: the layer; its batch size is open or right.
        name: ``grad_input`` or ``grad_weight``.
        given: ``(grad_output, weight)`` or ``(input, grad_output)``.
    """
    zeros = replace(layer.form, input_size=layer.input_size, padding=layer.padding)
    yield CROPPED if name == "grad_input" else PADDED_WITH_ZEROS, _gradient(zeros, name, given)
    if name == "grad_input":
        yield WRITTEN_OVER, _written_over(layer, _gradient(layer.form, name, given))
    for mode in FOLDS:
        try:
            other = layer_in(mode, zeros)
        except SpecError:  # it has not enough entries for this mode
            continue
        if mode != layer.padding_mode:
            yield OTHER_FOLD, _gradient(other, name, given)


def layer_in(mode: str, zeros: ConvSpec) -> FoldedSpec:
    """The layer with its padding folded in this mode.

    Raises:
        SpecError: that needs more entries than there are.
    """
    return FoldedSpec.of(padding_mode=mode, **zeros.to_json())


def _gradient(layer: Layer, name: str, given: tuple[Array, Array]) -> Array:
    names = contractions(layer)[name].given
    return computed(layer, name, ROUTE, dict(zip(names, given, strict=True)))


def _written_over(layer: FoldedSpec, grads: Array) -> Array:
    for number, axis in enumerate(layer.axes, 2):
        lead, places = (slice(None),) * number, list(copies(axis))
        narrower = grads[(*lead, places[0][0])].copy()
        for where, what in places[1:]:
            narrower[(*lead, what)] = grads[(*lead, where)]
        grads = narrower
    return grads
