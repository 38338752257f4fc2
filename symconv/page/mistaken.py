"""What would go wrong: the known mistakes on this layer, and the entries that each of them changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

from symconv.algebra.chain_rule import gradient
from symconv.algebra.polynomial import NormalForm
from symconv.algebra.tensors import Index
from symconv.check.mistakes import MISTAKES, Mistake
from symconv.check.mistakes.bent import Belief, straight
from symconv.check.telling.spoken import message
from symconv.errors import InputError
from symconv.notation.tree import Equation
from symconv.page.drawn import Drawing
from symconv.page.exploring import MOST_TERMS
from symconv.page.layers import Numbered
from symconv.page.request import Request
from symconv.sizes import shown
from symconv.transposed import convolution

GRADIENTS = ("grad_input", "grad_weight")

Wrong = dict[tuple[str, Index], NormalForm]
"""Gradient and index of an entry → what a mistake makes of it, where that is not the truth."""


def mistakes(request: Request) -> dict[str, Any]:
    """The mistakes that change something on a layer, the simplest first; of those that change the same, one.

    Request: as for ``explore``. Answer: ``mistakes``, each with ``id``, ``title`` and ``wrong``: how many entries of
    each gradient differ.

    Raises:
        SpecError: the layer is transposed, does not exist, or is too large.
        InputError: something else cannot be used.
    """
    layer = _layer(request)
    say, told, seen = layer.story.say, [], list[Wrong]()
    for mistake in MISTAKES.values():
        wrong = _Bent(layer).by(mistake)
        if wrong and wrong not in seen:
            seen.append(wrong)
            counts = {name: sum(tensor == name for tensor, _ in wrong) for name in GRADIENTS}
            told.append({"id": mistake.id, "title": message(say, mistake.title), "wrong": counts})
    return {"mistakes": told}


def mistake(request: Request) -> dict[str, Any]:
    """One mistake, and every entry that it changes.

    Request: as for ``explore``, and ``id``. Answer: ``id, title, explanation, question`` and ``wrong``: gradient →
    place → the wrong number and the formula that makes it.

    Raises:
        SpecError: as above.
        InputError: there is no such mistake, or it changes nothing here.
    """
    layer, asked = _layer(request), request.text("id")
    one = MISTAKES.get(asked)
    wrong = _Bent(layer).by(one) if one else {}
    if one is None or not wrong:
        raise InputError(f"no mistake {shown(asked)} changes anything on this layer")
    say, drawing = layer.story.say, Drawing(layer=layer)
    told: dict[str, dict[int, Any]] = {name: {} for name in GRADIENTS}
    for (tensor, index), form in wrong.items():
        told[tensor][drawing.place(tensor, index)] = _shown(drawing, tensor, index, form)
    words = {name: message(say, getattr(one, name)) for name in ("title", "explanation", "question")}
    return {"id": one.id, **words, "wrong": told}


def _layer(request: Request) -> Numbered:
    convolution(request.layer, "what would go wrong")
    return Numbered.asked(request, MOST_TERMS)


@dataclass(frozen=True, slots=True)
class _Bent:
    """What mistakes make of a layer's gradients."""

    layer: Numbered

    def by(self, mistake: Mistake) -> Wrong:
        """The entries that a mistake changes, by the first of its forms that changes any."""
        spec = self.layer.derivation.gradients.alphabet.spec.form
        beliefs = mistake.bends(straight(spec)) if mistake.bends else iter(())
        return next(filter(None, (dict(self._changed(belief)) for belief in beliefs)), {})

    def _changed(self, belief: Belief) -> Iterator[tuple[tuple[str, Index], NormalForm]]:
        found = self.layer.derivation.gradients
        for tensor in GRADIENTS:
            own = tensor.removeprefix("grad_")
            for rank, chain in zip(found.alphabet.ranks(own), getattr(found, tensor), strict=True):
                index = found.alphabet.entry(rank)[1]
                form = belief.entry(found.alphabet, tensor, index)
                if form != gradient(chain):
                    yield (tensor, index), form


def _shown(drawing: Drawing, tensor: str, index: Index, form: NormalForm) -> dict[str, Any]:
    write, numbers = drawing.layer.story.write, drawing.layer.example.numbers
    value = sum(coefficient * prod(numbers[rank] for rank in ranks) for ranks, coefficient in form.items())
    entry = write.gradient_entry(tensor.removeprefix("grad_"), index)
    return {"value": str(value), "made": drawing.formulas((Equation((entry, write.normal_form(form)), "≠"),))}
