"""Several layers as JSON: every gradient written out down to X, each product from the loss back."""

from collections.abc import Iterable
from typing import Any

from symconv.algebra.composition import Composition
from symconv.algebra.polynomial import NormalForm
from symconv.algebra.stacked import StackAlphabet
from symconv.proof.stacked import StackProof
from symconv.render.dumped import VERSION

WORDS = {"slope": "activation_derivative"}
"""What is called by another word outside."""


def stack_json(found: Composition, proofs: Iterable[StackProof], activation: str) -> dict[str, Any]:
    """What ``derive --then … --format json`` prints (documented in ``docs/formats.md``)."""
    alphabet = found.alphabet
    stack = alphabet.stack
    return {
        "version": VERSION,
        "layers": stack.to_json(),
        "output_sizes": [list(layer.output_size) for layer in stack.layers],
        "remainders": [[axis.remainder for axis in layer.axes] for layer in stack.layers],
        "receptive_field": {"size": list(stack.field), "step": list(stack.jump)},
        "activation": activation,
        "gradients": [
            {
                "tensor": tensor,
                "layer": layer,
                "entries": [
                    {"index": list(alphabet.entry(rank)[1]), "terms": _terms(alphabet, form)}
                    for rank, form in zip(alphabet.ranks((tensor, layer)), forms, strict=True)
                ],
            }
            for (tensor, layer), forms in found.gradients.items()
        ],
        "proofs": [proof.to_json() for proof in proofs],
    }


def _terms(alphabet: StackAlphabet, form: NormalForm) -> list[dict[str, Any]]:
    return [{"coefficient": form[ranks], "factors": [_factor(alphabet, r) for r in ranks]} for ranks in sorted(form)]


def _factor(alphabet: StackAlphabet, rank: int) -> list[Any]:
    (tensor, layer), index = alphabet.entry(rank)
    return [WORDS.get(tensor, tensor), layer, list(index)]
