"""The derivation as JSON: every entry of every tensor, full 0-based indices, PyTorch's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from symconv.algebra.chain_rule import Gradients, terms
from symconv.algebra.polynomial import NormalForm, Term
from symconv.algebra.tensors import Alphabet
from symconv.lesson.values import Example
from symconv.proof.entrywise import Proof
from symconv.render.dumped import VERSION

TENSORS = ("input", "weight", "bias", "grad_output", "output", "grad_input", "grad_weight", "grad_bias")
"""What a worked example has in numbers."""


def derivation_json(
    found: Gradients,
    proofs: Iterable[Proof],
    *,
    names: Mapping[str, str],
    example: Example | None = None,
    activation: str | None = None,
) -> dict[str, Any]:
    """What ``derive --format json`` prints (documented in ``docs/formats.md``)."""
    alphabet = found.alphabet
    written: dict[str, Any] = {
        "version": VERSION,
        "layer": alphabet.spec.to_json(),
        "output_size": list(alphabet.spec.output_size),
        "output": _entries(alphabet, "output", found.output),
        **_gradients(found),
        "proofs": [proof.to_json() for proof in proofs],
        "names": dict(names),
    }
    if example:
        written["example"] = {tensor: _numbers(example, tensor) for tensor in TENSORS if _numbers(example, tensor)}
    if activation:
        written["activation"] = activation
        written["grad_preactivation"] = [_through(entry) for entry in written["grad_input"]]
    return written


def verdicts_json(found: Gradients, proofs: Iterable[Proof]) -> dict[str, Any]:
    """What ``prove --format json`` prints: a certificate, every entry of the gradients with its terms, and verdicts.

    Each difference has both sides (null: no such entry).
    """
    alphabet = found.alphabet
    return {
        "version": VERSION,
        "layer": alphabet.spec.to_json(),
        **_gradients(found),
        "proofs": [
            {
                **proof.to_json(),
                "differences": [
                    {"index": list(d.index), "truth": _form(alphabet, d.truth), "got": _form(alphabet, d.got)}
                    for d in proof.differences
                ],
            }
            for proof in proofs
        ],
    }


def _numbers(example: Example, tensor: str) -> list[int]:
    """A tensor of the worked example, flat in reading order."""
    alphabet = example.found.alphabet
    own = tensor.removeprefix("grad_") if tensor != "grad_output" else tensor
    return [int(example.value(tensor, alphabet.entry(rank)[1])) for rank in alphabet.ranks(own)]


def _gradients(found: Gradients) -> dict[str, Any]:
    alphabet = found.alphabet
    return {
        "grad_input": _entries(alphabet, "input", map(terms, found.grad_input)),
        "grad_weight": _entries(alphabet, "weight", map(terms, found.grad_weight)),
        "grad_bias": _entries(alphabet, "bias", map(terms, found.grad_bias)),
    }


def _entries(alphabet: Alphabet, tensor: str, rows: Iterable[Iterable[Term]]) -> list[dict[str, Any]]:
    return [
        {"index": list(alphabet.entry(rank)[1]), "terms": [_term(alphabet, term) for term in row]}
        for rank, row in zip(alphabet.ranks(tensor), rows, strict=True)
    ]


def _term(alphabet: Alphabet, term: Term) -> dict[str, Any]:
    coefficient, ranks = term
    entries = map(alphabet.entry, ranks)
    return {"coefficient": coefficient, "factors": [[tensor, list(index)] for tensor, index in entries]}


def _form(alphabet: Alphabet, form: NormalForm | None) -> list[dict[str, Any]] | None:
    return None if form is None else [_term(alphabet, (form[ranks], ranks)) for ranks in sorted(form)]


def _through(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of ∂L/∂X times f′ at the same place."""
    slope = ["activation_derivative", entry["index"]]
    terms_through = [{**term, "factors": [*term["factors"], slope]} for term in entry["terms"]]
    return {"index": entry["index"], "terms": terms_through}
